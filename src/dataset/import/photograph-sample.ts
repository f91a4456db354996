/** A labelled photograph as a sample: what people mark is the visible contour, and nothing is known of the scene. K landmarks. */
import type { LayeredSample } from '../columns.js';
import type { Box } from '../sample.js';
import type { StorableImage } from './storable-image.js';

/** What an importer knows of all its photographs. */
export interface ImportTarget {
  /** Name of the landmark set. */
  landmarks: string;
  /** K. */
  pointCount: number;
  split: string;
}

export interface LabelledPhotograph {
  id: string;
  image: StorableImage;
  /** `[K, 2]` pixels. */
  points: Float32Array;
  box: Box;
  landmarks: string;
  split: string;
  /** `[K]` see `Sample`. */
  labelQuality?: Uint8Array | null;
  attributes: Record<string, unknown>;
}

export function photographSample(photograph: LabelledPhotograph): LayeredSample {
  const { image, points, labelQuality = null, ...rest } = photograph;
  return {
    ...rest,
    image: image.bytes,
    width: image.width,
    height: image.height,
    points: { contour: points },
    points3d: null,
    visibility: null,
    labelQuality,
    pupils: null,
  };
}
