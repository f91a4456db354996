/** The figures of one cell: faces with points of the target set (or the model's own) beside their labels. */
import { mean, median } from '../../core/statistics.js';
import { type LandmarkSet, regions } from '../../landmarks/landmark-set.js';
import { areaUnderCurve, errorsByPoint, failureRate, imageNme, pointErrors } from '../../landmarks/nme.js';
import type { Bootstrap } from './bootstrap.js';
import type { FaceLabels } from './row-faces.js';
import type { CellFigures, MeasuredRowFace, RowCell, RowNormaliser, RowSubset } from './row-result.js';

/** One face of a cell. */
export interface ComparedFace {
  index: number;
  id: string;
  person: string;
  labels: FaceLabels;
  /** As many points as the labels have; pixels. */
  points: Float32Array;
}

export interface CellOptions {
  part: string;
  data: string;
  split: string | null;
  comparison: RowCell['comparison'];
  points: RowSubset;
  set: LandmarkSet;
  bootstrap: Bootstrap;
  keepPoints: boolean;
}

/** @returns null where no face has a label of the subset (sources that do not say which points are direct). */
export function rowCell(faces: readonly ComparedFace[], options: CellOptions): RowCell | null {
  const { part, data, split, comparison, points: subset, set, bootstrap, keepPoints } = options;
  const measured = faces.map((face) => {
    const counted = countedPoints(face.labels, subset);
    const errors = pointErrors(face.points, face.labels.points);
    return { face, counted, errors: errors.map((error, k) => (counted.includes(k) ? error : Number.NaN)) };
  });
  if (measured.every(({ counted }) => counted.length === 0)) return null;
  const figuresBy = (normaliser: RowNormaliser): CellFigures | null =>
    cellFigures(
      measured.map(({ face, errors }) => ({ errors, distance: face.labels.distances[normaliser] })),
      set,
      bootstrap,
    );
  return {
    part,
    data,
    split,
    comparison,
    points: subset,
    countedPoints: mean(measured.map(({ counted }) => counted.length)),
    figures: { pupils: figuresBy('pupils'), 'outer-eye-corners': figuresBy('outer-eye-corners') },
    faces: measured.map(({ face, errors }): MeasuredRowFace => {
      const { index, id, person, labels, points } = face;
      return {
        index,
        id,
        person,
        errors: {
          pupils: faceError({ errors, distance: labels.distances.pupils }),
          'outer-eye-corners': faceError({ errors, distance: labels.distances['outer-eye-corners'] }),
        },
        ...(keepPoints && subset === 'all' && { points: Array.from(points, hundredths) }),
      };
    }),
  };
}

function countedPoints({ points, direct }: FaceLabels, subset: RowSubset): number[] {
  return Array.from({ length: points.length / 2 }, (_, k) => k).filter(
    (k) => !Number.isNaN(points[2 * k]! + points[2 * k + 1]!) && (subset === 'all' || direct?.[k] === true),
  );
}

interface FaceErrors {
  /** `[T]` pixels, NaN where a point does not count. */
  errors: Float32Array;
  distance: number | null;
}

function cellFigures(
  faces: readonly FaceErrors[],
  set: LandmarkSet,
  bootstrap: Bootstrap,
): CellFigures | null {
  const all = faces.map((face) => faceError(face));
  const known = all.filter((error) => error !== null);
  if (known.length === 0) return null;
  const over = (counts: (k: number) => boolean): number => {
    const places = [...set.points.keys()].filter(counts);
    return mean(faces.map((face) => faceError(face, places)).filter((error) => error !== null));
  };
  const byRegion = regions
    .map((region) => [region, over((k) => set.points[k]!.region === region)] as const)
    .filter(([, error]) => !Number.isNaN(error));
  const withoutContour = over((k) => set.points[k]!.region !== 'contour');
  const withDistance = faces.filter(({ distance }) => distance !== null);
  const byPoint = errorsByPoint(
    withDistance.map(({ errors }) => errors),
    withDistance.map(({ distance }) => distance!),
  );
  return {
    faces: known.length,
    nme: mean(known),
    interval: bootstrap.interval(all),
    median: median(known),
    failureRate: { '8': failureRate(known, 8), '10': failureRate(known, 10) },
    areaUnderCurve: { '8': areaUnderCurve(known, 8), '10': areaUnderCurve(known, 10) },
    regions: Object.fromEntries(byRegion),
    withoutContour: orNull(withoutContour),
    byPoint: Array.from(byPoint, orNull),
  };
}

/** × 100; null where nothing counts or the normaliser is missing. */
function faceError({ errors, distance }: FaceErrors, places?: readonly number[]): number | null {
  return distance === null ? null : orNull(imageNme(errors, distance, places));
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
