/**
 * What can be seen of each landmark, as logits of the four kinds of `visibility` in landmarks/, in their order: visible,
 * hidden by the face itself, hidden by something else, outside the picture. All weights begin with 0, so that a new head
 * says nothing and moves no feature. B batch, C channels, K landmarks, N of them with a heatmap.
 */
import { visibilityKinds } from '../../landmarks/landmark-set.js';
import { constantInitialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { linear } from '../../nn/layers/linear.js';
import { relu } from '../../nn/operators/activations/relu.js';
import { addBias } from '../../nn/operators/convolution/add-bias.js';
import { matmul } from '../../nn/operators/products/matmul.js';
import { concat } from '../../nn/operators/shapes/concat.js';
import { reshape } from '../../nn/operators/shapes/reshape.js';
import { transpose } from '../../nn/operators/shapes/transpose.js';

/** Numbers through which everything that is seen reaches all landmarks. */
const hidden = 32;

const zeros = constantInitialiser(0);

/** Each landmark by weights of its own. @param attended – `[B, N, C]`: features where its heatmap lies. @returns `[B, N, 4]`. */
export function attendedVisibility(attended: Tensor): Tensor {
  const { graph } = attended;
  const [batch, count, channels] = attended.shape as readonly [number, number, number];
  const weight = graph.parameter('weight', [count, channels, visibilityKinds], zeros);
  const bias = graph.parameter('bias', [count * visibilityKinds], zeros);
  const logits = transpose(matmul(transpose(attended, [1, 0, 2]), weight), [1, 0, 2]);
  const flat = addBias(reshape(logits, [batch, count * visibilityKinds]), bias);
  return reshape(flat, [batch, count, visibilityKinds]);
}

/** @param seen – what all landmarks may depend on, each `[B, …]`. @returns `[B, K, 4]`. */
export function sharedVisibility(seen: readonly Tensor[], landmarks: number): Tensor {
  const batch = seen[0]!.shape[0]!;
  const all = concat(
    seen.map((one) => reshape(one, [batch, -1])),
    1,
  );
  const inner = relu(linear('hidden', all, { units: hidden }));
  const flat = linear('shared', inner, { units: landmarks * visibilityKinds, weight: zeros });
  return reshape(flat, [batch, landmarks, visibilityKinds]);
}
