/** The regressor as text of a source file. */
import type { FacialAction } from '../../../face/heads/facial-actions.js';
import { packArrays, unpackArrays } from '../packed-arrays.js';
import type { ActionRegressor } from './action-regressor.js';

export interface PackedRegressor {
  readonly actions: readonly FacialAction[];
  /** F */
  readonly features: number;
  readonly data: string;
}

export function packRegressor({ actions, mean, deviation, weight, bias }: ActionRegressor): PackedRegressor {
  return { actions, features: mean.length, data: packArrays([mean, deviation, weight, bias]) };
}

export function unpackRegressor({ actions, features, data }: PackedRegressor): ActionRegressor {
  const outputs = 2 * actions.length;
  const [mean, deviation, weight, bias] = unpackArrays(data, [
    features,
    features,
    features * outputs,
    outputs,
  ]);
  return { actions, mean: mean!, deviation: deviation!, weight: weight!, bias: bias! };
}
