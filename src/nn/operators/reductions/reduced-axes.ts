/** The shapes of reductions. */
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { normaliseAxis, requireShapes } from '../check.js';

export interface ReducedAxes {
  readonly axes: readonly number[];
  /** The shape with reduced axes at size 1. */
  readonly kept: readonly number[];
  /** The shape that comes out. */
  readonly shape: readonly number[];
  /** How many elements go into one. */
  readonly count: number;
}

export function reducedAxes(
  operator: string,
  x: Tensor,
  axes: readonly number[] | undefined,
  keepDims: boolean,
): ReducedAxes {
  const front = (axes ?? x.shape.map((_, axis) => axis)).map((axis) =>
    normaliseAxis(operator, axis, x.shape),
  );
  requireShapes(operator, new Set(front).size === front.length, `axes [${front.join(', ')}] must differ`, x);
  const kept = x.shape.map((size, axis) => (front.includes(axis) ? 1 : size));
  const shape = keepDims ? kept : x.shape.filter((_, axis) => !front.includes(axis));
  return { axes: front, kept, shape, count: sizeOf(x.shape) / sizeOf(kept) };
}
