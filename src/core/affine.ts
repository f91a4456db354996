/**
 * Affine maps of the image plane. Pixel coordinates: x right, y down, (0, 0) the centre of the top-left pixel, so an
 * image of width W covers −0.5 to W − 0.5. K points.
 */
import { LineamentError } from './errors.js';

/** Row-major 2×3: x' = m[0]·x + m[1]·y + m[2], y' = m[3]·x + m[4]·y + m[5]. */
export type Affine = readonly [number, number, number, number, number, number];

export const identityAffine: Affine = [1, 0, 0, 0, 1, 0];

/** The map that applies `first`, then `second`. */
export function composeAffine(second: Affine, first: Affine): Affine {
  const [a, b, c, d, e, f] = second;
  return [
    a * first[0] + b * first[3],
    a * first[1] + b * first[4],
    a * first[2] + b * first[5] + c,
    d * first[0] + e * first[3],
    d * first[1] + e * first[4],
    d * first[2] + e * first[5] + f,
  ];
}

/** The map back; a map that flattens the plane has none. */
export function invertAffine([a, b, c, d, e, f]: Affine): Affine {
  const determinant = a * e - b * d;
  if (!(Math.abs(determinant) > 1e-12)) {
    throw new LineamentError(`affine: a map with determinant ${determinant} cannot be inverted`, {
      hint: 'give a crop and a size greater than 0',
    });
  }
  const s = 1 / determinant;
  return [e * s, -b * s, (b * f - c * e) * s, -d * s, a * s, (c * d - a * f) * s];
}

/** @param points – `[K, 2]` pixels. @returns `[K, 2]` new; NaN stays NaN. */
export function applyAffine(affine: Affine, points: Float32Array): Float32Array {
  const [a, b, c, d, e, f] = affine;
  const moved = new Float32Array(points.length);
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    moved[i] = a * x + b * y + c;
    moved[i + 1] = d * x + e * y + f;
  }
  return moved;
}

/** Mirrors an image of this width left to right; its own inverse. */
export function mirrorAffine(width: number): Affine {
  return [-1, 0, width - 1, 0, 1, 0];
}

/** By how much the map enlarges lengths, the mean over directions: √|determinant|. */
export function affineScale([a, b, , d, e]: Affine): number {
  return Math.sqrt(Math.abs(a * e - b * d));
}
