/**
 * Labels that were made before, as a start for annotation: `.pts` files beside the pictures, COCO keypoints (CVAT and Label Studio
 * write them too), CVAT's own XML (`<points>`, `<skeleton>`), Label Studio's JSON. Which it is, the file tells. Points are taken in the
 * order of the set: by their number, by a label that is a point's name or number, or as they come. Node only.
 */
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { LineamentError } from '../core/errors.js';
import { stemOf } from '../dataset/import/files/image-files.js';
import { parseJsonLabels } from '../dataset/import/files/json-labels.js';
import { readLabelText } from '../dataset/import/files/label-file.js';
import { listFiles } from '../dataset/import/files/list-files.js';
import { parsePts } from '../dataset/import/files/pts-file.js';
import { readXml, type XmlHandler } from '../dataset/import/files/read-xml.js';
import { type LandmarkSet, visibility } from '../landmarks/landmark-set.js';

export interface StartingFace {
  /** `[K, 2]` pixels of the upright picture, NaN where there is no label. */
  points: Float32Array;
  /** `[K]`; null where the labels do not tell. */
  visibility: number[] | null;
}

interface Size {
  width: number;
  height: number;
}

export interface StartingLabels {
  /** @param picture – its name below the folder. @param size – of the upright picture. */
  of(picture: string, size: Size): StartingFace[];
}

type FaceOf = (size: Size) => StartingFace;

/** @param source – a folder of .pts files, a JSON file of COCO or Label Studio, or an XML file of CVAT. */
export async function openStartingLabels(source: string, set: LandmarkSet): Promise<StartingLabels> {
  const entry = await stat(source).catch((cause: unknown) => {
    throw new LineamentError('the labels cannot be read', { file: source, hint: 'check the path', cause });
  });
  const faces = entry.isDirectory()
    ? await ptsFaces(source, set)
    : /\.xml$/i.test(source)
      ? await cvatFaces(source, set)
      : await jsonFaces(source, set);
  if (faces.size === 0)
    throw new LineamentError('there are no points in the labels', { file: source, hint: labelsHint });
  // Tools name pictures with or without folders, and Label Studio puts a hash before an upload's name.
  const byName = new Map([...faces].map(([name, own]) => [basename(name), own]));
  return {
    of: (picture, size) =>
      (faces.get(picture) ?? faces.get(stemOf(picture)) ?? byName.get(basename(picture)) ?? []).map((face) =>
        face(size),
      ),
  };
}

export const labelsHint =
  'a folder of .pts files, COCO keypoints, an XML file of CVAT, or JSON of Label Studio';

async function ptsFaces(folder: string, set: LandmarkSet): Promise<Map<string, FaceOf[]>> {
  const faces = new Map<string, FaceOf[]>();
  for (const file of await listFiles(folder)) {
    if (!/\.pts$/i.test(file)) continue;
    const points = parsePts(await readLabelText(file, 'the points'), file, set.points.length);
    const name = stemOf(file).slice(join(folder, '/').length).split('\\').join('/');
    faces.set(name, [() => ({ points, visibility: null })]);
  }
  return faces;
}

const cocoSchema = z.looseObject({
  images: z.array(z.looseObject({ id: z.union([z.number(), z.string()]), file_name: z.string() })),
  annotations: z.array(
    z.looseObject({
      image_id: z.union([z.number(), z.string()]),
      keypoints: z.array(z.number()).optional(),
      face_kpts: z.array(z.number()).optional(),
    }),
  ),
});

const regionSchema = z.looseObject({
  type: z.string(),
  original_width: z.number().optional(),
  original_height: z.number().optional(),
  value: z.looseObject({
    x: z.number().optional(),
    y: z.number().optional(),
    keypointlabels: z.array(z.string()).optional(),
  }),
});
const studioSchema = z.array(
  z.looseObject({
    data: z.record(z.string(), z.unknown()),
    annotations: z.array(z.looseObject({ result: z.array(regionSchema) })).default([]),
  }),
);

