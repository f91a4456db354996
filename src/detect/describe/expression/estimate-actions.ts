/** How strongly each facial action is performed, from the fitted head. */
import type { FacialAction } from '../../../face/heads/facial-actions.js';
import type { FaceView } from '../head-fit.js';
import type { MeasuredActions } from './action-units.js';
import type { Measured } from './measured.js';

export function estimateActions({ head, fit }: Pick<FaceView, 'head' | 'fit'>): MeasuredActions {
  return new Map(
    head.actions.map((action, e): [FacialAction, Measured] => [
      action,
      {
        value: Math.min(1, Math.max(0, fit.expression[e]!)),
        deviation: fit.expressionDeviation[e]!,
      },
    ]),
  );
}
