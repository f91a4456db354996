/** What a landmark set is: named points on feature curves and between them, their regions and mirror pairs. */
import type { Vector3 } from '../core/vector.js';
import type { CurveName, SurfacePoint } from './surface.js';

/** `skin` is what lies between the features: cheeks, forehead, temples, chin. */
export const regions = ['contour', 'brows', 'nose', 'eyes', 'mouth', 'skin', 'ears'] as const;
export type Region = (typeof regions)[number];

/**
 * `surface`: the point fixed on the face, seen or not. `contour`: the same, but points of the face's oval (jaw, hairline) that turn away slide
 * to the visible outline, as human annotators mark it.
 */
export const conventions = ['surface', 'contour'] as const;
export type Convention = (typeof conventions)[number];

/** A place on a feature curve. */
export interface CurvePlace {
  readonly curve: CurveName;
  /** Fraction of the curve's arc length on the neutral mean face, 0 to 1. */
  readonly at: number;
}

interface NamedLandmark {
  readonly name: string;
  readonly region: Region;
}

/** A point on a curve, or beside it. */
export interface CurveLandmark extends NamedLandmark, CurvePlace {
  /** From the curve's place on the neutral mean face, brought to the nearest skin: head space, centimetres. */
  readonly offset?: Vector3;
}

/** A point between curves: a weighted mean of places on them, brought to the nearest skin on the neutral mean face. */
export interface BlendLandmark extends NamedLandmark {
  /** The weights sum to 1. */
  readonly blend: readonly (CurvePlace & { readonly weight: number })[];
  /** Added to the mean before it is brought to the skin: head space, centimetres. */
  readonly offset?: Vector3;
  /** The very surface point on one head, where the landmark was given as such; other heads take the blend. */
  readonly exact?: SurfacePoint & { readonly head: string };
}

export type LandmarkDefinition = CurveLandmark | BlendLandmark;

export interface LandmarkSet {
  readonly name: string;
  /** K definitions; a point's index is its place here. */
  readonly points: readonly LandmarkDefinition[];
  /** `[K]`: the index of each point's mirror image; a point on the midline names itself. */
  readonly mirror: readonly number[];
}

/** A set whose points all lie on curves. */
export interface CurveSet extends LandmarkSet {
  readonly points: readonly CurveLandmark[];
}

/** Visibility of a landmark in an image, as stored: a byte for each point. */
export const visibility = { visible: 0, hiddenBySelf: 1, hiddenByOther: 2, outside: 3 } as const;
export type VisibilityKind = keyof typeof visibility;
/** In the order of their numbers, as models give their shares. */
export const visibilityNames: readonly VisibilityKind[] = Object.keys(visibility) as VisibilityKind[];
export const visibilityKinds: number = visibilityNames.length;
export type Visibility = (typeof visibility)[VisibilityKind];

/** In a byte for each point: nobody says. */
export const unknownVisibility = 255;