async function jsonFaces(file: string, set: LandmarkSet): Promise<Map<string, FaceOf[]>> {
  const text = await readLabelText(file, 'the labels');
  return /^\s*\[/.test(text)
    ? labelStudioFaces(parseJsonLabels(studioSchema, text, file, 'JSON of Label Studio'), file, set)
    : cocoFaces(parseJsonLabels(cocoSchema, text, file, 'COCO keypoints'), file, set);
}

function cocoFaces(
  { images, annotations }: z.infer<typeof cocoSchema>,
  file: string,
  set: LandmarkSet,
): Map<string, FaceOf[]> {
  const nameOf = new Map(images.map(({ id, file_name }) => [String(id), file_name]));
  const faces = new Map<string, FaceOf[]>();
  const count = set.points.length;
  for (const { image_id, keypoints, face_kpts } of annotations) {
    const values = face_kpts ?? keypoints ?? [];
    const name = nameOf.get(String(image_id));
    if (name === undefined || !values.some((value, i) => i % 3 === 2 && value > 0)) continue;
    if (values.length !== 3 * count) throw otherCount(values.length / 3, file, set);
    const points = new Float32Array(2 * count).fill(Number.NaN);
    for (let k = 0; k < count; k++)
      if (values[3 * k + 2]! > 0) points.set([values[3 * k]!, values[3 * k + 1]!], 2 * k);
    // 1 alone only says that a point is labelled.
    const flags = points.filter((_, i) => i % 2 === 0).map((_, k) => values[3 * k + 2]!);
    const tells = flags.includes(1) && flags.includes(2);
    const seen = tells
      ? Array.from(flags, (flag) => (flag === 2 ? visibility.visible : visibility.hiddenByOther))
      : null;
    add(faces, name, () => ({ points, visibility: seen }));
  }
  return faces;
}

/** Places are per cent of the picture; a face is what one annotation holds. */
function labelStudioFaces(
  tasks: z.infer<typeof studioSchema>,
  file: string,
  set: LandmarkSet,
): Map<string, FaceOf[]> {
  const faces = new Map<string, FaceOf[]>();
  for (const { data, annotations } of tasks) {
    const named = Object.values(data).find((value) => typeof value === 'string');
    if (typeof named !== 'string') continue;
    const name = decodeURIComponent(named.replace(/^.*[?&]d=/, '').replace(/[?#].*$/, ''));
    const marks = (annotations.at(-1)?.result ?? []).filter(({ type }) => type === 'keypointlabels');
    if (marks.length === 0) continue;
    const order = placesOf(
      marks.map(({ value }) => value.keypointlabels?.[0] ?? ''),
      file,
      set,
    );
    add(faces, name.replace(/(^|\/)[0-9a-f]{8}-(?=[^/]*$)/, '$1'), ({ width, height }) => {
      const points = new Float32Array(2 * set.points.length).fill(Number.NaN);
      for (const [i, { value }] of marks.entries())
        points.set(
          [((value.x ?? 0) / 100) * width - 0.5, ((value.y ?? 0) / 100) * height - 0.5],
          2 * order[i]!,
        );
      return { points, visibility: null };
    });
  }
  return faces;
}

interface CvatMark {
  label: string;
  places: [number, number][];
  outside: boolean;
  occluded: boolean;
}

interface Cvat extends XmlHandler {
  shapes: { picture: string; marks: CvatMark[] }[];
}

function cvatReader(): Cvat {
  const shapes: Cvat['shapes'] = [];
  let picture = '';
  let skeleton: CvatMark[] | undefined;
  return {
    shapes,
    open(element, attributes) {
      if (element === 'image') picture = attributes.get('name') ?? '';
      else if (element === 'skeleton') {
        skeleton = [];
        shapes.push({ picture, marks: skeleton });
      } else if (element === 'points') {
        const mark: CvatMark = {
          label: attributes.get('label') ?? '',
          places: (attributes.get('points') ?? '')
            .split(';')
            .map((place) => place.split(',').map(Number) as [number, number]),
          outside: attributes.get('outside') === '1',
          occluded: attributes.get('occluded') === '1',
        };
        if (skeleton === undefined) shapes.push({ picture, marks: [mark] });
        else skeleton.push(mark);
      }
    },
    close(element) {
      if (element === 'skeleton') skeleton = undefined;
    },
  };
}

async function cvatFaces(file: string, set: LandmarkSet): Promise<Map<string, FaceOf[]>> {
  const { handler, broken } = await readXml(file, cvatReader);
  if (broken !== undefined) throw new LineamentError(broken, { file, hint: 'export it again' });
  const faces = new Map<string, FaceOf[]>();
  const count = set.points.length;
  for (const { picture, marks } of handler.shapes) {
    const points = new Float32Array(2 * count).fill(Number.NaN);
    const seen = Array.from({ length: count }, (): number => visibility.visible);
    const [only] = marks;
    const isList = marks.length === 1 && only !== undefined && only.places.length > 1;
    const places = isList ? only.places : marks.map(({ places }) => places[0]!);
    if (isList && places.length !== count) throw otherCount(places.length, file, set);
    const order = isList
      ? places.map((_, i) => i)
      : placesOf(
          marks.map(({ label }) => label),
          file,
          set,
        );
    for (const [i, [x, y]] of places.entries()) {
      const k = order[i]!;
      const mark = isList ? only : marks[i]!;
      if (mark.outside || !Number.isFinite(x) || !Number.isFinite(y)) continue;
      points.set([x, y], 2 * k);
      if (mark.occluded) seen[k] = visibility.hiddenByOther;
    }
    const tells = seen.some((value) => value !== visibility.visible);
    add(faces, picture, () => ({ points, visibility: tells ? seen : null }));
  }
  return faces;
}

/** Which point of the set each label is: by name, by number (from 0, or from 1 where 0 is not used), or as they come. */
function placesOf(labels: readonly string[], file: string, set: LandmarkSet): number[] {
  const count = set.points.length;
  const byName = new Map(set.points.map(({ name }, k) => [name, k]));
  if (labels.every((label) => byName.has(label))) return labels.map((label) => byName.get(label)!);
  const numbers = labels.map((label) => (/^\d+$/.test(label) ? Number(label) : Number.NaN));
  const least = Math.min(...numbers);
  const first = least >= 1 && Math.max(...numbers) === count ? 1 : 0;
  const isNumbered = new Set(numbers).size === labels.length && numbers.every((k) => k - first < count);
  if (isNumbered) return numbers.map((k) => k - first);
  if (labels.length === count) return labels.map((_, i) => i);
  throw otherCount(labels.length, file, set);
}

function otherCount(count: number, file: string, set: LandmarkSet): LineamentError {
  return new LineamentError(`labels: a face has ${count} points; ${set.name} has ${set.points.length}`, {
    file,
    hint: 'name the landmark set that it is labelled with, or name the points by number',
  });
}

function add(faces: Map<string, FaceOf[]>, name: string, face: FaceOf): void {
  faces.set(name, [...(faces.get(name) ?? []), face]);
}
