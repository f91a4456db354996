/**
 * Imports 300-W as a whole (Sagonas et al., ICCVW 2013 and IVC 2016): the folders AFW, HELEN, LFPW, iBug and the private
 * set, wherever they lie below the given one, become the splits that papers report: train, common-test, challenging,
 * private. Says how many pictures of each part are there and how many are missing; what lies in no known folder is
 * counted and left out.
 */
import { basename, dirname, relative, resolve } from 'node:path';
import { LineamentError } from '../../../../core/errors.js';
import { counted } from '../../../../core/text/counted.js';
import { silentWork, type Work } from '../../../../core/work.js';
import { ibug68 } from '../../../../landmarks/sets/ibug68.js';
import { readFileOr } from '../../../../node/files.js';
import type { LayeredSample } from '../../../store/columns.js';
import { idOf, imageFiles, imagesBeside, stemOf } from '../../files/image-files.js';
import { readLabelText } from '../../files/label-file.js';
import { listNamedFiles } from '../../files/list-files.js';
import { parsePts } from '../../files/pts-file.js';
import { storableImage } from '../../files/storable-image.js';
import { type ImportResult, importDataset } from '../../import-dataset.js';
import { faceBox, photographSample } from '../../photograph-sample.js';

export interface ThreeHundredWImportOptions {
  folder: string;
  out: string;
}

interface Part {
  name: string;
  split: string;
  /** Pictures that were published. */
  published: number;
  /** The names of folders on the way, lower case. */
  folders: readonly RegExp[];
}

const test = /^(helen|lfpw)?[_-]?test([_-]?set)?$/;
const train = /^(helen|lfpw)?[_-]?train([_-]?set)?$/;
const helen = /^helen([_-]?(train|test)([_-]?set)?)?$/;
const lfpw = /^lfpw([_-]?(train|test)([_-]?set)?)?$/;
/** Copies turned left to right that some archives bring along: no faces of their own. */
const mirrored = /_mirror\.pts$/i;

const parts: readonly Part[] = [
  { name: 'AFW', split: 'train', published: 337, folders: [/^afw$/] },
  { name: 'HELEN train', split: 'train', published: 2000, folders: [helen, train] },
  { name: 'LFPW train', split: 'train', published: 811, folders: [lfpw, train] },
  { name: 'HELEN test', split: 'common-test', published: 330, folders: [helen, test] },
  { name: 'LFPW test', split: 'common-test', published: 224, folders: [lfpw, test] },
  { name: 'iBug', split: 'challenging', published: 135, folders: [/^ibug$/] },
  { name: 'private indoor', split: 'private', published: 300, folders: [/^(\d+[_-])?indoor$/] },
  { name: 'private outdoor', split: 'private', published: 300, folders: [/^(\d+[_-])?outdoor$/] },
];

/** What was found of a part. */
export interface PartCount {
  name: string;
  split: string;
  published: number;
  imported: number;
}

export interface ThreeHundredWResult extends ImportResult {
  parts: PartCount[];
}

export async function importThreeHundredW(
  options: ThreeHundredWImportOptions,
  work: Work = silentWork,
): Promise<ThreeHundredWResult> {
  const { folder, out } = options;
  const { files, otherNames } = await listNamedFiles(folder, work.signal);
  const all = files.filter((file) => file.toLowerCase().endsWith('.pts'));
  const labels = all.filter((file) => !mirrored.test(file));
  if (labels.length === 0)
    throw new LineamentError('no .pts file lies in it or below', {
      file: folder,
      hint: 'give the folder of 300-W, whose pictures have their points beside them',
    });
  const placedBy = (above: readonly string[]): { file: string; part: Part }[] =>
    labels.flatMap((file) => {
      // A folder may be known by the name of a link to it alone.
      const part = [file, ...otherNames(file)]
        .map((name) => partOf([...above, ...foldersOf(folder, name)]))
        .find((found) => found !== undefined);
      return part === undefined ? [] : [{ file, part }];
    });
  // A part itself may be given: then the names are those of the folder.
  const below = placedBy([]);
  const placed = below.length > 0 ? below : placedBy(resolve(folder).toLowerCase().split(/[\\/]/).slice(-2));
  if (placed.length === 0)
    throw new LineamentError(
      `none of ${labels.length} .pts files lies in a folder of 300-W (afw, helen/trainset, helen/testset, lfpw/trainset, lfpw/testset, ibug, 01_Indoor, 02_Outdoor)`,
      { file: folder, hint: 'give the folder that holds them, or use `lineament dataset import pts`' },
    );
  const imageOf = imagesBeside(files);
  const result = await importDataset(
    {
      out,
      landmarks: ibug68,
      origin: { kind: 'imported', format: '300w', source: resolve(folder) },
      items: placed.map(({ file, part }) => ({ file, read: () => readSample(folder, file, part, imageOf) })),
      total: placed.length,
    },
    work,
  );
  const failed = new Set(result.failures.map(({ id }) => id));
  const counts = parts.map(({ name, split, published }) => ({
    name,
    split,
    published,
    imported: placed.filter(({ file, part }) => part.name === name && !failed.has(file)).length,
  }));
  const notes = notesOf(counts, {
    elsewhere: labels.length - placed.length,
    mirrored: all.length - labels.length,
    unlabelled: unlabelledPictures(files, placed).map((file) => relative(folder, file)),
  });
  return { ...result, parts: counts, notes };
}

