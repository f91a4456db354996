/**
 * How strongly each facial action is performed: by the regressor where the fit is of the head that it was made for, jaw, smile and
 * brows by a network that reads the points, and closed lids by their own, where the points are those that they know; else as fitted.
 */
import type { FacialAction } from '../../../face/heads/facial-actions.js';
import type { FaceView } from '../head-fit.js';
import { askedActions } from './action-network.js';
import { type ActionRegressor, regressActions } from './action-regressor.js';
import type { MeasuredActions } from './action-units.js';
import { fitFeatures } from './fit-features.js';
import { lidClosure } from './lid-closure.js';
import type { Measured } from './measured.js';
import { unpackRegressor } from './packed-regressor.js';
import { packedRegressor } from './regressor.js';

/** The head that the regressor knows. */
const regressedHead = 'cage';

let unpacked: ActionRegressor | undefined;

export function estimateActions(view: FaceView): MeasuredActions {
  const { head, fit } = view;
  unpacked ??= unpackRegressor(packedRegressor);
  const { actions } = unpacked;
  const isKnown =
    head.head === regressedHead &&
    actions.length === head.actions.length &&
    actions.every((name, e) => name === head.actions[e]);
  const regressed = isKnown ? regressActions(unpacked, fitFeatures(view)) : undefined;
  const estimated = new Map(
    head.actions.map((action, e): [FacialAction, Measured] => [
      action,
      {
        value: Math.min(1, Math.max(0, regressed?.[e] ?? fit.expression[e]!)),
        deviation: regressed?.[actions.length + e] ?? fit.expressionDeviation[e]!,
      },
    ]),
  );
  for (const [action, asked] of askedActions(view) ?? []) estimated.set(action, asked);
  for (const [action, closed] of Object.entries(lidClosure(view) ?? {}))
    estimated.set(action as FacialAction, closed);
  return estimated;
}
