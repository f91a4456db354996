/** A labelled picture as a sample: what people mark is the visible contour, and little is known of the scene. K landmarks. */
import { LineamentError } from '../../core/errors.js';
import { tightBox } from '../../landmarks/face-crop.js';
import type { Convention } from '../../landmarks/landmark-set.js';
import type { Box } from '../sample.js';
import type { LayeredSample } from '../store/columns.js';
import type { StorableImage } from './files/storable-image.js';

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
  /** `[K, 2]` pixels, NaN where there is no label. */
  points: Float32Array;
  /** What the points mean (`contour` by default). */
  convention?: Convention;
  /** `[K]` see `Sample`; null, unless the source tells. */
  visibility?: Uint8Array | null;
  /** See `Sample`; null, unless the source tells. */
  pupils?: Float32Array | null;
  box: Box;
  landmarks: string;
  split: string;
  /** `[K]` see `Sample`. */
  labelQuality?: Uint8Array | null;
  attributes: Record<string, unknown>;
}

export function photographSample(photograph: LabelledPhotograph): LayeredSample {
  const { image, points, convention = 'contour', ...rest } = photograph;
  const { visibility = null, pupils = null, labelQuality = null } = rest;
  return {
    ...rest,
    image: image.bytes,
    width: image.width,
    height: image.height,
    points: { [convention]: points },
    points3d: null,
    visibility,
    labelQuality,
    pupils,
  };
}

/** The tight box of the points that are known. @param file – of the labels, for messages. */
export function faceBox(points: Float32Array, file: string): Box {
  const box = tightBox(points);
  if (box !== null && box.width > 0 && box.height > 0) return box;
  throw new LineamentError(box === null ? 'no point has a label' : 'all points lie on one line', {
    file,
    hint: 'correct the points or leave out the file',
  });
}
