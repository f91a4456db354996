/**
 * The figures of an evaluation: for each subset of points and each region, NME under every normaliser that all faces
 * allow, and median, failure rate and area under the curve under the main one. All × 100 except the last two (0 to 1).
 */
import { mean, median } from '../core/statistics.js';
import { type LandmarkSet, type Region, regions, visibility } from '../landmarks/landmark-set.js';
import { areaUnderCurve, errorsByPoint, failureRate, imageNme, pointErrors } from '../landmarks/nme.js';
import { type Normaliser, normalisers } from '../landmarks/normalisers.js';
import type { PredictedFace } from './predicted-face.js';

/** By how a label was made (`direct`, `derived`, `weak`), or by whether the point is seen. */
export const pointSubsets = ['all', 'direct', 'derived', 'weak', 'visible', 'hidden'] as const;
export type PointSubset = (typeof pointSubsets)[number];

export interface Figures {
  /** A subset, or a region of it. */
  label: string;
  /** Faces with at least one counted point. */
  faces: number;
  /** Mean number of counted points a face. */
  points: number;
  nme: Partial<Record<Normaliser, number>>;
  median: number;
  failureRate: number;
  areaUnderCurve: number;
}

export interface FigureOptions {
  set: LandmarkSet;
  normaliser: Normaliser;
  /** Of failure rate and area under the curve, × 100. */
  threshold: number;
}

/** Figures of all subsets that the labels know, then of the regions within `subset`. */
export function figureRows(
  faces: readonly PredictedFace[],
  subset: PointSubset,
  options: FigureOptions,
): Figures[] {
  const subsets = pointSubsets.map((name) => figuresOf(name, faces, countedPoints(name), options));
  const parts = regions.map((region) =>
    figuresOf(`${region} (${subset})`, faces, countedPoints(subset, options.set, region), options),
  );
  return [...subsets, ...parts].filter((row) => row !== null);
}

type Counted = (face: PredictedFace) => number[];

/** The labelled points of a face that belong to a subset and, if given, to a region. */
export function countedPoints(subset: PointSubset, set?: LandmarkSet, region?: Region): Counted {
  const belongs = membership[subset];
  return (face) =>
    Array.from({ length: face.labelled.length / 2 }, (_, k) => k).filter(
      (k) =>
        !Number.isNaN(face.labelled[2 * k]!) &&
        belongs(face, k) &&
        (region === undefined || set?.points[k]?.region === region),
    );
}

const membership: Record<PointSubset, (face: PredictedFace, k: number) => boolean> = {
  all: () => true,
  direct: ({ labelQuality }, k) => labelQuality?.[k] === 0,
  derived: ({ labelQuality }, k) => labelQuality?.[k] === 1,
  weak: ({ labelQuality }, k) => labelQuality?.[k] === 2,
  visible: ({ visibility: seen }, k) => seen?.[k] === visibility.visible,
  hidden: ({ visibility: seen }, k) =>
    seen?.[k] === visibility.hiddenBySelf || seen?.[k] === visibility.hiddenByOther,
};

/** Null where no face has a counted point. */
function figuresOf(
  label: string,
  all: readonly PredictedFace[],
  counted: Counted,
  { normaliser, threshold }: FigureOptions,
): Figures | null {
  const faces = all
    .map((face) => ({ face, points: counted(face), errors: pointErrors(face.predicted, face.labelled) }))
    .filter(({ points }) => points.length > 0);
  if (faces.length === 0) return null;
  const nmes = (name: Normaliser): number[] =>
    faces.map(({ face, points, errors }) => imageNme(errors, face.distances[name] ?? Number.NaN, points));
  const main = nmes(normaliser);
  const nme: Figures['nme'] = {};
  for (const name of normalisers) {
    const value = mean(nmes(name));
    if (!Number.isNaN(value)) nme[name] = value;
  }
  return {
    label,
    faces: faces.length,
    points: mean(faces.map(({ points }) => points.length)),
    nme,
    median: median(main),
    failureRate: failureRate(main, threshold),
    areaUnderCurve: areaUnderCurve(main, threshold),
  };
}

/** NME of each face, × 100; null for a face without a counted point. */
export function faceErrors(
  faces: readonly PredictedFace[],
  subset: PointSubset,
  normaliser: Normaliser,
): (number | null)[] {
  const counted = countedPoints(subset);
  return faces.map((face) => {
    const error = imageNme(
      pointErrors(face.predicted, face.labelled),
      face.distances[normaliser]!,
      counted(face),
    );
    return Number.isNaN(error) ? null : error;
  });
}

/** Mean error of each of the K points, × 100; null where no face has a label. */
export function pointFigures(faces: readonly PredictedFace[], normaliser: Normaliser): (number | null)[] {
  const errors = errorsByPoint(
    faces.map((face) => pointErrors(face.predicted, face.labelled)),
    faces.map((face) => face.distances[normaliser]!),
  );
  return Array.from(errors, (error) => (Number.isNaN(error) ? null : error));
}

/**
 * Share of labelled points within two of their own standard deviations: 0.865 where the uncertainty is right (a
 * normal error in two dimensions), less where the model is too sure of itself.
 */
export function shareWithinTwoSigma(faces: readonly PredictedFace[], subset: PointSubset): number {
  const counted = countedPoints(subset);
  return mean(
    faces.flatMap((face) => {
      const errors = pointErrors(face.predicted, face.labelled);
      return counted(face).map((k) => (errors[k]! <= 2 * face.uncertainty[k]! ? 1 : 0));
    }),
  );
}
