/**
 * Imports pictures with landmark files of Menpo (`.ljson`, written by menpo and landmarker.io) beside them, versions 1 to
 * 3. Points stand with y first, pixels counted from 0; null is a missing point. Version 1 keeps them by group (`chin`,
 * `leye`, …), which are read in the file's order; version 3 may hold several sets of points, of which the one with as many
 * points as the landmark set is taken. K landmarks.
 */
import { relative } from 'node:path';
import { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { openLandmarkSet } from '../../../face/landmark-set-file.js';
import { defaultLandmarkSet } from '../../../landmarks/sets/registry.js';
import { readFileOr } from '../../../node/files.js';
import type { LayeredSample } from '../../store/columns.js';
import { idOf } from '../files/image-files.js';
import { parseJsonLabels } from '../files/json-labels.js';
import { readLabelText } from '../files/label-file.js';
import { storableImage } from '../files/storable-image.js';
import { importBeside } from '../import-beside.js';
import type { ImportDefaults, ImportResult } from '../import-dataset.js';
import { faceBox, type ImportTarget, photographSample } from '../photograph-sample.js';

export interface LjsonImportOptions {
  folder: string;
  out: string;
  /** Name of the landmark set (`ibug68` by default), or the YAML file of one. */
  landmarks?: string;
  /** The samples' split (`test` by default). */
  split?: string;
}

/** y and x; null where there is no label. */
type Pair = [number | null, number | null];

const pair: z.ZodType<Pair> = z.tuple([z.number().nullable(), z.number().nullable()]);
const pointSet = z.object({ landmarks: z.object({ points: z.array(pair) }) });
const versions = {
  1: z.object({ groups: z.array(z.object({ landmarks: z.array(z.object({ point: pair })) })) }),
  2: pointSet,
  3: z.object({ groups: z.record(z.string(), pointSet) }),
};
const versionSchema = z.object({ version: z.number() });
const what = 'a landmark file of Menpo (version 1, 2 or 3) with points in the plane';

export const ljsonDefaults: ImportDefaults = { landmarks: defaultLandmarkSet, split: 'test' };

export async function importLjson(
  options: LjsonImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const { folder, out, split = ljsonDefaults.split } = options;
  const set = await openLandmarkSet(options.landmarks ?? ljsonDefaults.landmarks);
  const target = { landmarks: set.name, pointCount: set.points.length, split };
  return importBeside(
    {
      folder,
      out,
      landmarks: set,
      missingPoints: 'allowed',
      format: 'ljson',
      told: { landmarks: set.name, split },
      ending: '.ljson',
      hint: 'give the folder of the images and their .ljson files',
      read: (file, imageOf) => readSample(folder, file, imageOf, target),
    },
    work,
  );
}

async function readSample(
  folder: string,
  file: string,
  imageOf: (labels: string) => string,
  { landmarks, pointCount, split }: ImportTarget,
): Promise<LayeredSample> {
  const pairs = pairsOf(await readLabelText(file, 'the points'), file, pointCount);
  const points = Float32Array.from(
    pairs.flatMap(([y, x]) => (y === null || x === null ? [Number.NaN, Number.NaN] : [x, y])),
  );
  const path = pictureOf(file, imageOf);
  return photographSample({
    id: idOf(folder, file),
    image: await storableImage(await readFileOr(path, 'the image'), path),
    points,
    box: faceBox(points, file),
    landmarks,
    split,
    attributes: { source: relative(folder, path) },
  });
}

/** `a.ljson` beside `a.jpg`; landmarker.io writes `a_ibug68.ljson`. */
function pictureOf(file: string, imageOf: (labels: string) => string): string {
  const short = file.replace(/_[^_/\\]+(?=\.ljson$)/i, '');
  try {
    return imageOf(file);
  } catch (error) {
    if (short === file) throw error;
    return imageOf(short);
  }
}

function pairsOf(text: string, file: string, pointCount: number): Pair[] {
  const sets = pointSetsOf(text, file);
  const fitting = sets.filter((pairs) => pairs.length === pointCount);
  if (fitting.length === 1) return fitting[0]!;
  throw new LineamentError(
    fitting.length === 0
      ? `has ${sets.map((pairs) => pairs.length).join(' and ')} points, not ${pointCount}`
      : `has ${fitting.length} sets of ${pointCount} points: which one is meant?`,
    { file, hint: 'name the landmark set that it is labelled with, and keep one set of points' },
  );
}

function pointSetsOf(text: string, file: string): Pair[][] {
  const { version } = parseJsonLabels(versionSchema, text, file, what);
  if (version === 1) {
    const { groups } = parseJsonLabels(versions[1], text, file, what);
    return [groups.flatMap(({ landmarks }) => landmarks.map(({ point }) => point))];
  }
  if (version === 2) return [parseJsonLabels(versions[2], text, file, what).landmarks.points];
  if (version === 3)
    return Object.values(parseJsonLabels(versions[3], text, file, what).groups).map(
      ({ landmarks }) => landmarks.points,
    );
  throw new LineamentError(`is of version ${version}`, { file, hint: `give ${what}` });
}
