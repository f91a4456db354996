/** The regressor as text of a source file. */
import type { FacialAction } from '../../../face/heads/facial-actions.js';
import { packLinearMap, unpackLinearMap } from '../linear-map.js';
import type { ActionRegressor } from './action-regressor.js';

export interface PackedRegressor {
  readonly actions: readonly FacialAction[];
  /** F */
  readonly features: number;
  readonly data: string;
}

export function packRegressor(regressor: ActionRegressor): PackedRegressor {
  const { actions, mean } = regressor;
  return { actions, features: mean.length, data: packLinearMap(regressor) };
}

export function unpackRegressor({ actions, features, data }: PackedRegressor): ActionRegressor {
  return { actions, ...unpackLinearMap(data, features, 2 * actions.length) };
}
