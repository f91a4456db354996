/**
 * One labelled image, synthetic or real: what the store keeps in a row and what training and evaluation read.
 * K landmarks. Points are pixels of the stored image; (0, 0) is the centre of the top-left pixel.
 */
import type { Convention } from '../landmarks/landmark-set.js';
import type { SampleAttributes } from './attributes.js';

export interface Box {
  /** Left, top, width, height; pixels. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Points of one convention: `[K, 2]`, NaN where a source has none. */
export type PointsByConvention = Partial<Record<Convention, Float32Array>>;

export interface Sample {
  /** Unique in its dataset. */
  id: string;
  /** The encoded image (JPEG, PNG, …) as stored. */
  image: Uint8Array;
  width: number;
  height: number;
  /** Name of the landmark set. */
  landmarks: string;
  points: PointsByConvention;
  /** `[K, 3]` camera space, centimetres; synthetic samples only. */
  points3d: Float32Array | null;
  /** `[K]` see `visibility`; null where a source says nothing. */
  visibility: Uint8Array | null;
  /** `[K]` how a label was made: 0 placed directly, 1 derived from direct ones, 2 weak (resampled, constructed). */
  labelQuality: Uint8Array | null;
  /** The face: tight box of the points, unless the source gives one. */
  box: Box;
  /** `train`, `validation`, `test`, or whatever the source calls its parts. */
  split: string;
  /** True pupil centres `[right x, y, left x, y]`, NaN where unknown. */
  pupils: Float32Array | null;
  /** Everything else that is known: how it was made and what it shows, or what its source says. */
  attributes: SampleAttributes;
}
