/**
 * From what was fitted to what is performed: the fit's actions are shrunk by their prior and mixed with the identity; a
 * ridge regression that has seen both (`scripts/fit-expression.ts`, synthetic faces only) corrects them and says how far
 * off they are. Linear. F features, E actions.
 */
import type { FacialAction } from '../../../face/heads/facial-actions.js';
import { type FitFeatures, mirrorOrder } from './fit-features.js';

export interface ActionRegressor {
  readonly actions: readonly FacialAction[];
  /** `[F]` of the features, by which they are brought to a standard normal. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** `[F, 2E]`, `[2E]`: actions, then the logarithms of their deviations. */
  readonly weight: Float64Array;
  readonly bias: Float64Array;
}

/** Features that many deviations off say no more than these. */
const mostDeviations = 4;
/** No action is surer, and none less sure: its whole range. */
const surest = 0.02;
const leastSure = 0.5;

/** @returns `[2E]` actions and their deviations. */
export function regressActions(
  regressor: ActionRegressor,
  { features, mirrored }: FitFeatures,
): Float64Array {
  const own = forward(regressor, features);
  const other = forward(regressor, mirrored);
  const { actions } = regressor;
  const count = actions.length;
  const order = mirrorOrder(actions);
  return Float64Array.from({ length: 2 * count }, (_, i) => {
    const average = (own[i]! + other[i < count ? order[i]! : count + order[i - count]!]!) / 2;
    return i < count ? average : Math.min(leastSure, Math.max(surest, Math.exp(average)));
  });
}

/** `[F]` as the regressor reads them. */
export function standardised(
  { mean, deviation }: Pick<ActionRegressor, 'mean' | 'deviation'>,
  features: Float64Array,
): Float64Array {
  return features.map((value, f) =>
    Math.min(mostDeviations, Math.max(-mostDeviations, (value - mean[f]!) / deviation[f]!)),
  );
}

function forward(regressor: ActionRegressor, features: Float64Array): Float64Array {
  const out = regressor.bias.slice();
  for (const [f, value] of standardised(regressor, features).entries())
    for (let o = 0; o < out.length; o++) out[o]! += value * regressor.weight[f * out.length + o]!;
  return out;
}
