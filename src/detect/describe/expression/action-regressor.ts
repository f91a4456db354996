/**
 * From what was fitted to what is performed: the fit's actions are shrunk by their prior and mixed with the identity; a
 * ridge regression that has seen both (`scripts/fit-expression.ts`, synthetic faces only) corrects them and says how far
 * off they are. Linear. F features, E actions.
 */
import type { FacialAction } from '../../../face/heads/facial-actions.js';
import { applyLinearMap, type LinearMap } from '../linear-map.js';
import { type FitFeatures, mirrorOrder } from './fit-features.js';
import { deviationOf } from './measured.js';

/** Of 2E outputs: actions, then the logarithms of their deviations. */
export interface ActionRegressor extends LinearMap {
  readonly actions: readonly FacialAction[];
}

/** @returns `[2E]` actions and their deviations. */
export function regressActions(
  regressor: ActionRegressor,
  { features, mirrored }: FitFeatures,
): Float64Array {
  const own = applyLinearMap(regressor, features);
  const other = applyLinearMap(regressor, mirrored);
  const { actions } = regressor;
  const count = actions.length;
  const order = mirrorOrder(actions);
  return Float64Array.from({ length: 2 * count }, (_, i) => {
    const average = (own[i]! + other[i < count ? order[i]! : count + order[i - count]!]!) / 2;
    return i < count ? average : deviationOf(average);
  });
}
