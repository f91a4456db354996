/**
 * The points of one face as one Gaussian: where they are thought to be, in which few ways they are wrong together (modes), and what each
 * is wrong by alone (residual): x = points + modesᵀ z + ε, z ~ N(0, 1), ε ~ N(0, residual). Points that a person has
 * fixed condition the rest in closed form; by Woodbury's identity the system to solve has the rank of the modes, however
 * many points there are. K points, R modes, F fixed points. Pixels. Safe in browsers.
 *
 * Limits: one Gaussian knows one face; a detector that took an ear for an eye is not put right by one point.
 */
import { choleskyFactor } from '../core/numbers/linear-system.js';

export interface PointGaussian {
  /** `[K, 2]` pixels: the mean. */
  points: Float32Array;
  /** `[R][2K]` pixels. */
  modes: readonly Float32Array[];
  /** `[K]` variance of each point along either axis that no mode tells of, square pixels. */
  residual: Float32Array;
  /** Standard deviation of where a person puts a point, along either axis, pixels: what a fixed point says of the others. */
  hand: number;
}

/** Where a person has put a point. */
export interface FixedPoint {
  x: number;
  y: number;
  /** It says nothing of the other points. */
  alone?: true;
}

/** By index of the point. */
export type FixedPoints = ReadonlyMap<number, FixedPoint>;

/** A point that no mode and no residual moves still needs a little, or two equal claims contradict each other. */
const leastVariance = 1e-9;

/** @returns `[K, 2]`: fixed points where they were put, to the bit of float32, and the rest as they are to be expected then. */
export function conditionPoints(gaussian: PointGaussian, fixed: FixedPoints): Float32Array {
  const { points, modes } = gaussian;
  const given = points.slice();
  if (fixed.size === 0) return given;
  const { factor, pull } = posterior(gaussian, fixed);
  const weights = solveFactored(factor, pull, modes.length);
  for (const [r, mode] of modes.entries()) {
    const weight = weights[r]!;
    for (let i = 0; i < given.length; i++) given[i]! += weight * mode[i]!;
  }
  for (const [k, { x, y }] of fixed) {
    given[2 * k] = x;
    given[2 * k + 1] = y;
  }
  return given;
}

/** @returns `[K]` standard deviation of each point along either axis once these are fixed, pixels; 0 for the fixed ones. */
export function remainingSpread(gaussian: PointGaussian, fixed: FixedPoints): Float32Array {
  const { modes, residual } = gaussian;
  const size = modes.length;
  const { factor } = posterior(gaussian, fixed);
  const column = new Float64Array(size);
  return residual.map((variance, k) => {
    if (fixed.has(k)) return 0;
    let sum = 0;
    for (let axis = 0; axis < 2; axis++) {
      // |L⁻¹ m|² = mᵀ A⁻¹ m.
      for (let i = 0; i < size; i++) {
        let value = modes[i]![2 * k + axis]!;
        for (let j = 0; j < i; j++) value -= factor[i * size + j]! * column[j]!;
        column[i] = value / factor[i * size + i]!;
        sum += column[i]! ** 2;
      }
    }
    return Math.sqrt(variance + sum / 2);
  });
}

/** Of z: the Cholesky factor of its precision `[R, R]`, and what the fixed points pull it by `[R]`. */
function posterior(
  { points, modes, residual, hand }: PointGaussian,
  fixed: FixedPoints,
): { factor: Float64Array; pull: Float64Array } {
  const size = modes.length;
  const factor = new Float64Array(size * size);
  const pull = new Float64Array(size);
  for (let r = 0; r < size; r++) factor[r * size + r] = 1;
  for (const [k, { x, y, alone }] of fixed) {
    if (alone) continue;
    const precision = 1 / (residual[k]! + hand * hand + leastVariance);
    for (const [axis, value] of [x, y].entries()) {
      const at = 2 * k + axis;
      const missed = value - points[at]!;
      for (let i = 0; i < size; i++) {
        const own = precision * modes[i]![at]!;
        pull[i]! += own * missed;
        for (let j = 0; j <= i; j++) factor[i * size + j]! += own * modes[j]![at]!;
      }
    }
  }
  choleskyFactor(factor, size);
  return { factor, pull };
}

/** L Lᵀ x = b. @param factor – `[n, n]`, lower. */
function solveFactored(factor: Float64Array, b: Float64Array, n: number): Float64Array {
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) x[i]! -= factor[i * n + j]! * x[j]!;
    x[i]! /= factor[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i]! -= factor[j * n + i]! * x[j]!;
    x[i]! /= factor[i * n + i]!;
  }
  return x;
}
