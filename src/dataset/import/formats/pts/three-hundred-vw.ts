/**
 * Imports 300-VW (Shen et al., ICCVW 2015) as it is laid out: a folder a clip, with `annot/000001.pts` for each frame and
 * the frames of `vid.avi`, extracted into a folder beside `annot` (`imgs/000001.jpg` or another name), counted from 1 as
 * the labels are. The splits are the published ones: training clips and the three test categories. Videos are not
 * decoded: a clip without pictures is listed with the command that extracts them.
 */
import { basename, dirname, join, parse, relative, resolve } from 'node:path';
import { LineamentError } from '../../../../core/errors.js';
import { silentWork, type Work } from '../../../../core/work.js';
import { ibug68 } from '../../../../landmarks/sets/ibug68.js';
import { readFileOr } from '../../../../node/files.js';
import type { LayeredSample } from '../../../store/columns.js';
import { imageFiles } from '../../files/image-files.js';
import { readLabelText } from '../../files/label-file.js';
import { listFiles } from '../../files/list-files.js';
import { parsePts } from '../../files/pts-file.js';
import { storableImage } from '../../files/storable-image.js';
import { type ImportItem, type ImportResult, importDataset } from '../../import-dataset.js';
import { faceBox, photographSample } from '../../photograph-sample.js';

export interface ThreeHundredVwImportOptions {
  /** The folder that holds the clips, at any depth. */
  folder: string;
  out: string;
}

/** Clips of the three test categories; all others are for training. */
const testClips: Readonly<Record<string, readonly number[]>> = {
  'test-1': [
    ...[114, 124, 125, 126, 150, 158, 401, 402, 505, 506, 507, 508, 509, 510, 511, 514, 515, 518, 519, 520],
    ...[521, 522, 524, 525, 537, 538, 540, 541, 546, 547, 548],
  ],
  'test-2': [203, 208, 211, 212, 213, 214, 218, 224, 403, 404, 405, 406, 407, 408, 409, 412, 550, 551, 553],
  'test-3': [410, 411, 516, 517, 526, 528, 529, 530, 531, 533, 557, 558, 559, 562],
};
const publishedClips: Readonly<Record<string, number>> = {
  train: 50,
  'test-1': 31,
  'test-2': 19,
  'test-3': 14,
};

interface Clip {
  /** The clip's folder. */
  path: string;
  split: string;
  labels: string[];
  /** Its pictures by their number; several where two folders hold frames. */
  pictures: Map<number, string[]>;
}

export async function importThreeHundredVw(
  options: ThreeHundredVwImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const { folder, out } = options;
  const files = await listFiles(folder, work.signal);
  const clips = clipsOf(files);
  if (clips.length === 0)
    throw new LineamentError('there is no clip with a folder annot of .pts files', {
      file: folder,
      hint: 'give the folder of 300-VW, or use `lineament dataset import pts`',
    });
  const items = clips.flatMap((clip) => itemsOf(clip, folder));
  const result = await importDataset(
    {
      out,
      landmarks: ibug68,
      origin: { kind: 'imported', format: '300vw', source: resolve(folder) },
      items,
      total: items.length,
    },
    work,
  );
  const notes = Object.entries(publishedClips).map(([split, published]) => {
    const of = clips.filter((clip) => clip.split === split);
    const frames = of.reduce((sum, { labels }) => sum + labels.length, 0);
    return `${split}: ${of.length} of ${published} clips, ${frames} frames labelled`;
  });
  return { ...result, notes };
}

function clipsOf(files: readonly string[]): Clip[] {
  const clips = new Map<string, Clip>();
  for (const file of files.filter((name) => name.toLowerCase().endsWith('.pts'))) {
    const annotations = dirname(file);
    if (!/^annot(ations?)?$/i.test(basename(annotations))) continue;
    const path = dirname(annotations);
    const clip: Clip = clips.get(path) ?? { path, split: splitOf(path), labels: [], pictures: new Map() };
    clip.labels.push(file);
    clips.set(path, clip);
  }
  for (const picture of imageFiles(files)) {
    const clip = clips.get(dirname(dirname(picture))) ?? clips.get(dirname(picture));
    const number = numberOf(picture);
    if (clip === undefined || number === undefined) continue;
    clip.pictures.set(number, [...(clip.pictures.get(number) ?? []), picture]);
  }
  return [...clips.values()];
}

function splitOf(path: string): string {
  const number = Number(/^\d+/.exec(basename(path))?.[0]);
  return Object.entries(testClips).find(([, clips]) => clips.includes(number))?.[0] ?? 'train';
}

/** The frame's number: the last digits of the name. */
function numberOf(file: string): number | undefined {
  const digits = /(\d+)\D*$/.exec(parse(file).name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** A clip without pictures, or one whose pictures are counted otherwise, is one item that fails. */
function itemsOf(clip: Clip, folder: string): ImportItem[] {
  const extract = `ffmpeg -i ${join(clip.path, 'vid.avi')} -qscale:v 1 -start_number 1 ${join(clip.path, 'imgs', '%06d.jpg')}`;
  const fails = (rule: string): ImportItem[] => [
    {
      file: clip.path,
      read: () => Promise.reject(new LineamentError(rule, { file: clip.path, hint: extract })),
    },
  ];
  if (clip.pictures.size === 0)
    return fails(`the ${clip.labels.length} frames are labelled, and no picture of them is there`);
  if (clip.pictures.has(0) && !clip.labels.some((file) => numberOf(file) === 0))
    return fails(
      'the pictures are counted from 0 and the labels from 1: it is not sure which belong together',
    );
  return clip.labels.map((file) => ({ file, read: () => readSample(file, clip, folder) }));
}

async function readSample(file: string, clip: Clip, folder: string): Promise<LayeredSample> {
  const points = parsePts(await readLabelText(file, 'the points'), file, 68);
  const number = numberOf(file);
  const [path, other] = (number === undefined ? undefined : clip.pictures.get(number)) ?? [];
  if (path === undefined)
    throw new LineamentError(`there is no picture of frame ${number ?? basename(file)}`, {
      file,
      hint: 'extract all frames of the clip again',
    });
  if (other !== undefined)
    throw new LineamentError(`${path} and ${other} are both frame ${number}: which one is labelled?`, {
      file,
      hint: 'keep one of them',
    });
  const way = relative(folder, clip.path).split('\\').join('/');
  const name = way === '' ? basename(resolve(clip.path)) : way;
  return photographSample({
    id: `${name}/${String(number).padStart(6, '0')}`,
    image: await storableImage(await readFileOr(path, 'the image'), path),
    points,
    box: faceBox(points, file),
    landmarks: ibug68.name,
    split: clip.split,
    attributes: { source: relative(folder, path), video: basename(resolve(clip.path)), frame: number },
  });
}
