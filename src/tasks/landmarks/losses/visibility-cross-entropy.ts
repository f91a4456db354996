/**
 * Cross-entropy of what the network says can be seen of each point against what is known. A point of which nothing is known
 * has the target 0 for all kinds and so no weight. The mean runs over all B·K points, as in the likelihood.
 */
import { number } from '../../../core/settings/value-kinds.js';
import { visibilityKinds } from '../../../landmarks/landmark-set.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { crossEntropy } from '../../../nn/operators/losses/cross-entropy.js';
import type { LandmarkLoss } from './landmark-loss.js';

export const visibilityLoss: LandmarkLoss = {
  name: 'visibility',
  keys: { visibility: number(0, 100).default(0) },
  build({ estimates, labels: { graph } }) {
    const logits = estimates.map(({ visibility }) => visibility!);
    const target = graph.input('visibility', logits[0]!.shape);
    return logits.map((estimate) => visibilityCrossEntropy(estimate, target));
  },
  inputs: ({ visibility, weights }) => ({ visibility: visibilityShares(visibility, weights.length) }),
};

/** @param logits – `[B, K, 4]`. @param target – `[B, K, 4]`, see {@link visibilityShares}. @returns a scalar. */
export function visibilityCrossEntropy(logits: Tensor, target: Tensor): Tensor {
  return crossEntropy(logits, target, 2);
}

/**
 * 1 for the kind of each point and 0 for the others; all 0 where nobody says.
 * @param seen – `[B, K]`. @param count – B·K. @returns `[B, K, 4]`.
 */
export function visibilityShares(seen: Uint8Array | undefined, count: number): Float32Array {
  const shares = new Float32Array(count * visibilityKinds);
  seen?.forEach((kind, point) => {
    if (kind < visibilityKinds) shares[point * visibilityKinds + kind] = 1;
  });
  return shares;
}
