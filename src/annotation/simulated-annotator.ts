/**
 * A person who corrects, without the person: always the point that is worst, placed as exactly as people place points,
 * until the face is good. Counts how many points must be touched. K points. Safe in browsers.
 */
import type { Random } from '../core/random.js';
import { imageNme, pointErrors } from '../landmarks/errors/nme.js';
import { conditionPoints, type FixedPoint, type PointGaussian } from './point-gaussian.js';

/** When a face is good, and how exact a hand is: per cent of the normalising distance. */
export interface AnnotatorRules {
  /** Mean error at most. */
  nme: number;
  /** Error of any point at most. */
  worst: number;
  /** Mean distance between where a point is and where the hand puts it. */
  noise: number;
}

/** Annotators of one picture differ by 1.8 % on average (Sagonas et al., 300 Faces In-The-Wild, 2016). */
export const annotatorRules: AnnotatorRules = { nme: 2.5, worst: 5, noise: 1.8 };

/** Mean length of a vector whose two parts are normal with deviation 1. */
const meanLength = Math.sqrt(Math.PI / 2);

export interface SimulatedFace {
  /** How many points were put somewhere; one that was put twice counts twice. */
  corrections: number;
  /** `[K, 2]` pixels in the end. */
  points: Float32Array;
  /** Mean error before any correction, per cent. */
  nmeBefore: number;
}

/**
 * @param truth – `[K, 2]` pixels, NaN where unknown: such points are never looked at. @param distance – pixels of 100 %.
 * @param together – whether a correction moves the other points.
 */
export function simulateFace(
  gaussian: PointGaussian,
  truth: Float32Array,
  distance: number,
  { together, rules = annotatorRules, random }: { together: boolean; rules?: AnnotatorRules; random: Random },
): SimulatedFace {
  const plain: PointGaussian = together ? gaussian : { ...gaussian, modes: [] };
  const fixed = new Map<number, FixedPoint>();
  const deviation = ((rules.noise / 100) * distance) / meanLength;
  let points = gaussian.points;
  let nmeBefore = Number.NaN;
  // A hand that misses by more than is allowed tries again; a face is never given up.
  for (let corrections = 0; ; corrections++) {
    const errors = pointErrors(points, truth);
    const nme = imageNme(errors, distance);
    if (corrections === 0) nmeBefore = nme;
    const worst = worstOf(errors);
    const isGood = nme <= rules.nme && (100 * errors[worst]!) / distance <= rules.worst;
    if (isGood || corrections >= 10 * errors.length) return { corrections, points, nmeBefore };
    fixed.set(worst, {
      x: truth[2 * worst]! + deviation * random.normal(),
      y: truth[2 * worst + 1]! + deviation * random.normal(),
    });
    points = conditionPoints(plain, fixed);
  }
}

function worstOf(errors: Float32Array): number {
  let worst = -1;
  for (const [k, error] of errors.entries())
    if (!Number.isNaN(error) && (worst < 0 || error > errors[worst]!)) worst = k;
  return worst;
}
