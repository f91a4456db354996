/**
 * The 68 points of iBUG (Sagonas et al., "300 Faces in-the-Wild Challenge", ICCVW 2013) laid on feature curves.
 * Sides are the subject's: the right eye is on the left of the image, and point 0 is by the right ear.
 *
 * The fractions are those of the 68 vertices that ICT-FaceKit publishes for this set (vertex_indices.json, MIT),
 * measured on curves through them and made symmetrical. Limits: human annotators spread points along each contour by
 * eye, so fractions are typical, not exact. No evaluation photograph had a part in them.
 */
import type { CurveLandmark, CurveSet, Region } from '../landmark-set.js';
import type { CurveName } from '../surface.js';

const jaw = mirrored([0, 0.064, 0.125, 0.184, 0.256, 0.331, 0.39, 0.453], 0.5);
const brow = [0, 0.273, 0.519, 0.779, 1];
const noseBase = mirrored([0, 0.287], 0.5);
const upperLid = [0, 0.308, 0.638, 1];
const lowerLid = [0.307, 0.69];
const outerUpper = mirrored([0, 0.223, 0.392], 0.5);
const outerLower = mirrored([0.187, 0.335], 0.5);
const innerUpper = mirrored([0, 0.302], 0.5);
const innerLower = mirrored([0.287], 0.5);

/** The fractions, the middle, and their mirror images. */
function mirrored(fractions: readonly number[], middle: number): number[] {
  return [...fractions, middle, ...fractions.map((at) => 1 - at).reverse()];
}
/** `count` + 1 equal steps, both ends included. */
const steps = (count: number): number[] => Array.from({ length: count + 1 }, (_, i) => i / count);
const reversed = (fractions: readonly number[]): number[] => [...fractions].reverse();

function along(
  label: string,
  region: Region,
  curve: CurveName,
  fractions: readonly number[],
): CurveLandmark[] {
  return fractions.map((at, i) => ({ name: `${label}.${i}`, region, curve, at }));
}

const points: readonly CurveLandmark[] = [
  ...along('jaw', 'contour', 'jaw', jaw), // 0–16
  ...along('brow.right', 'brows', 'brow.right.upper', brow), // 17–21, outer to inner
  ...along('brow.left', 'brows', 'brow.left.upper', reversed(brow)), // 22–26, inner to outer
  ...along('nose.bridge', 'nose', 'nose.bridge', steps(3)), // 27–30
  ...along('nose.base', 'nose', 'nose.base', noseBase), // 31–35
  ...along('eye.right.upper', 'eyes', 'lid.right.upper', upperLid), // 36 outer corner – 39 inner corner
  ...along('eye.right.lower', 'eyes', 'lid.right.lower', reversed(lowerLid)), // 40, 41
  ...along('eye.left.upper', 'eyes', 'lid.left.upper', reversed(upperLid)), // 42 inner corner – 45 outer corner
  ...along('eye.left.lower', 'eyes', 'lid.left.lower', lowerLid), // 46, 47
  ...along('lip.outer.upper', 'mouth', 'lip.outer.upper', outerUpper), // 48 right corner – 54 left corner
  ...along('lip.outer.lower', 'mouth', 'lip.outer.lower', reversed(outerLower)), // 55–59
  ...along('lip.inner.upper', 'mouth', 'lip.inner.upper', innerUpper), // 60–64
  ...along('lip.inner.lower', 'mouth', 'lip.inner.lower', reversed(innerLower)), // 65–67
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
  points,
  mirror,
};
