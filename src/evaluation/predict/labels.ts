/** What a dataset says of a face: the labels that predictions are held against. K landmarks. */
import { LineamentError } from '../../core/errors.js';
import type { Sample } from '../../dataset/sample.js';
import { type Normaliser, normalisers, normalisingDistance } from '../../landmarks/errors/normalisers.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';

export interface FaceLabels {
  /** `[K, 2]` pixels, NaN where there is no label. */
  points: Float32Array;
  /** `[K]` how each label was made; null where the source does not say, and for labels that were computed. */
  quality: Uint8Array | null;
  /** `[K]`; null likewise. */
  visibility: Uint8Array | null;
  /** Pixels; only what this face's labels allow. */
  distances: Partial<Record<Normaliser, number>>;
}

/** @param points – `[K, 2]` of the set. @param stored – false for points that were computed, not read from the dataset. */
export function labelFace(
  set: LandmarkSet,
  points: Float32Array,
  sample: Sample,
  stored: boolean,
): FaceLabels {
  const { box, pupils, labelQuality, visibility } = sample;
  const distances: FaceLabels['distances'] = {};
  for (const name of normalisers) {
    try {
      distances[name] = normalisingDistance(name, set, { points, box, pupils });
    } catch (error) {
      if (!(error instanceof LineamentError)) throw error;
    }
  }
  return {
    points,
    quality: stored ? labelQuality : null,
    visibility: stored ? visibility : null,
    distances,
  };
}

/** The labels of a sample in the wanted convention, or in the one it has. */
export function labelsOf(sample: Sample, convention: Convention): Float32Array {
  const labels = sample.points[convention] ?? sample.points.contour ?? sample.points.surface;
  if (labels === undefined) throw new LineamentError(`evaluate: sample ${sample.id} has no points`);
  return labels;
}
