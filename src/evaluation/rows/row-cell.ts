/** One cell of a row: faces with points of the target set (or the model's own) beside their labels, in one way. */
import { mean } from '../../core/numbers/statistics.js';
import { type LandmarkSet, regions } from '../../landmarks/landmark-set.js';
import { countedPoints, inRegion } from '../figures/counted-points.js';
import { type ComparedFace, faceErrors, figuresOf, pointFigures } from '../figures/figures.js';
import type { Bootstrap } from '../tests/bootstrap.js';
import type { CellFigures, MeasuredRowFace, RowCell, RowNormaliser, RowSubset } from './row-result.js';

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
  const { part, data, split, comparison, points: subset, keepPoints } = options;
  const counted = countedPoints(subset);
  const counts = faces.map((face) => counted(face).length);
  if (counts.every((count) => count === 0)) return null;
  const errors: Record<RowNormaliser, (number | null)[]> = {
    pupils: faceErrors(faces, counted, 'pupils'),
    'outer-eye-corners': faceErrors(faces, counted, 'outer-eye-corners'),
  };
  return {
    part,
    data,
    split,
    comparison,
    points: subset,
    countedPoints: mean(counts),
    figures: {
      pupils: cellFigures(faces, 'pupils', errors.pupils, options),
      'outer-eye-corners': cellFigures(faces, 'outer-eye-corners', errors['outer-eye-corners'], options),
    },
    faces: faces.map(
      ({ index, id, person, points }, i): MeasuredRowFace => ({
        index,
        id,
        person,
        errors: { pupils: errors.pupils[i]!, 'outer-eye-corners': errors['outer-eye-corners'][i]! },
        ...(keepPoints && subset === 'all' && { points: Array.from(points, hundredths) }),
      }),
    ),
  };
}

function cellFigures(
  faces: readonly ComparedFace[],
  normaliser: RowNormaliser,
  errors: readonly (number | null)[],
  { points: subset, set, bootstrap }: CellOptions,
): CellFigures | null {
  const over = (place: (k: number) => boolean): number | null =>
    figuresOf(faces, { counted: countedPoints(subset, place), normaliser, thresholds: [] })?.nme ?? null;
  const figures = figuresOf(faces, { counted: countedPoints(subset), normaliser, thresholds: [8, 10] });
  if (figures === null) return null;
  const { points: _, ...rest } = figures;
  return {
    ...rest,
    interval: bootstrap.interval(errors),
    regions: Object.fromEntries(
      regions.flatMap((region) => {
        const error = over(inRegion(set, region));
        return error === null ? [] : [[region, error] as const];
      }),
    ),
    withoutContour: over((k) => set.points[k]!.region !== 'contour'),
    byPoint: pointFigures(faces, countedPoints(subset), normaliser),
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
