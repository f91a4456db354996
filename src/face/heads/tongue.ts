/**
 * Actions of the tongue, for any head whose tongue lies flat in a closed mouth: out over the lower lip and down (AD19),
 * and its tip up, to the teeth or, with the tongue out, to the upper lip. Written along the tongue from root to tip;
 * no published head has them. Limits: linear in the intensity, no sideways movement, and the jaw must give way.
 */
import { smoothStep } from '../../core/numbers/smooth-step.js';
import type { Vector3 } from '../../core/vector.js';

export const tongueActions = ['tongueOut', 'tongueUp'] as const;
export type TongueAction = (typeof tongueActions)[number];

/** @param along – 0 at the root, 1 at the tip. @param x – centimetres from the middle. @returns centimetres at full intensity. */
export function tongueMove(action: TongueAction, along: number, x: number): Vector3 {
  if (action === 'tongueUp') return [0, 2 * along ** 2.5, -0.25 * along ** 2];
  const overTeeth = 0.75 * smoothStep(0.35, 0.72, along);
  const droop = 1.35 * smoothStep(0.74, 1.06, along);
  return [-0.22 * x * smoothStep(0.4, 1, along), overTeeth - droop, 3.4 * along ** 1.4];
}

/** `[n]` place of each vertex of a tongue from root to tip. @param rest – `[n, 3]` the tongue alone, at rest. */
export function alongTongue(rest: ArrayLike<number>): Float64Array {
  let back = Infinity;
  let tip = -Infinity;
  for (let i = 2; i < rest.length; i += 3) {
    back = Math.min(back, rest[i]!);
    tip = Math.max(tip, rest[i]!);
  }
  return Float64Array.from({ length: rest.length / 3 }, (_, v) => (rest[3 * v + 2]! - back) / (tip - back));
}
