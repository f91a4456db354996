/**
 * The error of a model on held-out faces: NME of its points in the crop, which a crop without augmentation leaves as
 * it is in the image (it turns and scales both axes alike). K landmarks.
 */
import { LineamentError, messageOf, UsageError } from '../../core/errors.js';
import { mean } from '../../core/numbers/statistics.js';
import { imageNme, pointErrors } from '../../landmarks/errors/nme.js';
import { type Normaliser, normalisingDistance } from '../../landmarks/errors/normalisers.js';
import { tightBox } from '../../landmarks/face-crop.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
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

/**
 * Refuses a normaliser that the set's points cannot give on any face, before anything is trained.
 */
export function checkNormaliser(normaliser: Normaliser, set: LandmarkSet): void {
  // No two points in the same place.
  const points = Float32Array.from({ length: 2 * set.points.length }, (_, i) => 1 + i);
  const fault = (name: Normaliser): string | undefined => {
    try {
      normalisingDistance(name, set, { points, box: tightBox(points)!, pupils: null });
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  };
  const found = fault(normaliser);
  if (found === undefined) return;
  const allowed = validationNormalisers.filter((name) => fault(name) === undefined);
  throw new UsageError(
    `validation.normaliser: "${normaliser}"; allowed with the landmarks ${set.name}: ${allowed.join(', ')}`,
    { hint: found },
  );
}

/**
 * Refuses faces of which none can be measured, before anything is trained.
 * @returns how many cannot; they are left out.
 */
export async function checkValidation(
  faces: ValidationFaces,
  set: LandmarkSet,
  normaliser: Normaliser,
): Promise<number> {
  const length = 2 * set.points.length;
  let unmeasured = 0;
  for await (const batch of faces.batches())
    for (let start = 0; start < batch.points.length; start += length)
      if (measuredDistance(labelled(batch, start, length), set, normaliser) === null) unmeasured++;
  if (unmeasured === faces.count)
    throw new UsageError(
      `validation.normaliser: none of ${faces.count} faces for validation has the labels that ${normaliser} needs`,
      { hint: 'choose another normaliser, such as box, or other data.validation' },
    );
  return unmeasured;
}

/** @returns null where the labels do not have what the normaliser needs. */
function measuredDistance(labels: Float32Array, set: LandmarkSet, normaliser: Normaliser): number | null {
  const box = tightBox(labels);
  if (box === null) return null;
  try {
    return normalisingDistance(normaliser, set, { points: labels, box, pupils: null });
  } catch (error) {
    if (error instanceof LineamentError) return null;
    throw error;
  }
}

/** @returns the mean NME in per cent of the faces that can be measured. */
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
      const distance = measuredDistance(labels, set, normaliser);
      if (distance !== null) nmes.push(imageNme(errors, distance));
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
