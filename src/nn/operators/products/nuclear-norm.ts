/**
 * Nuclear norm (the sum of the singular values) of matrices A, without their singular value decomposition: with the
 * polar factor U of A, ‖A‖_* = ⟨U, A⟩, and U is also its gradient. U comes from Newton–Schulz iterations (Higham,
 * "Functions of Matrices", SIAM 2008, section 8.3): X ← 1.5 X − 0.5 X Xᵀ X from X = A / ‖A‖_F.
 *
 * Small singular values arrive last: each iteration multiplies them by at most 1.5, and 20 iterations bring those to 1
 * that are above about 1e-3 of ‖A‖_F. The rest is missing from norm and gradient alike; for softmaxed heatmaps of
 * 68 landmarks on 256 cells that is less than 6e-4 of the norm. Zero stays zero, so a matrix may be singular.
 */
import { LineamentError } from '../../../core/errors.js';
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { requireFloat, requireShapes } from '../check.js';
import { reshape } from '../shapes/reshape.js';

/** @param a – `[…, M, N]`. @returns `[…]`. */
export function nuclearNorm(a: Tensor, iterations = 20): Tensor {
  requireFloat('nuclearNorm', a);
  requireShapes('nuclearNorm', a.shape.length >= 2, 'a must be […, M, N]', a);
  if (!Number.isInteger(iterations) || iterations < 1)
    throw new LineamentError(`nuclearNorm: iterations must be a whole number above 0, got ${iterations}`);
  const graph = a.graph;
  const leading = a.shape.slice(0, -2);
  const polar = polarFactor(a, iterations);
  const product = graph.emit('Mul', [a, polar], {}, a.shape);
  const norm = graph.emit('ReduceSum', [product, graph.integers([-2, -1])], { keepdims: 0 }, leading);
  graph.record({
    inputs: [a],
    outputs: [norm],
    rule: ([dNorm]) => [multiply(reshape(dNorm!, [...leading, 1, 1]), polar)],
  });
  return norm;
}

/** Nodes alone, without gradient: the rule above does not go through the iterations. */
function polarFactor(a: Tensor, iterations: number): Tensor {
  const graph = a.graph;
  const leading = a.shape.slice(0, -2);
  const [rows, columns] = a.shape.slice(-2) as [number, number];
  const least = Math.min(rows, columns);
  const exchanged = a.shape.map((_, axis) => axis);
  exchanged.push(...exchanged.splice(-2).reverse());

  const size = graph.emit('ReduceL2', [a], { axes: [-2, -1], keepdims: 1 }, [...leading, 1, 1]);
  // A matrix of zeros is divided by something positive.
  const divisor = graph.emit('Max', [size, graph.constant(1e-30)], {}, size.shape);
  let x = graph.emit('Div', [a, divisor], {}, a.shape);
  for (let i = 0; i < iterations; i++) {
    const transposed = graph.emit('Transpose', [x], { perm: exchanged }, [...leading, columns, rows]);
    const wide = rows <= columns;
    // X Xᵀ or Xᵀ X, whichever is the smaller.
    const gram = graph.emit('MatMul', wide ? [x, transposed] : [transposed, x], {}, [
      ...leading,
      least,
      least,
    ]);
    const cubed = graph.emit('MatMul', wide ? [gram, x] : [x, gram], {}, a.shape);
    const more = graph.emit('Mul', [x, graph.constant(1.5)], {}, a.shape);
    const less = graph.emit('Mul', [cubed, graph.constant(0.5)], {}, a.shape);
    x = graph.emit('Sub', [more, less], {}, a.shape);
  }
  return x;
}
