/**
 * Guide places for curves that the 68 published landmarks do not cover, on the mean face's left side, head space,
 * centimetres: read off renderings of the mean face to half a millimetre; the right side is the mirror image.
 */
import type { Vector3 } from '../../../core/vector.js';

/** From the outermost place of the nostril's rim over the front. */
export const nostrilGuides: readonly Vector3[] = [
  [1.36, -4.12, 3.52],
  [1.3, -3.97, 3.85],
  [1.1, -3.9, 4.16],
  [0.8, -3.95, 4.38],
  [0.5, -4.01, 4.22],
  [0.37, -4.3, 4.04],
  [0.48, -4.28, 3.7],
  [0.72, -4.33, 3.42],
  [1.0, -4.32, 3.24],
  [1.24, -4.23, 3.23],
];

/** The groove behind the wing of the nose, top to foot. */
export const wingGuides: readonly Vector3[] = [
  [1.35, -2.55, 3.05],
  [1.67, -3, 2.68],
  [1.79, -3.4, 2.58],
  [1.88, -3.8, 2.47],
  [1.84, -4.2, 2.48],
  [1.67, -4.5, 2.64],
  [1.4, -4.78, 2.9],
];

/** The helix from its root over the top to the lobe's foot. */
export const earRimGuides: readonly Vector3[] = [
  [8.24, -0.75, -7.1],
  [8.43, -0.3, -7.35],
  [8.68, -0.1, -7.8],
  [8.88, -0.15, -8.3],
  [9.08, -0.45, -8.8],
  [9.12, -0.9, -9.2],
  [9.03, -1.5, -9.43],
  [8.86, -2.1, -9.5],
  [8.72, -2.8, -9.38],
  [8.66, -3.4, -9.15],
  [8.56, -4, -8.8],
  [8.35, -4.55, -8.4],
  [7.94, -5.03, -7.9],
  [7.7, -5.4, -7.3],
  [7.48, -5.52, -6.7],
  [7.15, -5.42, -6.3],
  [7.08, -5.15, -6.12],
];

/** The antihelix, down to above the lobe. */
export const earFoldGuides: readonly Vector3[] = [
  [8.3, -1.35, -8.25],
  [8.56, -1.9, -8.55],
  [8.61, -2.5, -8.65],
  [8.56, -3.1, -8.55],
  [8.36, -3.6, -8.25],
  [7.97, -3.9, -7.7],
  [7.75, -4.05, -7.1],
  [7.28, -4.1, -6.6],
];

/** From the helix's root before the tragus to the lobe's foot. */
export const earFrontGuides: readonly Vector3[] = [
  [8.24, -0.75, -7.1],
  [7.79, -1.5, -7],
  [7.34, -2.3, -7],
  [7.42, -2.85, -6.8],
  [7.44, -3.3, -6.6],
  [7.22, -3.7, -6.45],
  [7.16, -4.2, -6.3],
  [7.07, -4.7, -6.15],
  [7.08, -5.15, -6.12],
];
