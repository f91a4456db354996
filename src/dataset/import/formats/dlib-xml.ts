/**
 * Imports the XML files of dlib and its imglab: `<image file>` with `<box top left width height>` and its
 * `<part name x y>`, pixels counted from 0, names the indices of the points. Boxes that are to be ignored or have no
 * parts are left out, a picture may hold several faces, a part that is not there is a missing point. dlib reads a subset
 * of XML (elements and attributes), and so does this. K landmarks.
 */
import { dirname, join, parse, resolve } from 'node:path';
import { LineamentError } from '../../../core/errors.js';
import { readFileOr, readTextOr } from '../../../node/files.js';
import { openLandmarkSet } from '../../landmark-set-file.js';
import type { LayeredSample } from '../../store/columns.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportPlan, type ImportResult, importDataset } from '../import-dataset.js';
import { type ImportTarget, photographSample } from '../photograph-sample.js';

export interface DlibImportOptions extends Pick<ImportPlan, 'signal' | 'onProgress'> {
  file: string;
  out: string;
  /** Folder of the pictures: by default the file's. */
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
  /** The face's place in its picture, from 1. */
  number: number;
  box: Attributes;
  parts: Attributes[];
}

export async function importDlib(options: DlibImportOptions): Promise<ImportResult> {
  const { file, out, split = 'test', signal, onProgress } = options;
  const set = await openLandmarkSet(options.landmarks ?? 'ibug68');
  const faces = facesOf(await readTextOr(file, 'the labels'), file);
  if (faces.length === 0)
    throw new LineamentError('no box has parts', { file, hint: 'give an XML file of imglab with landmarks' });
  const inPicture = new Map<string, number>();
  for (const { picture } of faces) inPicture.set(picture, (inPicture.get(picture) ?? 0) + 1);
  const folder = options.images ?? dirname(file);
  const target = { landmarks: set.name, pointCount: set.points.length, split };
  const items = faces.map((face) => {
    const { dir, name } = parse(face.picture);
    const stem = join(dir, name).split('\\').join('/');
    const id = inPicture.get(face.picture) === 1 ? stem : `${stem}#${face.number}`;
    return {
      file: `${file}: ${face.picture}, face ${face.number}`,
      read: () => readSample(face, id, folder, target),
    };
  });
  return importDataset({
    out,
    landmarks: set,
    missingPoints: 'allowed',
    origin: { kind: 'imported', format: 'dlib', source: resolve(file), landmarks: set.name, split },
    items,
    total: items.length,
    signal,
    onProgress,
  });
}

function facesOf(text: string, file: string): Face[] {
  const faces: Face[] = [];
  let picture: string | undefined;
  let number = 0;
  let face: Face | undefined;
  const wanted = (attributes: Attributes, name: string, element: string): string => {
    const value = attributes.get(name);
    if (value !== undefined) return value;
    throw new LineamentError(`<${element}> has no ${name}`, { file, hint: 'give an XML file of imglab' });
  };
  const tags = text
    .replace(/<!--[\s\S]*?-->/g, '')
    .matchAll(/<(image|box|part)\b((?:[^>"']|"[^"]*"|'[^']*')*)>/g);
  for (const [, element, inside] of tags) {
    const attributes = attributesOf(inside!);
    if (element === 'image') {
      picture = wanted(attributes, 'file', 'image');
      number = 0;
    } else if (element === 'box') {
      if (picture === undefined) throw new LineamentError('a <box> stands outside of an <image>', { file });
      number++;
      face = { picture, number, box: attributes, parts: [] };
      if (attributes.get('ignore') !== '1') faces.push(face);
    } else face?.parts.push(attributes);
  }
  return faces.filter(({ parts }) => parts.length > 0);
}

function attributesOf(text: string): Attributes {
  const pairs = text.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  return new Map([...pairs].map(([, name, double, single]) => [name!, unescaped(double ?? single ?? '')]));
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescaped(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name]!);
}

async function readSample(
  { picture, box, parts }: Face,
  id: string,
  folder: string,
  { landmarks, pointCount, split }: ImportTarget,
): Promise<LayeredSample> {
  const number = (attributes: Attributes, name: string): number => {
    const value = Number(attributes.get(name) || Number.NaN);
    if (Number.isFinite(value)) return value;
    throw new LineamentError(`${name} is '${attributes.get(name) ?? ''}', not a number`);
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
  const path = join(folder, picture);
  return photographSample({
    id,
    image: await storableImage(await readFileOr(path, 'the image'), path),
    points,
    box: { x, y, width, height },
    landmarks,
    split,
    attributes: { source: picture, ...(box.has('label') && { label: box.get('label') }) },
  });
}
