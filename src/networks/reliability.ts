/**
 * What makes a model's own doubts honest, fitted after training and kept in the model file: error bars that are as wide as the
 * errors are, and how probable it is that a face is wrong altogether. Safe in browsers. K landmarks.
 */
import { z } from 'zod';

export interface Reliability {
  /**
   * `[K]` each: a deviation σ becomes √((scale · σ)² + (floor · side of the crop)²); behind an adapter, which keeps its own, the floor
   * is in units of the face's frame.
   */
  uncertainty: { scale: number[]; floor: number[] };
  /**
   * The logistic function's argument: intercept + distance · ln d + deviation · ln s, of the features' distance d from those of
   * training faces (output `distance`) and the geometric mean s of the deviations as the network gives them, as a share of the crop's side.
   */
  wrong: { intercept: number; distance: number; deviation: number };
  /** A face is wrong whose mean error is above so many per cent of the outer eye corners' distance. */
  wrongAbove: number;
  /** What both were fitted on, in a sentence. */
  fittedOn: string;
}

export const deviationsSchema: z.ZodType<Reliability['uncertainty']> = z.object({
  scale: z.array(z.number().min(0)),
  floor: z.array(z.number().min(0)),
});

export const reliabilitySchema: z.ZodType<Reliability> = z.object({
  uncertainty: deviationsSchema,
  wrong: z.object({ intercept: z.number(), distance: z.number(), deviation: z.number() }),
  wrongAbove: z.number().positive(),
  fittedOn: z.string(),
});

/** @param sigma – `[K]` as the network gives them, pixels of the crop. @param size – what the floor is a share of, in the unit of sigma. */
export function honestDeviations(
  { scale, floor }: Reliability['uncertainty'],
  sigma: Float32Array,
  size: number,
): Float32Array {
  return sigma.map((value, k) => Math.hypot(scale[k]! * value, floor[k]! * size));
}

/** Logarithm of the geometric mean of deviations, as shares of the crop's side. */
export function logDeviation(sigma: ArrayLike<number>, size: number): number {
  let sum = 0;
  for (let k = 0; k < sigma.length; k++) sum += Math.log(sigma[k]! / size);
  return sum / sigma.length;
}

/** @param distance – of the features. @param sigma – `[K]` as the network gives them. @returns 0 to 1. */
export function wrongProbability(
  { wrong: { intercept, distance: weight, deviation } }: Reliability,
  distance: number,
  sigma: Float32Array,
  size: number,
): number {
  const argument =
    intercept + weight * Math.log(Math.max(distance, 1e-6)) + deviation * logDeviation(sigma, size);
  return 1 / (1 + Math.exp(-argument));
}
