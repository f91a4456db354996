/** What a landmark set is: named points on feature curves, their regions and mirror pairs. */
import type { CurveName } from './surface.js';

export const regions = ['contour', 'brows', 'nose', 'eyes', 'mouth'] as const;
export type Region = (typeof regions)[number];

/**
 * `surface`: the point fixed on the face, seen or not. `contour`: the same, but points of the jaw that turn away slide
 * to the visible outline, as human annotators mark it.
 */
export const conventions = ['surface', 'contour'] as const;
export type Convention = (typeof conventions)[number];

export interface LandmarkDefinition {
  readonly name: string;
  readonly region: Region;
  readonly curve: CurveName;
  /** Fraction of the curve's arc length on the neutral mean face, 0 to 1. */
  readonly at: number;
}

export interface LandmarkSet {
  readonly name: string;
  /** K definitions; a point's index is its place here. */
  readonly points: readonly LandmarkDefinition[];
  /** `[K]`: the index of each point's mirror image; a point on the midline names itself. */
  readonly mirror: readonly number[];
}

/** Visibility of a landmark in an image, as stored: a byte for each point. */
export const visibility = { visible: 0, hiddenBySelf: 1, hiddenByOther: 2, outside: 3 } as const;
export type Visibility = (typeof visibility)[keyof typeof visibility];
