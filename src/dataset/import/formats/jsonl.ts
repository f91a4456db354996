/**
 * Imports a JSON-lines file of labelled photographs: one object a line with `id`, `image` (a path beside the file),
 * `points` (`[K, 2]` pixels of the upright image, 0-based, in the visible-contour convention), and perhaps `bbox`
 * (x, y, width, height), `width` and `height`, `split`, `direct_points` and `weak_points` (indices: how the labels
 * were made). Every other key becomes an attribute. K landmarks.
 */

import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { tightBox } from '../../../landmarks/face-crop.js';
import { defaultLandmarkSet } from '../../../landmarks/sets/registry.js';
import { readFileOr, readTextOr } from '../../../node/files.js';
import { openLandmarkSet } from '../../landmark-set-file.js';
import type { LayeredSample } from '../../store/columns.js';
import { picturePath } from '../files/picture-path.js';
import { assignSplits, readSplitFile } from '../files/split-file.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportItem, type ImportResult, importDataset } from '../import-dataset.js';
import { type ImportTarget, photographSample } from '../photograph-sample.js';

export interface JsonlImportOptions {
  file: string;
  /** The dataset's folder: new or empty. */
  out: string;
  /** Folder of the pictures, and the one that they may come from beside the file's own (the default). */
  images?: string | undefined;
  /** Name of the landmark set (`ibug68` by default), or the YAML file of one. */
  landmarks?: string;
  /** Split of lines that name none (`test` by default). */
  split?: string;
  /** A file that says which face is in which split (`split-file.ts`): it decides for all of them. */
  splits?: string;
}

const coordinate = z.number('a number');

const lineSchema = z.looseObject({
  id: z.string('a text').min(1),
  image: z.string('a path').min(1),
  points: z.array(z.tuple([coordinate, coordinate], 'a pair of numbers'), 'a list of pairs'),
  bbox: z.tuple([coordinate, coordinate, coordinate, coordinate], 'four numbers').optional(),
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
  split: z.string().min(1).optional(),
  direct_points: z.array(z.int().nonnegative()).optional(),
  weak_points: z.array(z.int().nonnegative()).optional(),
});

type Line = z.infer<typeof lineSchema>;

export async function importJsonl(
  options: JsonlImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const { file, out, split = 'test', images } = options;
  const set = await openLandmarkSet(options.landmarks ?? defaultLandmarkSet);
  const landmarks = set.name;
  const pointCount = set.points.length;
  const text = await readTextOr(file, 'list of photographs');
  const lines = text.split('\n').map((line) => line.trim());
  const assigned = options.splits === undefined ? null : await readAssignment(options.splits, file, lines);
  const items = lines
    .map((line, i): ImportItem | null =>
      line === ''
        ? null
        : {
            file: `${file}:${i + 1}`,
            read: async () => {
              const sample = await readSample(line, `${file}:${i + 1}`, {
                landmarks,
                pointCount,
                split,
                images,
              });
              return assigned === null ? sample : { ...sample, split: assigned.get(sample.id)! };
            },
          },
    )
    .filter((item) => item !== null);
  if (items.length === 0) {
    throw new LineamentError('the list of photographs is empty', {
      file,
      hint: 'give a file with a line for each',
    });
  }
  const origin = {
    kind: 'imported',
    format: 'jsonl',
    source: resolve(file),
    landmarks,
    ...(options.splits === undefined ? { split } : { splits: resolve(options.splits) }),
  };
  return importDataset({ out, landmarks: set, origin, items, total: items.length }, work);
}

/** Lines that cannot be read have no id: they are listed when their turn comes. */
async function readAssignment(
  splitFile: string,
  list: string,
  lines: readonly string[],
): Promise<Map<string, string>> {
  const { splits } = await readSplitFile(splitFile);
  const ids = lines.filter((line) => line !== '').map(idOfLine);
  return assignSplits(ids, splits, { file: splitFile, list });
}

function idOfLine(line: string): string | undefined {
  try {
    const parsed = z.looseObject({ id: z.string() }).safeParse(JSON.parse(line));
    return parsed.data?.id;
  } catch {
    return undefined;
  }
}

async function readSample(
  text: string,
  place: string,
  { landmarks, pointCount, split, images }: ImportTarget & { images: string | undefined },
): Promise<LayeredSample> {
  const line = parseLine(text, place);
  if (line.points.length !== pointCount) {
    throw new LineamentError(`${line.id} has ${line.points.length} points; ${landmarks} has ${pointCount}`, {
      file: place,
      hint: 'correct the line or name its landmark set',
    });
  }
  const path = picturePath(line.image, { beside: dirname(place), images });
  const image = await storableImage(await readFileOr(path, `the image of ${line.id}`), path);
  checkIndices(line, pointCount, place);
  checkSize(line, image, place);
  const points = Float32Array.from(line.points.flat());
  const { id, image: _, points: __, bbox, width, height, split: own, ...rest } = line;
  const { direct_points: direct, weak_points: weak, ...attributes } = rest;
  const box = bbox
    ? { x: bbox[0], y: bbox[1], width: bbox[2], height: bbox[3] }
    : (tightBox(points) ?? { x: 0, y: 0, width: 0, height: 0 });
  if (!(box.width > 0 && box.height > 0)) {
    throw new LineamentError(`${id} has a box of ${box.width} × ${box.height} pixels`, {
      file: place,
      hint: 'correct its bbox or points',
    });
  }
  return photographSample({
    id,
    image,
    points,
    box,
    landmarks,
    split: own ?? split,
    labelQuality: labelQuality(pointCount, direct, weak),
    attributes,
  });
}

function parseLine(text: string, place: string): Line {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    const invalid = /\b(NaN|Infinity)\b/.exec(text)?.[0];
    const why = invalid === undefined ? '' : `: it holds ${invalid}, which is no number`;
    throw new LineamentError(`the line is not JSON${why}`, {
      file: place,
      hint: 'correct or remove the line',
      cause,
    });
  }
  const parsed = lineSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new LineamentError(`${issue.path.join('.') || 'the line'}: ${issue.message} is wanted`, {
    file: place,
    hint: 'correct the line',
  });
}

function checkIndices(line: Line, pointCount: number, place: string): void {
  for (const key of ['direct_points', 'weak_points'] as const) {
    const wrong = line[key]?.find((k) => k >= pointCount);
    if (wrong === undefined) continue;
    throw new LineamentError(`${key} names point ${wrong}; the points are 0 to ${pointCount - 1}`, {
      file: place,
      hint: 'correct the line',
    });
  }
}

function checkSize(line: Line, image: { width: number; height: number }, place: string): void {
  const { width = image.width, height = image.height } = line;
  if (width === image.width && height === image.height) return;
  throw new LineamentError(
    `${line.id} is labelled for ${width} × ${height} pixels; ${line.image} has ${image.width} × ${image.height}`,
    { file: place, hint: 'use the image that was labelled' },
  );
}

/** `[K]` as `Sample.labelQuality` says, or null where the line does not say how its labels were made. */
function labelQuality(
  pointCount: number,
  direct: readonly number[] | undefined,
  weak: readonly number[] | undefined,
): Uint8Array | null {
  if (direct === undefined && weak === undefined) return null;
  const quality = new Uint8Array(pointCount).fill(1);
  for (const k of direct ?? []) quality[k] = 0;
  for (const k of weak ?? []) quality[k] = 2;
  return quality;
}
