/** How a parameter gets its first values. Each draws from a stream of its own, named by seed and parameter. */
import { internalError } from '../../core/errors.js';
import type { Random } from '../../core/random.js';
import { type Shape, sizeOf } from './shape.js';

/** Gives the first values of a parameter of this shape, flat. */
export type Initialiser = (random: Random, shape: Shape) => Float32Array;

export const constantInitialiser =
  (value: number): Initialiser =>
  (_, shape) =>
    new Float32Array(sizeOf(shape)).fill(value);

export const normalInitialiser =
  (deviation: number, mean = 0): Initialiser =>
  (random, shape) =>
    Float32Array.from({ length: sizeOf(shape) }, () => random.normal(mean, deviation));

export const uniformInitialiser =
  (bound: number): Initialiser =>
  (random, shape) =>
    Float32Array.from({ length: sizeOf(shape) }, () => random.uniform(-bound, bound));

/**
 * Normal with variance gain² / fan (He et al., ICCV 2015), for weights `[K, C, kernel, kernel]` or `[K, C]`.
 * Fan 'in' keeps the forward signal's variance, 'out' the gradient's.
 */
export const kaimingInitialiser =
  (fan: 'in' | 'out' = 'in', gain: number = Math.SQRT2): Initialiser =>
  (random, shape) => {
    const spatial = sizeOf(shape.slice(2));
    const size = (fan === 'in' ? (shape[1] ?? 1) : (shape[0] ?? 1)) * spatial;
    return normalInitialiser(gain / Math.sqrt(size))(random, shape);
  };

/** These very values, for example of a network trained before. */
export const givenInitialiser =
  (values: ArrayLike<number>): Initialiser =>
  (_, shape) => {
    if (values.length !== sizeOf(shape))
      throw internalError(`${values.length} values given for shape [${shape.join(', ')}]`);
    return Float32Array.from(values);
  };
