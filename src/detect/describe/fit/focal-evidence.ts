/**
 * What faces of one picture say together of the focal length of the camera that took it. Each says a little: how much nearer parts of a
 * face are enlarged. Cameras' priors (`fit-priors.ts`) count once, that of the distance for the faces' middle one, for people in one
 * picture stand about as far away as each other.
 */
import { solvePositive } from '../../../core/numbers/linear-system.js';
import type { KnownCamera } from '../viewing-camera.js';
import { logFocal } from './fit-parameters.js';
import { focalPriors } from './fit-priors.js';
import { withoutOthers } from './inverse.js';

/** Where a face's head stands now, and what its points say of the logarithm of the focal length there, all else left open. */
export interface FocalEvidence {
  /** Half the curvature and slope of the cost: as much as the points count in the fit. */
  precision: number;
  pull: number;
  /** Precision with errors of neighbouring points alike: what the points tell. */
  told: number;
  logFocal: number;
  logScale: number;
  misfit: number;
}

/** @param gram – `[n, n]`, lower half. @param gradient – `[n]`; both without what is likely of cameras. */
export function focalEvidence(
  gram: Float64Array,
  gradient: Float64Array,
): Pick<FocalEvidence, 'precision' | 'pull'> {
  const n = gradient.length;
  const precision = focalPrecision(gram, n);
  // One is added to the diagonal, so that a face that says nothing can be solved for as well.
  const [held, step] = [gram.slice(), gradient.slice()];
  held[logFocal * (n + 1)]! += 1;
  solvePositive(held, step, n);
  return { precision, pull: step[logFocal]! * (precision + 1) };
}

/** Of the logarithm of the focal length, all else left open. */
export function focalPrecision(gram: Float64Array, n: number): number {
  return Math.max(0, withoutOthers(gram, n, logFocal, 1)[0]!);
}

/** Degrees of freedom of Student's t: a face whose focal length is far off the others' counts less. */
const freedom = 5;
/** A head that explains its points worse than this counts less. */
const usualMisfit = 2;

/** @param doubts – how probable it is of each face that its points are wrong. */
export function joinFocals(
  evidence: readonly FocalEvidence[],
  doubts: readonly number[],
  camera: KnownCamera,
): { focal: number; deviation: number } {
  const weights = evidence.map(({ precision, pull, told, misfit }, i) => {
    const off = precision > 0 ? (pull / precision) ** 2 * told : 0;
    const doubt = (1 - (doubts[i] ?? 0)) * Math.min(1, usualMisfit / misfit) ** 2;
    return (doubt * (freedom + 1)) / (freedom + Math.max(1, off));
  });
  const all = Math.max(
    1e-9,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  const middle = (of: 'logFocal' | 'logScale'): number =>
    evidence.reduce((sum, one, i) => sum + weights[i]! * one[of], 0) / all;
  const start = { logFocal: middle('logFocal'), logScale: middle('logScale') };
  let [precision, told, pull] = [0, 0, 0];
  for (const prior of focalPriors(camera, start)) {
    precision += prior.precision;
    told += prior.precision;
    pull -= prior.precision * prior.off;
  }
  evidence.forEach((one, i) => {
    precision += weights[i]! * one.precision;
    told += weights[i]! * one.told;
    pull += weights[i]! * (one.pull + one.precision * (one.logFocal - start.logFocal));
  });
  return { focal: Math.exp(start.logFocal + pull / precision), deviation: told ** -0.5 };
}
