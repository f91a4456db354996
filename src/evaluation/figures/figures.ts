/**
 * The figures of measured faces: one function for every table. Which points count, by what errors are divided and at
 * which thresholds is the caller's. Errors are × 100, rates and areas 0 to 1. K landmarks.
 */
import { mean, median } from '../../core/numbers/statistics.js';
import {
  areaUnderCurve,
  errorsByPoint,
  failureRate,
  imageNme,
  pointErrors,
} from '../../landmarks/errors/nme.js';
import type { Normaliser } from '../../landmarks/errors/normalisers.js';
import type { FaceLabels } from '../predict/labels.js';
import type { PredictedFace } from '../predict/predict.js';
import type { Counted } from './counted-points.js';

/** A face whose labels and predicted points are of one set. */
export interface ComparedFace extends Pick<PredictedFace, 'index' | 'id' | 'person' | 'box' | 'steadyBox'> {
  labels: FaceLabels;
  /** `[K, 2]` pixels. */
  points: Float32Array;
  /** `[K]` pixels; null where the way of comparing gives none. */
  uncertainty: Float32Array | null;
  /** `[K]` pixels, NaN where there is no label. */
  errors: Float32Array;
}

/** @param labels – of the set that `points` are of. */
export function comparedFace(
  { index, id, person, box, steadyBox }: Pick<PredictedFace, 'index' | 'id' | 'person' | 'box' | 'steadyBox'>,
  labels: FaceLabels,
  points: Float32Array,
  uncertainty: Float32Array | null = null,
): ComparedFace {
  const errors = pointErrors(points, labels.points);
  return { index, id, person, box, steadyBox, labels, points, uncertainty, errors };
}

export interface FigureOptions<T extends number> {
  counted: Counted;
  normaliser: Normaliser;
  /** Of failure rates and areas under the curve, × 100. */
  thresholds: readonly T[];
}

export interface Figures<T extends number> {
  /** Faces with this normaliser and a counted point. */
  faces: number;
  /** Mean number of counted points of those. */
  points: number;
  nme: number;
  median: number;
  failureRate: Record<T, number>;
  areaUnderCurve: Record<T, number>;
}

/** @returns null where no face counts. */
export function figuresOf<T extends number>(
  faces: readonly ComparedFace[],
  { counted, normaliser, thresholds }: FigureOptions<T>,
): Figures<T> | null {
  const measured = faces.flatMap((face) => {
    const points = counted(face);
    const error = faceError(face, points, normaliser);
    return error === null ? [] : [{ error, points: points.length }];
  });
  if (measured.length === 0) return null;
  const errors = measured.map(({ error }) => error);
  const byThreshold = (figure: (nmes: readonly number[], threshold: number) => number): Record<T, number> =>
    Object.fromEntries(thresholds.map((threshold) => [threshold, figure(errors, threshold)])) as Record<
      T,
      number
    >;
  return {
    faces: errors.length,
    points: mean(measured.map(({ points }) => points)),
    nme: mean(errors),
    median: median(errors),
    failureRate: byThreshold(failureRate),
    areaUnderCurve: byThreshold(areaUnderCurve),
  };
}

/** NME of each face, × 100; null for a face without the normaliser or without a counted point. */
export function faceErrors(
  faces: readonly ComparedFace[],
  counted: Counted,
  normaliser: Normaliser,
): (number | null)[] {
  return faces.map((face) => faceError(face, counted(face), normaliser));
}

function faceError(
  { errors, labels }: ComparedFace,
  points: number[],
  normaliser: Normaliser,
): number | null {
  return orNull(imageNme(errors, labels.distances[normaliser] ?? Number.NaN, points));
}

/** `[K]` mean error of each point where it counts, × 100; null where it counts on no face. */
export function pointFigures(
  faces: readonly ComparedFace[],
  counted: Counted,
  normaliser: Normaliser,
): (number | null)[] {
  const measurable = faces.filter(({ labels }) => labels.distances[normaliser] !== undefined);
  const errors = errorsByPoint(
    measurable.map((face) => {
      const points = new Set(counted(face));
      return face.errors.map((error, k) => (points.has(k) ? error : Number.NaN));
    }),
    measurable.map(({ labels }) => labels.distances[normaliser]!),
  );
  return Array.from(errors, orNull);
}

/**
 * Share of counted points within two of their own standard deviations: 0.865 where the uncertainty is right (a
 * normal error in two dimensions), less where the model is too sure of itself.
 */
export function shareWithinTwoSigma(faces: readonly ComparedFace[], counted: Counted): number {
  return mean(
    faces.flatMap((face) =>
      counted(face).map((k) => (face.errors[k]! <= 2 * (face.uncertainty?.[k] ?? Number.NaN) ? 1 : 0)),
    ),
  );
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
