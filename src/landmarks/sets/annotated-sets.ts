/**
 * The point sets of two annotated photograph collections, laid on feature curves: `wflw98` (Wu et al., "Look at Boundary",
 * CVPR 2018) and `cofw29` (Burgos-Artizzu et al., ICCV 2013; the points of LFPW). Importers store their labels with
 * these, so that other sets can be compared with them.
 *
 * Where a point is named by what it is (a corner, the tip of the nose), so is its place here. Where annotators spread
 * points along a contour, they stand at equal steps, which is how the sets are described; nobody has measured it.
 */

import { wholeRange } from '../../core/numbers/whole-range.js';
import type { CurveLandmark, CurveSet, LandmarkSet, Region } from '../landmark-set.js';
import type { CurveName } from '../surface.js';
import { ibug68 } from './ibug68.js';
import { mirrorPairs } from './mirror-pairs.js';
import { pointsAlong } from './points-along.js';

const quarters = [0, 0.25, 0.5, 0.75, 1];
const between = [0.25, 0.5, 0.75];
const back = [1, 0.75, 0.5, 0.25];
const ibug = (first: number, last: number): readonly CurveLandmark[] => ibug68.points.slice(first, last + 1);

/** The 17 jaw points of ibug68 and the middles between them. */
function jaw33(): CurveLandmark[] {
  const places = ibug(0, 16).flatMap(({ at }, i, jaw) => {
    const next = jaw[i + 1];
    return next === undefined ? [at] : [at, (at + next.at) / 2];
  });
  return pointsAlong('jaw', 'contour', 'jaw', places);
}

const wflwPoints: readonly CurveLandmark[] = [
  ...jaw33(), // 0–32
  ...pointsAlong('brow.right.upper', 'brows', 'brow.right.upper', quarters), // 33–37, outer to inner
  ...pointsAlong('brow.right.lower', 'brows', 'brow.right.lower', back), // 38–41
  ...pointsAlong('brow.left.upper', 'brows', 'brow.left.upper', [...back, 0]), // 42–46, inner to outer
  ...pointsAlong('brow.left.lower', 'brows', 'brow.left.lower', [...between, 1]), // 47–50
  ...ibug(27, 35), // 51–59: bridge and base of the nose
  ...pointsAlong('eye.right.upper', 'eyes', 'lid.right.upper', quarters), // 60 outer corner – 64 inner corner
  ...pointsAlong('eye.right.lower', 'eyes', 'lid.right.lower', [...between].reverse()), // 65–67
  ...pointsAlong('eye.left.upper', 'eyes', 'lid.left.upper', [...back, 0]), // 68 inner corner – 72 outer corner
  ...pointsAlong('eye.left.lower', 'eyes', 'lid.left.lower', between), // 73–75
  ...ibug(48, 67), // 76–95: lips
  ...pointsAlong('pupil.right', 'eyes', 'iris.right.across', [0.5]), // 96
  ...pointsAlong('pupil.left', 'eyes', 'iris.left.across', [0.5]), // 97
];

export const wflw98: CurveSet = { name: 'wflw98', points: wflwPoints, mirror: mirrorPairs(wflwPoints) };

/**
 * For each point of ibug68 the one of wflw98 that is marked at the same place, or the nearest of the same contour where
 * that is cut differently: every second jaw point, and of the lids the quarters instead of the thirds.
 */
export const wflwAsIbug: readonly number[] = [
  ...wholeRange(0, 16).map((k) => 2 * k),
  ...wholeRange(33, 37),
  ...wholeRange(42, 46),
  ...wholeRange(51, 59),
  ...[60, 61, 63, 64, 65, 67],
  ...[68, 69, 71, 72, 73, 75],
  ...wholeRange(76, 95),
];

function single(name: string, region: Region, curve: CurveName, at: number): CurveLandmark {
  return { name, region, curve, at };
}

/** The same point of the right and the left side. */
function both(name: string, region: Region, curve: string, at: number): CurveLandmark[] {
  return ['right', 'left'].map((side) =>
    single(`${name}.${side}`, region, curve.replace('*', side) as CurveName, at),
  );
}

function upperAndLower(side: 'right' | 'left', region: Region, kind: 'brow' | 'lid'): CurveLandmark[] {
  return ['upper', 'lower'].map((edge) =>
    single(`${kind}.${edge}.${side}`, region, `${kind}.${side}.${edge}` as CurveName, 0.5),
  );
}

const ibugPoint = (k: number): CurveLandmark => ibug68.points[k] as CurveLandmark;

const cofwPoints: readonly CurveLandmark[] = [
  ...both('brow.outer', 'brows', 'brow.*.upper', 0), // 0, 1
  ...both('brow.inner', 'brows', 'brow.*.upper', 1), // 2, 3
  ...upperAndLower('right', 'brows', 'brow'), // 4, 5
  ...upperAndLower('left', 'brows', 'brow'), // 6, 7
  ...both('eye.outer', 'eyes', 'lid.*.upper', 0), // 8, 9
  ...both('eye.inner', 'eyes', 'lid.*.upper', 1), // 10, 11
  ...upperAndLower('right', 'eyes', 'lid'), // 12, 13
  ...upperAndLower('left', 'eyes', 'lid'), // 14, 15
  ...both('pupil', 'eyes', 'iris.*.across', 0.5), // 16, 17
  ibugPoint(31), // 18: the right wing
  ibugPoint(35), // 19
  ibugPoint(30), // 20: tip
  ibugPoint(33), // 21: base
  ibugPoint(48), // 22: right mouth corner
  ibugPoint(54), // 23
  ibugPoint(51), // 24: upper lip, upper edge
  ibugPoint(62), // 25: upper lip, lower edge
  ibugPoint(66), // 26: lower lip, upper edge
  ibugPoint(57), // 27: lower lip, lower edge
  ibugPoint(8), // 28: chin
];

export const cofw29: LandmarkSet = { name: 'cofw29', points: cofwPoints, mirror: mirrorPairs(cofwPoints) };
