/**
 * Label transfer on coordinates: a multilayer perceptron that sees all K points, normalised by the shape that they
 * make, and moves the nearest M of them. What it learns holds for faces of every place and size in the crop.
 * B batch.
 */
import { constantInitialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { perceptron } from '../../nn/layers/perceptron.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { gather } from '../../nn/operators/indexing/gather.js';
import { reshape } from '../../nn/operators/shapes/reshape.js';
import { shapeCoordinates } from './shape-coordinates.js';

/** Units of each hidden layer. */
const hidden = 256;

/**
 * @param points – `[B, K, 2]`, pixels. @param nearest – `[M]`: what each output begins as.
 * @returns `[B, M, 2]`, pixels.
 */
export function transferredPoints(points: Tensor, nearest: readonly number[]): Tensor {
  const batch = points.shape[0]!;
  const outputs = nearest.length;
  return points.graph.scope('mlp', () => {
    const { shape, scale } = shapeCoordinates(points);
    const correction = perceptron(shape, {
      hidden: { first: hidden, second: hidden },
      output: { name: 'correction', units: 2 * outputs, weight: constantInitialiser(0) },
    });
    const moved = reshape(correction, [batch, outputs, 2]);
    return add(gather(points, nearest, 1), multiply(moved, scale));
  });
}
