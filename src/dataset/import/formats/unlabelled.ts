/**
 * Imports pictures without labels, for training that adapts to how photographs look: every point is missing, the box is
 * found by whoever calls (a detector; this room knows none). Given a folder, or a JSON-lines file with `image` (a path
 * beside the file) and any other keys, which become attributes. The id is `id`, or the picture's name, with its folder and
 * its ending where others have that name too.
 */

import { stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';
import type { Image } from '../../../core/image.js';
import { silentWork, type Work } from '../../../core/work.js';
import { openLandmarkSet } from '../../../face/landmark-set-file.js';
import { defaultLandmarkSet } from '../../../landmarks/sets/registry.js';
import { readFileOr } from '../../../node/files.js';
import { decodeImage } from '../../../node/pictures/decode-image.js';
import type { Box } from '../../sample.js';
import type { LayeredSample } from '../../store/columns.js';
import { imageFiles, pictureIds } from '../files/image-files.js';
import { openLines } from '../files/lines.js';
import { listFiles } from '../files/list-files.js';
import { picturePath } from '../files/picture-path.js';
import { assignSplits, readSplitFile } from '../files/split-file.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportDefaults, type ImportResult, importDataset } from '../import-dataset.js';
import { photographSample } from '../photograph-sample.js';

/** Where the face is, and what is worth keeping of how it was found; null: there is none to be sure of. */
export type FindBox = (image: Image) => Promise<{ box: Box; found: Record<string, unknown> } | null>;

export interface UnlabelledImportOptions {
  /** A folder of pictures, or a JSON-lines file. */
  source: string;
  /** The dataset's folder: new or empty. */
  out: string;
  findBox: FindBox;
  /** What finds the boxes, for the manifest: a model's name. */
  boxesBy: string;
  /** Name of the landmark set (`ibug68` by default), or the YAML file of one. */
  landmarks?: string;
  /** Folder of a list's pictures, and the one that they may come from beside the list's own (the default). */
  images?: string | undefined;
  /** `unlabelled` by default. */
  split?: string;
  /** A file that says which pictures may be used (`split-file.ts`): those that it leaves out are left out. */
  splits?: string;
}

type Picture = NamedPicture | BrokenLine;

interface BrokenLine {
  id: undefined;
  place: string;
  fault: LineamentError;
}

interface NamedPicture {
  id: string;
  /** As the list names it, or its path in the folder. */
  image: string;
  /** For messages. */
  place: string;
  attributes: Record<string, unknown>;
}

export const unlabelledDefaults: ImportDefaults = { landmarks: defaultLandmarkSet, split: 'unlabelled' };

export async function importUnlabelled(
  options: UnlabelledImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const { source, out, findBox, boxesBy, split = unlabelledDefaults.split } = options;
  const set = await openLandmarkSet(options.landmarks ?? unlabelledDefaults.landmarks);
  const folder = await stat(source).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  const all = folder
    ? await picturesOfFolder(source, work.signal)
    : await picturesOfList(source, work.signal);
  const pictures = options.splits === undefined ? all : await allowed(all, options.splits, source);
  if (pictures.length === 0)
    throw new LineamentError('there is no picture to import', {
      file: source,
      hint: 'give a folder or a list of pictures',
    });
  const folders = { beside: folder ? source : dirname(source), images: options.images };
  const read = async (picture: Picture): Promise<LayeredSample> => {
    if ('fault' in picture) throw picture.fault;
    const { id, image, attributes } = picture;
    const path = folder ? image : picturePath(image, folders);
    const bytes = await readFileOr(path, `the image of ${id}`);
    const face = await findBox(await decodeImage(bytes, path));
    if (face === null)
      throw new LineamentError('no face was found that one could be sure of', {
        file: path,
        hint: 'leave the picture out',
      });
    return photographSample({
      id,
      image: await storableImage(bytes, path),
      points: new Float32Array(2 * set.points.length).fill(Number.NaN),
      box: face.box,
      landmarks: set.name,
      split,
      attributes: { ...attributes, box: face.found },
    });
  };
  const result = await importDataset(
    {
      out,
      landmarks: set,
      origin: {
        kind: 'imported',
        format: 'unlabelled',
        source: resolve(source),
        landmarks: set.name,
        split,
        boxesBy,
        ...(options.splits !== undefined && { splits: resolve(options.splits) }),
      },
      items: pictures.map((picture) => ({ file: picture.place, read: () => read(picture) })),
      total: pictures.length,
      missingPoints: 'allowed',
    },
    work,
  );
  const left = all.length - pictures.length;
  return {
    ...result,
    ...(left > 0 && {
      notes: [`${left} pictures of held-out persons are left out, as ${options.splits} says`],
    }),
  };
}

async function picturesOfFolder(folder: string, signal: AbortSignal): Promise<Picture[]> {
  const paths = imageFiles(await listFiles(folder, signal));
  const names = paths.map((path) => relative(folder, path));
  const ids = pictureIds(
    names.map((name) => name.split('\\').join('/')),
    true,
  );
  return paths.map((path, i) => ({
    id: ids[i]!,
    image: path,
    place: path,
    attributes: { source: names[i]! },
  }));
}

const lineSchema = z.looseObject({ image: z.string().min(1), id: z.string().min(1).optional() });

async function picturesOfList(file: string, signal: AbortSignal): Promise<Picture[]> {
  const lines = await openLines(file, { what: 'list of pictures', signal });
  const read: ListedPicture[] = [];
  for await (const { text, place } of lines()) read.push(pictureOfLine(text, place));
  const nameless = read.flatMap((line) => ('image' in line && line.id === undefined ? [line.image] : []));
  const ids = new Map(pictureIds(nameless, false).map((id, i) => [nameless[i]!, id]));
  return read.map((line) => ('fault' in line ? line : { ...line, id: line.id ?? ids.get(line.image)! }));
}

type ListedPicture = (Omit<NamedPicture, 'id'> & { id: string | undefined }) | BrokenLine;

/** A line that cannot be read is listed when its turn comes. */
function pictureOfLine(line: string, place: string): ListedPicture {
  try {
    const { image, id, ...attributes } = lineSchema.parse(JSON.parse(line));
    return { id, image, place, attributes };
  } catch (cause) {
    const fault = new LineamentError('the line is no JSON object that names an image', {
      file: place,
      hint: 'correct or remove the line; an example: {"image": "a.jpg"}',
      cause,
    });
    return { id: undefined, place, fault };
  }
}

/** The pictures that training may see; one that the file does not know is refused by its id. */
async function allowed(pictures: readonly Picture[], file: string, source: string): Promise<Picture[]> {
  const { unlabelled, leftOut } = await readSplitFile(file);
  const splitOf = assignSplits(
    pictures.map(({ id }) => id),
    { unlabelled, leftOut },
    { file, list: source },
  );
  return pictures.filter(({ id }) => id === undefined || splitOf.get(id) === 'unlabelled');
}
