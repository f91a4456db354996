/** Weights as int8, with a scale for each filter of a convolution or row of a matrix: w ≈ scale · q. O of them, the first axis. */
import { initialiserFloats } from '../onnx/initialiser-values.js';
import type { OnnxInitialiser } from '../onnx/model.js';

/** Filters of nothing but zeros, and constant activations, still need a scale. */
export const leastScale = 1e-12;

export interface WeightIntegers {
  /** In the weight's shape, −largest to largest. */
  readonly values: Int8Array;
  /** `[O]`. */
  readonly scales: Float32Array;
}

/** @param largest – the integer of a filter's largest weight, at most 127. */
export function weightIntegers(weight: OnnxInitialiser, largest: number): WeightIntegers {
  const values = initialiserFloats(weight);
  const filters = weight.shape[0]!;
  const perFilter = values.length / filters;
  const scales = Float32Array.from({ length: filters }, (_, k) => {
    const own = values.subarray(k * perFilter, (k + 1) * perFilter);
    return Math.max(own.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / largest, leastScale);
  });
  const integers = Int8Array.from(values, (value, i) =>
    Math.round(value / scales[Math.floor(i / perFilter)]!),
  );
  return { values: integers, scales };
}
