/** Matrix product over the last two axes; leading axes broadcast. */
import type { Tensor } from '../../graph/tensor.js';
import { broadcastShape, requireFloat, requireShapes } from '../check.js';
import { sumTo } from '../shapes/broadcast.js';

/** @param a – `[…, M, N]`. @param b – `[…, N, P]`. @returns `[…, M, P]`. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  requireFloat('matmul', a, b);
  requireShapes(
    'matmul',
    a.shape.length >= 2 && b.shape.length >= 2 && a.shape.at(-1) === b.shape.at(-2),
    'the columns of a must be as many as the rows of b',
    a,
    b,
  );
  const leading = broadcastShape('matmul', a, b, 2);
  const y = a.graph.emit('MatMul', [a, b], {}, [...leading, a.shape.at(-2)!, b.shape.at(-1)!]);
  a.graph.record({
    inputs: [a, b],
    outputs: [y],
    rule: ([dy], wanted) => [
      wanted[0] ? sumTo(product(dy!, b, leading, { transB: 1 }), a.shape) : undefined,
      wanted[1] ? sumTo(product(a, dy!, leading, { transA: 1 }), b.shape) : undefined,
    ],
  });
  return y;
}

type Transposition = { readonly transA: 1 } | { readonly transB: 1 };

/** aᵀ·b or a·bᵀ over the last two axes, without a transposed copy. */
function product(a: Tensor, b: Tensor, leading: readonly number[], transposition: Transposition): Tensor {
  const rows = 'transA' in transposition ? a.shape.at(-1)! : a.shape.at(-2)!;
  const columns = 'transB' in transposition ? b.shape.at(-2)! : b.shape.at(-1)!;
  return a.graph.emit('FusedMatMul', [a, b], { ...transposition }, [...leading, rows, columns], {
    domain: 'com.microsoft',
  });
}
