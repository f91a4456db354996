/**
 * The 68 points that other people's formats speak of, from any set: themselves for ibug68, else the points of the set
 * that stand nearest to them on the mean face (`landmarks/correspondence.ts`). What a set has nothing near to is missing:
 * other tools would take a far point for it. K landmarks.
 */
import { LineamentError } from '../../core/errors.js';
import { correspondences } from '../../landmarks/correspondence.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import type { Sample } from '../sample.js';

export interface SixtyEight {
  /** `[68, 2]` pixels as annotators mark them (the surface points where a sample has no contour). */
  points: Float32Array;
  /** The same fixed on the surface, where they are known. */
  surface: Float32Array | null;
  /** `[68, 3]` camera space, centimetres. */
  points3d: Float32Array | null;
  /** `[68]` see `visibility`. */
  visibility: Uint8Array | null;
}

/** How far a point may lie from the one that it stands for, on the mean face, centimetres: the dense sets stay within 0.6. */
const nearEnough = 1;

/** The point of the set that stands for each of the 68, undefined where there is none near it. */
function standIns(set: LandmarkSet): (number | undefined)[] {
  if (set.name === ibug68.name) return ibug68.points.map((_, k) => k);
  return correspondences(set, ibug68).map(({ index, distance }) =>
    distance > nearEnough ? undefined : index,
  );
}

/** @returns a function that picks the 68 of a sample with this set; NaN where the set has nothing near a point. */
export function sixtyEightOf(set: LandmarkSet): (sample: Sample) => SixtyEight {
  const chosen = standIns(set);
  const pick = (from: Float32Array | null | undefined, width: number): Float32Array | null => {
    if (from === null || from === undefined) return null;
    const missing = new Array<number>(width).fill(Number.NaN);
    return Float32Array.from(
      chosen.flatMap((k) => (k === undefined ? missing : [...from.subarray(k * width, (k + 1) * width)])),
    );
  };
  return ({ points, points3d, visibility }) => ({
    points: pick(points.contour ?? points.surface, 2)!,
    surface: pick(points.surface, 2),
    points3d: pick(points3d, 3),
    visibility:
      visibility === null ? null : Uint8Array.from(chosen, (k) => (k === undefined ? 0 : visibility[k]!)),
  });
}

/** The same for formats that know no missing point: refuses a set that lacks some of the 68. */
export function allSixtyEightOf(set: LandmarkSet): (sample: Sample) => SixtyEight {
  const lacking = standIns(set).filter((index) => index === undefined).length;
  if (lacking > 0)
    throw new LineamentError(
      `the format needs the 68 iBUG points; set '${set.name}' has nothing within ${nearEnough} cm of ${lacking} of them`,
      { hint: 'choose 300w, coco-wholebody or webdataset, or faces with a set of the whole face' },
    );
  return sixtyEightOf(set);
}
