/**
 * Imports WFLW (Wu et al., CVPR 2018): lists `list_98pt_rect_attr_train.txt` and `…_test.txt` with a line a face (98 points,
 * the corners of its box, six attributes, the picture's name below `WFLW_images`), pixels taken to be counted from 0. A
 * picture may hold several faces. Labels are stored as `wflw98`, or as the 68 of them that stand for ibug68: jaw, brow and
 * lid points are then marked as derived, since WFLW cuts those contours differently.
 */
import { basename, parse, resolve } from 'node:path';
import { LineamentError, UsageError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { pickPoints } from '../../../landmarks/point-lists.js';
import { wflw98, wflwAsIbug } from '../../../landmarks/sets/annotated-sets.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import { readFileOr, readTextOr } from '../../../node/files.js';
import type { LayeredSample } from '../../store/columns.js';
import { listFiles } from '../files/list-files.js';
import { picturePath } from '../files/picture-path.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportDefaults, type ImportResult, importDataset } from '../import-dataset.js';
import { faceBox, photographSample } from '../photograph-sample.js';

export interface WflwImportOptions {
  /** The folder that holds the lists and `WFLW_images`, at any depth. */
  folder: string;
  out: string;
  /** `wflw98` (by default) or `ibug68`. */
  landmarks?: string;
}

const listName = /^list_98pt_rect_attr_(train|test)\.txt$/;
const published: Readonly<Record<string, number>> = { train: 7500, test: 2500 };
const attributeNames = ['pose', 'expression', 'illumination', 'make_up', 'occlusion', 'blur'] as const;
const columns = 2 * 98 + 4 + attributeNames.length + 1;
/** Points of ibug68 whose contour WFLW cuts at other places or marks by another rule. */
const derived = [...Array(27).keys(), 37, 38, 40, 41, 43, 44, 46, 47];

interface Line {
  place: string;
  split: string;
  values: string[];
  id: string;
}

export const wflwDefaults: Pick<ImportDefaults, 'landmarks'> = { landmarks: wflw98.name };

export async function importWflw(options: WflwImportOptions, work: Work = silentWork): Promise<ImportResult> {
  const { folder, out, landmarks = wflwDefaults.landmarks } = options;
  const set = [wflw98, ibug68].find(({ name }) => name === landmarks);
  if (set === undefined)
    throw new UsageError(`landmarks: WFLW is stored as wflw98 or ibug68, not '${landmarks}'`);
  const files = await listFiles(folder, work.signal);
  const lines = await linesOf(files.filter((file) => listName.test(basename(file))));
  const images = imageFolder(files);
  if (lines.length === 0 || images === undefined)
    throw new LineamentError(
      `there is no ${images === undefined ? 'folder WFLW_images' : 'list_98pt_rect_attr_train.txt or _test.txt'}`,
      { file: folder, hint: 'give the folder of the unpacked images and annotations of WFLW' },
    );
  const result = await importDataset(
    {
      out,
      landmarks: set,
      origin: { kind: 'imported', format: 'wflw', source: resolve(folder), landmarks },
      items: lines.map((line) => ({ file: line.place, read: () => readSample(line, images, landmarks) })),
      total: lines.length,
    },
    work,
  );
  const notes = ['train', 'test'].map((split) => {
    const count = lines.filter((line) => line.split === split).length;
    return `${split}: ${count} of ${published[split]} faces are listed`;
  });
  return { ...result, notes };
}

function imageFolder(files: readonly string[]): string | undefined {
  return files.map((file) => /^(.*[\\/]WFLW_images)[\\/]/.exec(file)?.[1]).find((path) => path !== undefined);
}

async function linesOf(lists: readonly string[]): Promise<Line[]> {
  const lines: Omit<Line, 'id'>[] = [];
  for (const file of lists) {
    const split = listName.exec(basename(file))![1]!;
    for (const [i, text] of (await readTextOr(file, 'the list')).split('\n').entries())
      if (text.trim() !== '')
        lines.push({ place: `${file}:${i + 1}`, split, values: text.trim().split(/\s+/) });
  }
  const faces = new Map<string, number>();
  return lines.map((line) => {
    const { dir, name } = parse(line.values.at(-1)!);
    const stem = dir === '' ? name : `${dir}/${name}`;
    const number = (faces.get(stem) ?? 0) + 1;
    faces.set(stem, number);
    return { ...line, id: number === 1 ? stem : `${stem}#${number}` };
  });
}

async function readSample(
  { place, split, values, id }: Line,
  images: string,
  landmarks: string,
): Promise<LayeredSample> {
  const wrong = (rule: string): LineamentError =>
    new LineamentError(rule, { file: place, hint: 'fetch the list again' });
  if (values.length !== columns) throw wrong(`has ${values.length} columns, not ${columns}`);
  const numbers = values.slice(0, -1).map(Number);
  const bad = numbers.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw wrong(`column ${bad + 1} is '${values[bad]}', not a number`);
  const marked = Float32Array.from(numbers.slice(0, 2 * 98));
  const [left, top, right, bottom] = numbers.slice(196, 200) as [number, number, number, number];
  const name = values.at(-1)!;
  const path = picturePath(name, { beside: images });
  const isWhole = landmarks === wflw98.name;
  return photographSample({
    id,
    image: await storableImage(await readFileOr(path, 'the image'), path),
    points: isWhole ? marked : pickPoints(marked, wflwAsIbug),
    pupils: pickPoints(marked, [96, 97]),
    labelQuality: isWhole ? null : Uint8Array.from({ length: 68 }, (_, k) => Number(derived.includes(k))),
    box:
      right > left && bottom > top
        ? { x: left, y: top, width: right - left, height: bottom - top }
        : faceBox(marked, place),
    landmarks,
    split,
    attributes: {
      source: name,
      ...Object.fromEntries(attributeNames.map((attribute, i) => [attribute, numbers[200 + i]])),
    },
  });
}
