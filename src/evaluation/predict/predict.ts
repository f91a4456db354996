/**
 * Runs a detector over labelled faces and keeps labels and predictions side by side: the one way by which anything is
 * measured here, from `lineament model evaluate` to the rows of a study. The detector sees each face through the box of its
 * labels, as the published protocols do. A face that cannot be measured is listed and the rest goes on.
 * K points of the model's set, M of its second set.
 */

import { LineamentError, messageOf, StoppedError } from '../../core/errors.js';
import { silentWork, type Work } from '../../core/work.js';
import { checkLabels } from '../../dataset/check-labels.js';
import type { Sample } from '../../dataset/sample.js';
import type { Detection, Detector } from '../../detect/landmarks/detector.js';
import type { FacePatches } from '../../detect/landmarks/feature-patches.js';
import { type Normaliser, normalisingDistance } from '../../landmarks/errors/normalisers.js';
import { enlargeBox, type FaceBox } from '../../landmarks/face-crop.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import type { LabelledFaces } from './labelled-faces.js';
import type { FaceLabels } from './labels.js';
import { personOf } from './person.js';
import { type BoxProtocol, jitterBox, plainBoxes } from './protocol-box.js';

/** Points of one set, as a model gives them. */
export interface PredictedPoints {
  /** `[K, 2]` pixels. */
  points: Float32Array;
  /** `[K]` pixels. */
  uncertainty: Float32Array;
}

/** What a model says of a face. */
export interface Prediction extends PredictedPoints {
  /** Of a model with label transfer: `[M]` points of its second set. */
  transferred: PredictedPoints | null;
  /** What the network saw around points, where it was asked for and the detector tells. */
  patches?: FacePatches | undefined;
}

/** One face, labelled and detected. */
export interface PredictedFace {
  /** Place in the dataset. */
  index: number;
  id: string;
  person: string;
  /** Names the person over all datasets: photographs by name, generated faces by their dataset too. */
  personKey: string;
  faceKey: string;
  /** The box that was given to the detector. */
  box: FaceBox;
  /** The same before it was jittered. */
  steadyBox: FaceBox;
  labels: FaceLabels;
  /** Of the model's own set, where they were asked for and the dataset has them. */
  ownLabels: FaceLabels | null;
  predicted: Prediction;
}

export interface FailedFace {
  id: string;
  reason: string;
}

export interface PredictOptions {
  /** How the dataset's boxes are changed; not at all by default. */
  boxes?: BoxProtocol;
  /** Faces that do not allow this one fail; all are kept by default. */
  normaliser?: Normaliser;
  /** Reads what the network saw; all that is kept of it, since maps of features are large. */
  patches?: ((detection: Detection) => FacePatches | undefined) | undefined;
}

/** @param detector – the same for all faces, or the one for the face of an id. */
export async function predict(
  detector: Detector | ((id: string) => Detector),
  faces: LabelledFaces,
  options: PredictOptions,
  work: Work = silentWork,
): Promise<{ faces: PredictedFace[]; failures: FailedFace[] }> {
  const { dataset, indices } = faces;
  const predicted: PredictedFace[] = [];
  const failures: FailedFace[] = [];
  work.report(0, indices.length);
  for (const [done, index] of indices.entries()) {
    if (work.signal.aborted) throw new StoppedError(`after ${done} of ${indices.length} faces`);
    const [sample] = await dataset.read([index]);
    // Not the face's fault if no model may predict it.
    const own = typeof detector === 'function' ? detector(sample!.id) : detector;
    try {
      predicted.push(await predictFace(own, faces, sample!, index, options));
    } catch (error) {
      if (!(error instanceof LineamentError)) throw error;
      failures.push({ id: sample!.id, reason: messageOf(error) });
    }
    work.report(done + 1, indices.length);
  }
  return { faces: predicted, failures };
}

/** For callers that need at least one. @param failures – of all the faces. */
export function noneMeasured(failures: readonly FailedFace[], folder: string): LineamentError {
  return new LineamentError(
    `evaluate: none of ${failures.length} faces could be measured; ${failures[0]!.id}: ${failures[0]!.reason}`,
    { file: folder },
  );
}

async function predictFace(
  detector: Detector,
  { set, label, labelOwn, home }: LabelledFaces,
  sample: Sample,
  index: number,
  { boxes = plainBoxes, normaliser, patches }: PredictOptions,
): Promise<PredictedFace> {
  checkLabels(sample);
  const labels = label(sample);
  // Asked for again so that the error says what is missing.
  if (normaliser !== undefined && labels.distances[normaliser] === undefined)
    normalisingDistance(normaliser, set, { points: labels.points, box: sample.box, pupils: sample.pupils });
  const image = await decodeImage(sample.image, sample.id);
  const steadyBox = enlargeBox(sample.box, boxes.enlargement);
  const box = jitterBox(steadyBox, boxes.jitter, sample.id);
  const detection = await detector.detect(image, box);
  const { points, uncertainty, transferred, transferredUncertainty } = detection;
  const person = personOf(sample);
  return {
    index,
    id: sample.id,
    person,
    personKey: `${home}${person}`,
    faceKey: `${home}${sample.id}`,
    box,
    steadyBox,
    labels,
    ownLabels: labelOwn?.(sample) ?? null,
    predicted: {
      points,
      uncertainty,
      transferred:
        transferred === undefined || transferredUncertainty === undefined
          ? null
          : { points: transferred, uncertainty: transferredUncertainty },
      patches: patches?.(detection),
    },
  };
}
