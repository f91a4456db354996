/**
 * Label transfer on coordinates by an affine map: all K points, in the frame of the shape that they make, move the nearest
 * M of them. What a ridge map on labelled faces is, as a part of the network: training begins with such a map, fitted in closed
 * form (`ridge-start.ts` of label transfer), and goes on with it and the detector together. B batch.
 */
import { constantInitialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { gather } from '../../nn/operators/indexing/gather.js';
import { matmul } from '../../nn/operators/products/matmul.js';
import { reshape } from '../../nn/operators/shapes/reshape.js';
import { shapeCoordinates } from './shape-coordinates.js';

/**
 * Weights are kept so many times as large: Adam moves each by the same step, and hundreds that move at once would throw
 * the points about.
 */
export const affineStoredScale = 64;

/** Within the transfer's scope: `weight` `[2K, 2M]` and `bias` `[1, 2M]`, both {@link affineStoredScale} times as large. */
export const affineScope = 'affine';

/** @param points – `[B, K, 2]`, pixels. @param nearest – `[M]`. @returns `[B, M, 2]`, pixels; at first the nearest. */
export function affinePoints(points: Tensor, nearest: readonly number[]): Tensor {
  const { graph } = points;
  const [batch, landmarks] = points.shape as readonly [number, number, number];
  const outputs = nearest.length;
  return graph.scope(affineScope, () => {
    const { shape, scale } = shapeCoordinates(points);
    const weight = graph.parameter('weight', [2 * landmarks, 2 * outputs], constantInitialiser(0));
    const bias = graph.parameter('bias', [1, 2 * outputs], constantInitialiser(0));
    const moved = multiply(add(matmul(shape, weight), bias), 1 / affineStoredScale);
    return add(gather(points, nearest, 1), multiply(reshape(moved, [batch, outputs, 2]), scale));
  });
}
