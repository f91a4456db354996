/**
 * Imports a JSON-lines file of labelled photographs: one object a line with `id`, `image` (a path beside the file),
 * `points` (`[K, 2]` pixels of the upright image, 0-based, in the visible-contour convention; null for a missing point),
 * and perhaps `visibility` (a number of `landmark-set.ts` or its name for each point), `bbox` (x, y, width, height),
 * `width` and `height`, `split`, `direct_points` and `weak_points` (indices: how the labels were made). Every other key
 * becomes an attribute. K landmarks.
 */

import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { openLandmarkSet } from '../../../face/landmark-set-file.js';
import { tightBox } from '../../../landmarks/face-crop.js';
import { visibility } from '../../../landmarks/landmark-set.js';
import { defaultLandmarkSet } from '../../../landmarks/sets/registry.js';
import { readFileOr } from '../../../node/files.js';
import type { LayeredSample } from '../../store/columns.js';
import { parseJsonlLine } from '../files/jsonl-line.js';
import { type NumberedLine, openLines } from '../files/lines.js';
import { picturePath } from '../files/picture-path.js';
import { assignSplits, readSplitFile } from '../files/split-file.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportDefaults, type ImportItem, type ImportResult, importDataset } from '../import-dataset.js';
import { type ImportTarget, photographSample } from '../photograph-sample.js';
import { placeLabels } from '../stated-size.js';

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

export const jsonlDefaults: ImportDefaults = { landmarks: defaultLandmarkSet, split: 'test' };

export async function importJsonl(
  options: JsonlImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const { file, out, split = jsonlDefaults.split, images } = options;
  const set = await openLandmarkSet(options.landmarks ?? jsonlDefaults.landmarks);
  const landmarks = set.name;
  const pointCount = set.points.length;
  const lines = await openLines(file, { what: 'list of photographs', signal: work.signal });
  const { count, ids } = await surveyOf(lines());
  if (count === 0) {
    throw new LineamentError('the list of photographs is empty', {
      file,
      hint: 'give a file with a line for each',
    });
  }
  const { splits: splitFile } = options;
  const assigned =
    splitFile === undefined
      ? null
      : assignSplits(ids, (await readSplitFile(splitFile)).splits, { file: splitFile, list: file });
  const target = { landmarks, pointCount, split, images };
  const items = async function* (): AsyncGenerator<ImportItem> {
    for await (const { text, place } of lines())
      yield {
        file: place,
        read: async () => {
          const sample = await readSample(text, place, target);
          return assigned === null ? sample : { ...sample, split: assigned.get(sample.id)! };
        },
      };
  };
  const origin = {
    kind: 'imported',
    format: 'jsonl',
    source: resolve(file),
    landmarks,
    ...(options.splits === undefined ? { split } : { splits: resolve(options.splits) }),
  };
  return importDataset(
    { out, landmarks: set, missingPoints: 'allowed', origin, items: items(), total: count },
    work,
  );
}

/** How many lines there are, and their ids; lines that cannot be read have none: they are listed when their turn comes. */
async function surveyOf(
  lines: AsyncIterable<NumberedLine>,
): Promise<{ count: number; ids: (string | undefined)[] }> {
  const ids: (string | undefined)[] = [];
  for await (const { text } of lines) ids.push(idOfLine(text));
  return { count: ids.length, ids };
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
  const line = parseJsonlLine(text, place, pointCount, landmarks);
  const path = picturePath(line.image, { beside: dirname(place), images });
  const image = await storableImage(await readFileOr(path, `the image of ${line.id}`), path);
  const { id, image: _, points: __, visibility: seen, bbox, width, height, split: own, ...rest } = line;
  const stated = { width: width ?? image.width, height: height ?? image.height };
  const placement = placeLabels(stated, image);
  const points = placement.points(
    Float32Array.from(line.points.flatMap((point) => point ?? [Number.NaN, Number.NaN])),
  );
  const { direct_points: direct, weak_points: weak, ...attributes } = rest;
  const box = bbox
    ? placement.box({ x: bbox[0], y: bbox[1], width: bbox[2], height: bbox[3] })
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
    // What hides a point that is not there is not known; some value must stand.
    visibility: seen ? Uint8Array.from(seen, (value) => value ?? visibility.hiddenByOther) : null,
    labelQuality: labelQuality(pointCount, direct, weak),
    attributes,
  });
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
