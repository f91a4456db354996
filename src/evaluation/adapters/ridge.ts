/**
 * A ridge-regressed affine map from the points, in their own frame, to the target: the simplest thing that can learn
 * what annotators mean. Its one setting, the strength, is chosen by cross-validation over the persons of the fit faces.
 */
import { LineamentError } from '../../core/errors.js';
import { fitRidge, ridgePredictions } from '../../core/numbers/ridge-regression.js';
import type { PointAdapter } from '../../detect/landmarks/point-adapter.js';
import { type AdapterFit, type FitContext, type FitRows, fitRows, plainAdapter } from './adapter.js';
import { adapterFolds } from './folds.js';

/** Relative to the mean variance of the input, times the number of rows. From free to nearly the mean residual. */
const strengths = [1e-3, 1e-2, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

export const fitRidgeAffine: AdapterFit = async (faces, context) => {
  const plain = plainAdapter('ridge-affine', context);
  return ridgeAdapter(plain, fitRows(faces, plain, context), context);
};

/** The plain adapter with the one layer that a ridge from the rows' inputs to their residuals is. */
export function ridgeAdapter(
  plain: PointAdapter,
  rows: FitRows,
  { strength, seed }: Pick<FitContext, 'strength' | 'seed'>,
): Awaited<ReturnType<AdapterFit>> {
  const best = strength === undefined ? chooseStrength(plain, rows, seed) : { strength, error: null };
  const { weight, centre, bias } = fitRidge(rows.inputs, rows.residuals, best.strength);
  // The file's layer takes points less the template, so the centre goes into the bias.
  const shifted = bias.map((value, c) => {
    let sum = value;
    for (let i = 0; i < centre.length; i++) sum -= weight[c * centre.length + i]! * centre[i]!;
    return sum;
  });
  const layer = { weight: Float32Array.from(weight), bias: Float32Array.from(shifted), rectified: false };
  return { adapter: { ...plain, layers: [layer] }, ridge: best.strength, crossValidated: best.error };
}

/** The strength under which persons that were left out have the least error, and that error, per cent of the eye distance. */
function chooseStrength(
  { template, subset }: PointAdapter,
  rows: FitRows,
  seed: number,
): { strength: number; error: number } {
  const persons = new Set(rows.persons).size;
  if (persons < 2) {
    throw new LineamentError(`adapter: a ridge needs faces of two persons, got ${persons}`, {
      hint: 'fit on more labelled faces',
    });
  }
  const eyes = eyeDistance(template, subset);
  const errors = crossValidated(rows, seed);
  const tried = strengths.map((strength, s) => ({ strength, error: (100 * errors[s]!) / eyes }));
  return tried.reduce((a, b) => (b.error < a.error ? b : a));
}

/** For each strength the mean distance, in the frame, of the predicted targets of persons that were left out. */
function crossValidated({ inputs, residuals, persons }: FitRows, seed: number): number[] {
  const folds = adapterFolds(persons, seed);
  const sums = strengths.map(() => 0);
  const counts = strengths.map(() => 0);
  for (let fold = 0; fold <= Math.max(...folds); fold++) {
    const seen = (_: unknown, i: number): boolean => folds[i] !== fold;
    const unseen = (_: unknown, i: number): boolean => folds[i] === fold;
    const others = residuals.filter(unseen);
    const predictions = ridgePredictions(
      inputs.filter(seen),
      residuals.filter(seen),
      strengths,
      inputs.filter(unseen),
    );
    for (const [s, faces] of predictions.entries())
      for (const [i, predicted] of faces.entries())
        for (let k = 0; k < predicted.length; k += 2) {
          const error = Math.hypot(predicted[k]! - others[i]![k]!, predicted[k + 1]! - others[i]![k + 1]!);
          if (Number.isNaN(error)) continue;
          sums[s]! += error;
          counts[s]!++;
        }
  }
  return sums.map((sum, s) => sum / counts[s]!);
}

/** Of the outer eye corners (36 and 45 of ibug68) on the template; 1 for other targets. */
function eyeDistance(template: Float32Array, subset: readonly number[]): number {
  if (subset.length !== 68) return 1;
  const [a, b] = [subset[36]!, subset[45]!];
  return Math.hypot(template[2 * a]! - template[2 * b]!, template[2 * a + 1]! - template[2 * b + 1]!);
}
