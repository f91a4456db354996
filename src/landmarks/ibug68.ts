/**
 * The 68 points of iBUG (Sagonas et al., "300 Faces in-the-Wild Challenge", ICCVW 2013) laid on feature curves.
 * Sides are the subject's: the right eye is on the left of the image, and point 0 is by the right ear.
 *
 * Limits: human annotators spread points along each contour by eye, so fractions are typical, not exact. Equal steps
 * along jaw, brows, nose and lids; on the lips, where the bow gives annotators something to hold on to, the fractions
 * are medians of the chord lengths on 142 hand-labelled frontal photographs, made symmetrical.
 */
import type { LandmarkDefinition, LandmarkSet, Region } from './landmark-set.js';
import type { CurveName } from './surface.js';

/** Fractions of the upper lip's outer contour: corner, between, peak of the bow, its dip. */
const bow = [0, 0.2, 0.365, 0.5, 0.635, 0.8, 1];
const outerLower = [0.16, 0.315, 0.5, 0.685, 0.84];
const inner = [0, 0.315, 0.5, 0.685, 1];

/** `count` + 1 equal steps, both ends included. */
const steps = (count: number): number[] => Array.from({ length: count + 1 }, (_, i) => i / count);
const reversed = (fractions: readonly number[]): number[] => [...fractions].reverse();

function along(
  label: string,
  region: Region,
  curve: CurveName,
  fractions: readonly number[],
): LandmarkDefinition[] {
  return fractions.map((at, i) => ({ name: `${label}.${i}`, region, curve, at }));
}

const points: readonly LandmarkDefinition[] = [
  ...along('jaw', 'contour', 'jaw', steps(16)), // 0–16
  ...along('brow.right', 'brows', 'brow.right.upper', steps(4)), // 17–21, outer to inner
  ...along('brow.left', 'brows', 'brow.left.upper', reversed(steps(4))), // 22–26, inner to outer
  ...along('nose.bridge', 'nose', 'nose.bridge', steps(3)), // 27–30
  ...along('nose.base', 'nose', 'nose.base', steps(4)), // 31–35
  ...along('eye.right.upper', 'eyes', 'lid.right.upper', steps(3)), // 36 outer corner – 39 inner corner
  ...along('eye.right.lower', 'eyes', 'lid.right.lower', [2 / 3, 1 / 3]), // 40, 41
  ...along('eye.left.upper', 'eyes', 'lid.left.upper', reversed(steps(3))), // 42 inner corner – 45 outer corner
  ...along('eye.left.lower', 'eyes', 'lid.left.lower', [1 / 3, 2 / 3]), // 46, 47
  ...along('lip.outer.upper', 'mouth', 'lip.outer.upper', bow), // 48 right corner – 54 left corner
  ...along('lip.outer.lower', 'mouth', 'lip.outer.lower', reversed(outerLower)), // 55–59
  ...along('lip.inner.upper', 'mouth', 'lip.inner.upper', inner), // 60–64
  ...along('lip.inner.lower', 'mouth', 'lip.inner.lower', reversed(inner.slice(1, -1))), // 65–67
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

export const ibug68: LandmarkSet = { name: 'ibug68', points, mirror };
