/**
 * The error of a model on held-out faces: NME of its points in the crop, which a crop without augmentation leaves as
 * it is in the image (it turns and scales both axes alike). K landmarks.
 */
import { LineamentError } from '../../core/errors.js';
import { mean } from '../../core/statistics.js';
import { tightBox } from '../../landmarks/face-crop.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { imageNme, pointErrors } from '../../landmarks/nme.js';
import { type Normaliser, normalisingDistance } from '../../landmarks/normalisers.js';
import type { LandmarkBatch } from './face-batches.js';

/** All but `true-pupils`: the crops of a loader come without pupils. */
export const validationNormalisers = ['outer-eye-corners', 'pupils', 'box', 'diagonal'] as const;

export interface ValidationFaces {
  /** Faces in all. */
  readonly count: number;
  /**
   * Batches of faces in their order, without augmentation. The last may have fewer labels than images: those further
   * images are not counted.
   */
  batches(): AsyncIterable<LandmarkBatch>;
}

/** Points `[B, K, 2]` of images `[B, 3, S, S]`. */
export type Predict = (images: Float32Array) => Promise<Float32Array>;

/** @returns the mean NME in per cent. */
export async function validationError(
  predict: Predict,
  faces: ValidationFaces,
  set: LandmarkSet,
  normaliser: Normaliser,
): Promise<number> {
  const length = 2 * set.points.length;
  const nmes: number[] = [];
  for await (const batch of faces.batches()) {
    const predicted = await predict(batch.images);
    for (let start = 0; start < batch.points.length; start += length) {
      const labels = labelled(batch, start, length);
      const errors = pointErrors(predicted.subarray(start, start + length), labels);
      const box = tightBox(labels);
      if (box === null) continue;
      const distance = normalisingDistance(normaliser, set, { points: labels, box, pupils: null });
      nmes.push(imageNme(errors, distance));
    }
  }
  if (nmes.length === 0)
    throw new LineamentError('validation has no labelled face', {
      hint: 'give other data.validation in the recipe',
    });
  return mean(nmes);
}

/** The labels of one face, NaN where it has none. @returns `[K, 2]`. */
function labelled({ points, weights }: LandmarkBatch, start: number, length: number): Float32Array {
  const labels = points.slice(start, start + length);
  for (let i = 0; i < length; i++) if (weights[(start + i) >> 1] === 0) labels[i] = Number.NaN;
  return labels;
}
