/**
 * What is measured in one row of the study's tables and what comes out, as plain JSON that can be stored. The protocol:
 * docs/evaluation.md. K points of the model's set, 68 of the target.
 */
import type { Region } from '../../landmarks/landmark-set.js';
import type { AdapterName } from '../adapters/registry.js';
import type { RowInput } from './row-settings.js';

/**
 * How the points of a model are compared with labels of the target set.
 * - `nearest-subset`: the points that correspond on the template. Biased by how the two sets are defined.
 * - `ridge-affine`: a ridge-regressed affine map, fitted on real labels of the fit parts.
 * - `ridge-features`: the same with what the network saw around the points; only where it is asked for.
 * - `mlp`: a small network over the nearest subset, fitted on the same.
 * - `auxiliary`: a small network fitted on synthetic pairs of both sets; no real label is used.
 * - `own-head`: the model predicts the target set itself, as its only output or as its transferred one.
 */
export type WayOfComparing = AdapterName;

/** `own-set`: the model's points against labels of its own set (a dense model on dense synthetic labels). */
export type Comparison = WayOfComparing | 'own-set';

/** Always beside each other: no constant turns one into the other. */
export const rowNormalisers = ['pupils', 'outer-eye-corners'] as const;
export type RowNormaliser = (typeof rowNormalisers)[number];

/** Labels that were placed by hand at the very point, or all of them. */
export const rowSubsets = ['direct', 'all'] as const;
export type RowSubset = (typeof rowSubsets)[number];

/** Of failure rates and areas under the curve, × 100. */
export type RowThreshold = '8' | '10';

/** Both ends of a 95 % interval. */
export interface Interval {
  low: number;
  high: number;
}

/** Figures under one normaliser. All × 100 except failure rates and areas (0 to 1). */
export interface CellFigures {
  /** Faces that count: with this normaliser and a counted point. */
  faces: number;
  nme: number;
  /** Of the mean NME, by bootstrap over persons. */
  interval: Interval;
  median: number;
  failureRate: Record<RowThreshold, number>;
  areaUnderCurve: Record<RowThreshold, number>;
  /** NME over the points of each region. */
  regions: Partial<Record<Region, number>>;
  /** NME over all points that are not of the contour; null where there are none. The contour's own is in `regions`. */
  withoutContour: number | null;
  /** `[68]` (or K for `own-set`): mean error of each point; null where no face has a counted label. */
  byPoint: (number | null)[];
}

export interface MeasuredRowFace {
  /** Place in the dataset. */
  index: number;
  id: string;
  /** The person's name where the data give one, else the id. */
  person: string;
  /** NME × 100; null where this face lacks the labels for it. */
  errors: Record<RowNormaliser, number | null>;
  /** `[68 · 2]` pixels, with `keepPoints`, in cells of all points only. */
  points?: number[];
}

/** One test part, compared in one way, over one subset of the points. */
export interface RowCell {
  /** The part's name. */
  part: string;
  data: string;
  split: string | null;
  comparison: Comparison;
  points: RowSubset;
  /** Mean number of counted points a face. */
  countedPoints: number;
  /** Null where no face allows the normaliser. */
  figures: Record<RowNormaliser, CellFigures | null>;
  /** In the order of the dataset. */
  faces: MeasuredRowFace[];
}

/** What a row predicts by itself: its own head where it has one, else its nearest subset. @param cells – of one part. */
export function rowOwnCell<Cell extends Pick<RowCell, 'comparison'>>(
  cells: readonly Cell[],
): Cell | undefined {
  return (
    cells.find(({ comparison }) => comparison === 'own-head') ??
    cells.find(({ comparison }) => comparison === 'nearest-subset')
  );
}

/** How an adapter was fitted. */
export interface FittedAdapter {
  comparison: WayOfComparing;
  /** Faces that it was fitted on, without mirror images. */
  faces: number;
  persons: number;
  /** Strength of the ridge, relative to the mean variance of the input; null for other kinds. */
  ridge: number | null;
  /** Mean cross-validated error of the fit faces, per cent of the outer eye corners' distance on the template. */
  crossValidated: number | null;
}

export interface RowResult {
  format: 1;
  model: { file: string; set: string; convention: string; hasTransferred: boolean };
  target: string;
  /** As they were given. */
  settings: RowInput;
  /** Parts whose labels fitted the adapters, and whether the predictions were out of fold. */
  fit: { faces: number; persons: number; outOfFold: boolean } | null;
  adapters: FittedAdapter[];
  statistics: { seed: number; resamples: number; interval: 'percentile'; level: 0.95; resampled: 'persons' };
  cells: RowCell[];
  /** Faces that could not be measured. */
  failures: { part: string; id: string; reason: string }[];
  /** Seconds in all. */
  seconds: number;
  lineament: string;
}

/** The difference of two rows on the faces that both have. */
export interface PairedComparison {
  faces: number;
  persons: number;
  normaliser: RowNormaliser;
  /** Mean NME of the first less that of the second, × 100: below 0, the first is better. */
  difference: number;
  /** 95 %, by bootstrap over persons. */
  interval: Interval;
  /** Share of the faces on which the first is better. */
  firstBetter: number;
  /** Two-sided, of a sign-flip permutation test over persons. */
  pValue: number;
  /** Whether all sign flips were counted, or a seeded sample of them. */
  exact: boolean;
}
