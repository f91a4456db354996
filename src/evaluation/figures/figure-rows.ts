/** The rows of an evaluation's table: every subset that the labels know, then the regions within one of them. */

import { type Normaliser, normalisers } from '../../landmarks/errors/normalisers.js';
import { type LandmarkSet, regions } from '../../landmarks/landmark-set.js';
import { type Counted, countedPoints, inRegion, type PointSubset, pointSubsets } from './counted-points.js';
import { type ComparedFace, figuresOf } from './figures.js';

export interface FigureRow {
  /** A subset, or a region of it. */
  label: string;
  /** Faces with at least one counted point. */
  faces: number;
  /** Mean number of counted points a face. */
  points: number;
  /** By every normaliser that all of these faces allow. */
  nme: Partial<Record<Normaliser, number>>;
  median: number;
  failureRate: number;
  areaUnderCurve: number;
}

export interface FigureRowOptions {
  set: LandmarkSet;
  /** That median, failure rate and area under the curve are by; every face has it. */
  normaliser: Normaliser;
  /** Of failure rate and area under the curve, × 100. */
  threshold: number;
}

export function figureRows(
  faces: readonly ComparedFace[],
  subset: PointSubset,
  options: FigureRowOptions,
): FigureRow[] {
  const subsets = pointSubsets.map((name) => figureRow(name, faces, countedPoints(name), options));
  const parts = regions.map((region) =>
    figureRow(`${region} (${subset})`, faces, countedPoints(subset, inRegion(options.set, region)), options),
  );
  return [...subsets, ...parts].filter((row) => row !== null);
}

/** Null where no face has a counted point. */
function figureRow(
  label: string,
  faces: readonly ComparedFace[],
  counted: Counted,
  { normaliser, threshold }: FigureRowOptions,
): FigureRow | null {
  const main = figuresOf(faces, { counted, normaliser, thresholds: [threshold] });
  if (main === null) return null;
  const nme: FigureRow['nme'] = {};
  for (const name of normalisers) {
    const figures = figuresOf(faces, { counted, normaliser: name, thresholds: [] });
    if (figures?.faces === main.faces) nme[name] = figures.nme;
  }
  const { faces: count, points, median } = main;
  return {
    label,
    faces: count,
    points,
    nme,
    median,
    failureRate: main.failureRate[threshold]!,
    areaUnderCurve: main.areaUnderCurve[threshold]!,
  };
}
