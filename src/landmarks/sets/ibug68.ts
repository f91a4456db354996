/**
 * The 68 points of iBUG (Sagonas et al., "300 Faces in-the-Wild Challenge", ICCVW 2013) laid on feature curves.
 * Sides are the subject's: the right eye is on the left of the image, and point 0 is by the right ear.
 *
 * The fractions and offsets say where annotators of 300-W put these points, as far as it differs in the same way on
 * most faces: calibrated on the labels of 522 photographs (docs/landmarks.md, "Calibration"), from the 68 vertices that
 * ICT-FaceKit publishes for this set (vertex_indices.json, MIT). No photograph of a test or validation part had a part
 * in them.
 */

import type { Vector3 } from '../../core/vector.js';
import type { CurveLandmark, CurveSet } from '../landmark-set.js';
import { pointsAlong } from './points-along.js';

const jaw = mirrored([0.005, 0.069, 0.1335, 0.197, 0.259, 0.3215, 0.3835, 0.443], 0.5);
const brow = [0, 0.25, 0.54, 0.805, 1];
const bridge = [0, 0.3, 0.658, 1];
const noseBase = mirrored([0, 0.248], 0.5);
const upperLid = [0.06, 0.4, 0.643, 0.93];
const lowerLid = [0.355, 0.64];
const outerUpper = mirrored([0, 0.232, 0.41], 0.5);
const outerLower = mirrored([0.218, 0.39], 0.5);
const innerUpper = mirrored([0.054, 0.4], 0.5);
const innerLower = mirrored([0.388], 0.5);

/** Of points beside their curve, on the subject's right or the midline: outwards, up, forwards, centimetres. */
const offsets: Readonly<Record<number, Vector3>> = {
  17: [0.58, -0.04, 0.04], // the brow's tail goes on beyond its hairs' end
  18: [0, 0.11, 0],
  19: [0, 0.04, 0],
  20: [0, -0.03, 0],
  21: [-0.07, -0.19, 0.07], // the inner end is put into the brow, not on its edge
  27: [0, 0.23, -0.07],
  31: [0.16, 0.17, 0.36],
  32: [0.08, 0.12, 0.21],
  33: [0, 0.01, 0.17],
  37: [0, -0.06, 0],
  39: [0.09, -0.09, 0],
  41: [0, 0.05, 0],
  48: [-0.1, 0, 0],
  49: [-0.27, -0.13, -0.09],
  50: [-0.09, -0.12, -0.08],
  51: [0, -0.23, -0.06],
  58: [-0.06, 0, 0],
  59: [-0.15, 0.04, 0.03],
};

/** The fractions, the middle, and their mirror images. */
function mirrored(fractions: readonly number[], middle: number): number[] {
  return [...fractions, middle, ...fractions.map((at) => 1 - at).reverse()];
}
const reversed = (fractions: readonly number[]): number[] => [...fractions].reverse();

const points: readonly CurveLandmark[] = [
  ...pointsAlong('jaw', 'contour', 'jaw', jaw), // 0–16
  ...pointsAlong('brow.right', 'brows', 'brow.right.upper', brow), // 17–21, outer to inner
  ...pointsAlong('brow.left', 'brows', 'brow.left.upper', reversed(brow)), // 22–26, inner to outer
  ...pointsAlong('nose.bridge', 'nose', 'nose.bridge', bridge), // 27–30
  ...pointsAlong('nose.base', 'nose', 'nose.base', noseBase), // 31–35
  ...pointsAlong('eye.right.upper', 'eyes', 'lid.right.upper', upperLid), // 36 outer corner – 39 inner corner
  ...pointsAlong('eye.right.lower', 'eyes', 'lid.right.lower', reversed(lowerLid)), // 40, 41
  ...pointsAlong('eye.left.upper', 'eyes', 'lid.left.upper', reversed(upperLid)), // 42 inner corner – 45 outer corner
  ...pointsAlong('eye.left.lower', 'eyes', 'lid.left.lower', lowerLid), // 46, 47
  ...pointsAlong('lip.outer.upper', 'mouth', 'lip.outer.upper', outerUpper), // 48 right corner – 54 left corner
  ...pointsAlong('lip.outer.lower', 'mouth', 'lip.outer.lower', reversed(outerLower)), // 55–59
  ...pointsAlong('lip.inner.upper', 'mouth', 'lip.inner.upper', innerUpper), // 60–64
  ...pointsAlong('lip.inner.lower', 'mouth', 'lip.inner.lower', reversed(innerLower)), // 65–67
];

/** Pairs of mirror images; every point that is not named lies on the midline. */
const pairs: readonly (readonly [number, number])[] = [
  ...Array.from({ length: 8 }, (_, i) => [i, 16 - i] as const),
  ...Array.from({ length: 5 }, (_, i) => [17 + i, 26 - i] as const),
  [31, 35],
  [32, 34],
  [36, 45],
  [37, 44],
  [38, 43],
  [39, 42],
  [40, 47],
  [41, 46],
  [48, 54],
  [49, 53],
  [50, 52],
  [55, 59],
  [56, 58],
  [60, 64],
  [61, 63],
  [65, 67],
];

const mirror = points.map((_, i) => i);
for (const [a, b] of pairs) {
  mirror[a] = b;
  mirror[b] = a;
}

export const ibug68: CurveSet = {
  name: 'ibug68',
  points: points.map((point, i) => {
    const right = offsets[i];
    const left = offsets[mirror[i]!];
    if (right !== undefined) return { ...point, offset: [-right[0] + 0, right[1], right[2]] };
    return left === undefined ? point : { ...point, offset: left };
  }),
  mirror,
};
