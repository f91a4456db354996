/** What transfer on coordinates reads: all K points in the frame of the shape that they make. B batch. */
import type { Tensor } from '../../nn/graph/tensor.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { divide } from '../../nn/operators/arithmetic/divide.js';
import { sqrt } from '../../nn/operators/arithmetic/sqrt.js';
import { square } from '../../nn/operators/arithmetic/square.js';
import { subtract } from '../../nn/operators/arithmetic/subtract.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../nn/operators/reductions/reduce-sum.js';
import { reshape } from '../../nn/operators/shapes/reshape.js';

/** Pixels²: no shape is smaller than a pixel. */
const leastSpread = 1;

export interface ShapeCoordinates {
  /** `[B, 2K]`: the points less their mean, in units of their spread. */
  shape: Tensor;
  /** `[B, 1, 1]`: root of the mean squared distance from their mean, pixels. */
  scale: Tensor;
}

/** @param points – `[B, K, 2]`, pixels. */
export function shapeCoordinates(points: Tensor): ShapeCoordinates {
  const [batch, landmarks] = points.shape as readonly [number, number, number];
  const offsets = subtract(points, reduceMean(points, [1], true));
  const spread = reduceMean(reduceSum(square(offsets), [2], true), [1], true);
  const scale = sqrt(add(spread, leastSpread));
  return { shape: reshape(divide(offsets, scale), [batch, 2 * landmarks]), scale };
}

/** The same of one face in plain numbers. @param points – `[K, 2]`, pixels. */
export function plainShapeCoordinates(points: Float32Array): { shape: Float32Array; scale: number } {
  const landmarks = points.length / 2;
  let [x, y] = [0, 0];
  for (let k = 0; k < landmarks; k++) {
    x += points[2 * k]! / landmarks;
    y += points[2 * k + 1]! / landmarks;
  }
  const offsets = points.map((value, i) => value - (i % 2 === 0 ? x : y));
  const scale = Math.sqrt(offsets.reduce((sum, value) => sum + value * value, 0) / landmarks + leastSpread);
  return { shape: offsets.map((value) => value / scale), scale };
}
