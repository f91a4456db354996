/**
 * Landmark errors as the field reports them. NME of an image = 100 · mean over its counted points of
 * ‖predicted − labelled‖ / normalising distance (see normalisers.ts). Points whose label is NaN are never counted.
 * K landmarks, N images. All NME figures and thresholds are × 100 ("8" is 8 % of the normaliser).
 */
import { LineamentError } from '../../core/errors.js';
import { mean } from '../../core/numbers/statistics.js';

/**
 * Pixel distances between predicted and labelled points.
 * @param predicted – `[K, 2]`. @param labelled – `[K, 2]`, NaN where unknown. @returns `[K]`, NaN where unlabelled.
 */
export function pointErrors(predicted: Float32Array, labelled: Float32Array): Float32Array {
  if (predicted.length !== labelled.length) {
    throw new LineamentError(
      `nme: ${predicted.length / 2} predicted points against ${labelled.length / 2} labelled ones`,
      { hint: 'compare points of the same landmark set' },
    );
  }
  const errors = new Float32Array(labelled.length / 2);
  for (let k = 0; k < errors.length; k++) {
    const error = Math.hypot(
      predicted[2 * k]! - labelled[2 * k]!,
      predicted[2 * k + 1]! - labelled[2 * k + 1]!,
    );
    const isLabelled = !Number.isNaN(labelled[2 * k]! + labelled[2 * k + 1]!);
    if (isLabelled && !Number.isFinite(error)) {
      throw new LineamentError(`nme: predicted point ${k} is not a number`, { hint: 'the model is broken' });
    }
    errors[k] = isLabelled ? error : Number.NaN;
  }
  return errors;
}

/**
 * Error of one image, × 100.
 * @param errors – `[K]` pixels. @param distance – normalising distance, pixels.
 * @param counted – indices of the points that count; all by default.
 * @returns NaN where none of the counted points is labelled.
 */
export function imageNme(errors: Float32Array, distance: number, counted?: Iterable<number>): number {
  let sum = 0;
  let count = 0;
  for (const k of counted ?? errors.keys()) {
    const error = errors[k] ?? Number.NaN;
    if (Number.isNaN(error)) continue;
    sum += error;
    count++;
  }
  return count === 0 ? Number.NaN : (100 * sum) / count / distance;
}

/** Share of images, 0 to 1, whose error is above the threshold. @param nmes – `[N]`. */
export function failureRate(nmes: readonly number[], threshold: number): number {
  return mean(nmes.map((nme) => (nme > threshold ? 1 : 0)));
}

/**
 * Area under the cumulative error curve up to the threshold, divided by the threshold: exactly
 * mean(max(0, 1 − e/τ)), not a sum over sampled steps of the curve. 0 to 1.
 */
export function areaUnderCurve(nmes: readonly number[], threshold: number): number {
  return mean(nmes.map((nme) => Math.max(0, 1 - nme / threshold)));
}

export interface CurvePoint {
  error: number;
  /** Share of images with at most this error, 0 to 1. */
  share: number;
}

/** The cumulative error distribution: its corners from 0 to `limit`, exact (a step at each image's error). */
export function cumulativeErrorCurve(nmes: readonly number[], limit: number): CurvePoint[] {
  const sorted = [...nmes].sort((a, b) => a - b).filter((nme) => nme <= limit);
  const curve: CurvePoint[] = [{ error: 0, share: 0 }];
  sorted.forEach((error, i) => {
    curve.push({ error, share: i / nmes.length }, { error, share: (i + 1) / nmes.length });
  });
  curve.push({ error: limit, share: sorted.length / nmes.length });
  return curve;
}

/**
 * Mean error of each point over images, × 100.
 * @param errors – N × `[K]` pixels. @param distances – `[N]` normalising distances. @returns `[K]`, NaN where no image
 * has a label for the point.
 */
export function errorsByPoint(errors: readonly Float32Array[], distances: readonly number[]): Float64Array {
  const count = errors[0]?.length ?? 0;
  return Float64Array.from({ length: count }, (_, k) =>
    mean(errors.map((image, i) => (100 * image[k]!) / distances[i]!).filter((error) => !Number.isNaN(error))),
  );
}