/** Pictures in the folders of 300-W that no `.pts` file belongs to. */
function unlabelledPictures(files: readonly string[], placed: readonly { file: string }[]): string[] {
  const folders = new Set(placed.map(({ file }) => dirname(file)));
  const stems = new Set(placed.map(({ file }) => stemOf(file)));
  return imageFiles(files).filter(
    (file) => folders.has(dirname(file)) && !stems.has(stemOf(file)) && !/_mirror$/i.test(stemOf(file)),
  );
}

/** The names of the folders on the way to a file, lower case. */
function foldersOf(folder: string, file: string): string[] {
  return relative(folder, file).toLowerCase().split(/[\\/]/).slice(0, -1);
}

function partOf(names: readonly string[]): Part | undefined {
  return parts.find((part) => part.folders.every((wanted) => names.some((name) => wanted.test(name))));
}

async function readSample(
  folder: string,
  file: string,
  part: Part,
  imageOf: (labels: string) => string,
): Promise<LayeredSample> {
  const points = parsePts(await readLabelText(file, 'the points'), file, 68);
  const path = imageOf(file);
  return photographSample({
    id: idOf(folder, file),
    image: await storableImage(await readFileOr(path, 'the image'), path),
    points,
    box: faceBox(points, file),
    landmarks: ibug68.name,
    split: part.split,
    attributes: {
      source: relative(folder, path),
      part: part.name,
      person: `${part.name}/${photographOf(basename(stemOf(file)))}`,
    },
  });
}

/** Faces of one photograph are NAME_1, NAME_2: nobody is to be on both sides of a split. */
function photographOf(name: string): string {
  return name.replace(/(?<=\d)_\d+$/, '');
}

/** Files that a note names, of those that it counts. */
const named = 5;

function notesOf(
  counts: readonly PartCount[],
  left: { elsewhere: number; mirrored: number; unlabelled: readonly string[] },
): string[] {
  const notes = counts.map(({ name, split, published, imported }) => {
    const difference = published - imported;
    const said =
      difference > 0 ? `, ${difference} missing` : difference < 0 ? `, ${-difference} too many` : '';
    return `${split} · ${name}: ${imported} of ${published}${said}`;
  });
  const sums = [...new Set(counts.map(({ split }) => split))].map((split) => {
    const of = counts.filter((count) => count.split === split);
    const sum = (key: 'imported' | 'published'): number => of.reduce((total, count) => total + count[key], 0);
    return `${split}: ${sum('imported')} of ${sum('published')}`;
  });
  if (left.elsewhere > 0)
    notes.push(`${left.elsewhere} .pts files lie in no folder of 300-W and are left out`);
  if (left.mirrored > 0) notes.push(`${left.mirrored} mirrored copies (NAME_mirror.pts) are left out`);
  const { unlabelled } = left;
  if (unlabelled.length > 0)
    notes.push(
      `${counted(unlabelled.length, 'picture')} without a .pts file: ${unlabelled.slice(0, named).join(', ')}${unlabelled.length > named ? ' …' : ''}`,
    );
  return [...notes, ...sums];
}
