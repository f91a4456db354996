/**
 * The 68 points that other people's formats speak of, from any set: themselves for ibug68, else the points of the set
 * that stand nearest to them on the mean face (`landmarks/correspondence.ts`). K landmarks.
 */
import { nearestSubset } from '../../landmarks/correspondence.js';
import { ibug68 } from '../../landmarks/ibug68.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
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

/** @returns a function that picks the 68 of a sample with this set. */
export function sixtyEightOf(set: LandmarkSet): (sample: Sample) => SixtyEight {
  const chosen = set.name === ibug68.name ? ibug68.points.map((_, k) => k) : nearestSubset(set, ibug68);
  const pick = (from: Float32Array | null | undefined, width: number): Float32Array | null =>
    from === null || from === undefined
      ? null
      : Float32Array.from(chosen.flatMap((k) => Array.from(from.subarray(k * width, (k + 1) * width))));
  return ({ points, points3d, visibility }) => ({
    points: pick(points.contour ?? points.surface, 2)!,
    surface: pick(points.surface, 2),
    points3d: pick(points3d, 3),
    visibility: visibility === null ? null : Uint8Array.from(chosen, (k) => visibility[k]!),
  });
}
