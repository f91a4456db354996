/**
 * Imports the XML files of dlib and its imglab: `<image file>` with `<box top left width height>` and its
 * `<part name x y>`, pixels counted from 0, names the indices of the points. Boxes that are to be ignored or have no
 * parts are left out, a picture may hold several faces (also in several blocks), a part that is not there is a missing
 * point. Where the XML breaks off, what came before is imported and the break is listed. K landmarks.
 */

import { dirname, resolve } from 'node:path';
import { LineamentError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { openLandmarkSet } from '../../../face/landmark-set-file.js';
import { defaultLandmarkSet } from '../../../landmarks/sets/registry.js';
import { readFileOr } from '../../../node/files.js';
import type { LayeredSample } from '../../store/columns.js';
import { pictureIds } from '../files/image-files.js';
import { type PictureFolders, pictureName, picturePath } from '../files/picture-path.js';
import { readXml, type XmlHandler } from '../files/read-xml.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportDefaults, type ImportItem, type ImportResult, importDataset } from '../import-dataset.js';
import { type ImportTarget, photographSample } from '../photograph-sample.js';
import { placeLabels } from '../stated-size.js';

export interface DlibImportOptions {
  file: string;
  out: string;
  /** Folder of the pictures, and the one that they may come from beside the file's own (the default). */
  images?: string | undefined;
  /** Name of the landmark set (`ibug68` by default), or the YAML file of one. */
  landmarks?: string;
  /** The samples' split (`test` by default). */
  split?: string;
}

type Attributes = ReadonlyMap<string, string>;

interface Face {
  /** The picture as the file names it. */
  picture: string;
  /** Line of the box. */
  line: number;
  box: Attributes;
  parts: Attributes[];
  ignored: boolean;
  /** Of the picture, where the XML states it. */
  size: { width: number; height: number } | undefined;
}

export const dlibDefaults: ImportDefaults = { landmarks: defaultLandmarkSet, split: 'test' };

export async function importDlib(options: DlibImportOptions, work: Work = silentWork): Promise<ImportResult> {
  const { file, out, split = dlibDefaults.split } = options;
  const set = await openLandmarkSet(options.landmarks ?? dlibDefaults.landmarks);
  const { handler, broken } = await readXml(file, imglabReader, work.signal);
  const problems = broken === undefined ? handler.problems : [...handler.problems, broken];
  const folders: PictureFolders = { beside: dirname(file), images: options.images };
  const faces = numbered(handler.faces, folders);
  if (faces.length === 0)
    throw new LineamentError(problems[0] ?? 'no box has parts', {
      file,
      hint: 'give an XML file of imglab with landmarks',
    });
  const target = { landmarks: set.name, pointCount: set.points.length, split };
  const items: ImportItem[] = faces.map(({ id, number, ...face }) => ({
    file: `${file}: ${face.picture}, face ${number}`,
    read: () => readSample(face, id, folders, target),
  }));
  // Listed after the faces: an import of a cut file is not taken for a whole one.
  items.push(...problems.map((problem) => ({ file, read: () => Promise.reject(problemOf(problem, file)) })));
  return importDataset(
    {
      out,
      landmarks: set,
      missingPoints: 'allowed',
      origin: { kind: 'imported', format: 'dlib', source: resolve(file), landmarks: set.name, split },
      items,
      total: items.length,
    },
    work,
  );
}

function problemOf(problem: string, file: string): LineamentError {
  return new LineamentError(problem, { file, hint: 'it may be cut off: fetch or write it again' });
}

interface Imglab extends XmlHandler {
  faces: Face[];
  problems: string[];
}

function imglabReader(): Imglab {
  const faces: Face[] = [];
  const problems: string[] = [];
  let picture: string | undefined;
  let size: Face['size'];
  let face: Face | undefined;
  return {
    faces,
    problems,
    open(element, attributes, line) {
      if (element === 'image') {
        picture = attributes.get('file');
        size = statedSize(attributes);
        if (picture === undefined || picture === '') problems.push(`<image> at line ${line} names no file`);
      } else if (element === 'box') {
        if (picture)
          face = {
            picture,
            line,
            box: attributes,
            parts: [],
            ignored: attributes.get('ignore') === '1',
            size,
          };
        else problems.push(`<box> at line ${line} belongs to no picture`);
      } else if (element === 'part') face?.parts.push(attributes);
    },
    close(element) {
      if (element === 'image') picture = undefined;
      // A box counts when it is whole.
      if (element !== 'box') return;
      if (face !== undefined) faces.push(face);
      face = undefined;
    },
  };
}

/** Newer versions of imglab write the size of the picture. */
function statedSize(attributes: Attributes): Face['size'] {
  const [width, height] = [Number(attributes.get('width')), Number(attributes.get('height'))];
  return width > 0 && height > 0 ? { width, height } : undefined;
}

interface NumberedFace extends Face {
  id: string;
  /** The face's place in its picture, from 1. */
  number: number;
}

/** The faces with parts; one of several in a picture has its number behind the picture's name. */
function numbered(all: readonly Face[], folders: PictureFolders): NumberedFace[] {
  const counts = new Map<string, number>();
  const placed = all.map((face) => {
    const name = pictureName(face.picture, folders);
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    return { face, name, number };
  });
  const used = placed.filter(({ face }) => !face.ignored && face.parts.length > 0);
  const uses = new Map<string, number>();
  for (const { name } of used) uses.set(name, (uses.get(name) ?? 0) + 1);
  const names = [...uses.keys()];
  const ids = new Map(pictureIds(names, true).map((id, i) => [names[i]!, id]));
  return used.map(({ face, name, number }) => {
    const id = ids.get(name)!;
    return { ...face, number, id: uses.get(name) === 1 ? id : `${id}#${number}` };
  });
}

async function readSample(
  { picture, line, box, parts, size }: Face,
  id: string,
  folders: PictureFolders,
  { landmarks, pointCount, split }: ImportTarget,
): Promise<LayeredSample> {
  const number = (attributes: Attributes, name: string): number => {
    const value = Number(attributes.get(name)?.trim() || Number.NaN);
    if (Number.isFinite(value)) return value;
    throw new LineamentError(
      `${name} is '${attributes.get(name) ?? ''}', not a number (box at line ${line})`,
    );
  };
  const points = new Float32Array(2 * pointCount).fill(Number.NaN);
  for (const part of parts) {
    const name = part.get('name') ?? '';
    const k = /^\d+$/.test(name) ? Number(name) : Number.NaN;
    if (!(k < pointCount))
      throw new LineamentError(`part '${name}' is none of ${landmarks}, 0 to ${pointCount - 1}`, {
        hint: 'name the landmark set that it is labelled with',
      });
    points.set([number(part, 'x'), number(part, 'y')], 2 * k);
  }
  const [x, y] = [number(box, 'left'), number(box, 'top')];
  const [width, height] = [number(box, 'width'), number(box, 'height')];
  if (!(width > 0 && height > 0)) throw new LineamentError(`the box has ${width} × ${height} pixels`);
  const path = picturePath(picture, folders);
  const image = await storableImage(await readFileOr(path, 'the image'), path);
  const placement = placeLabels(size, image);
  return photographSample({
    id,
    image,
    points: placement.points(points),
    box: placement.box({ x, y, width, height }),
    landmarks,
    split,
    attributes: { source: picture, ...(box.has('label') && { label: box.get('label') }) },
  });
}
