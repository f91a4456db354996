/**
 * What the regressor of actions reads of a fitted head: each action with its deviation, the identity's symmetric
 * parameters, the pose, the misfit. The mirror image of a face has the same features with sides swapped, so a mirrored
 * picture gives mirrored actions exactly. E actions, Q symmetric parameters.
 */
import type { FacialAction } from '../../../face/heads/facial-actions.js';
import { poseOfRotation } from '../../../face/person/pose-distribution.js';
import type { FaceView } from '../head-fit.js';
import { mirroredAction } from './action-units.js';

export interface FitFeatures {
  /** `[E]` actions as fitted, `[E]` their deviations, `[Q]`, yaw, pitch, roll, logarithm of the misfit, yaw without its sign. */
  features: Float64Array;
  /** Those of the mirror image. */
  mirrored: Float64Array;
}

export function fitFeatures({ head, fit }: Pick<FaceView, 'head' | 'fit'>): FitFeatures {
  const { yaw, pitch, roll } = poseOfRotation(fit.rotation);
  const identity = symmetricParameters(head.identityNames).map((p) => fit.identity[p]!);
  const swap = mirrorOrder(head.actions);
  const featuresOf = (order: readonly number[], side: number): Float64Array =>
    Float64Array.from([
      ...order.map((e) => fit.expression[e]!),
      ...order.map((e) => fit.expressionDeviation[e]!),
      ...identity,
      side * yaw,
      pitch,
      side * roll,
      Math.log(Math.max(0.1, fit.misfit)),
      Math.abs(yaw),
    ]);
  return {
    features: featuresOf(
      head.actions.map((_, e) => e),
      1,
    ),
    mirrored: featuresOf(swap, -1),
  };
}

/** Index of each action's mirror image. */
export function mirrorOrder(actions: readonly FacialAction[]): number[] {
  return actions.map((action) => actions.indexOf(mirroredAction(action)));
}

/** The embedded head's asymmetries have their name from it. */
export function symmetricParameters(names: readonly string[]): number[] {
  return names.flatMap((name, p) => (name.endsWith('Asymmetry') ? [] : [p]));
}
