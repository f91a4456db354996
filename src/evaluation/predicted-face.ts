/**
 * Runs a detector over the faces of a dataset and keeps labels and predictions side by side. A face that cannot be
 * measured is listed and the rest goes on. K landmarks.
 */
import { LineamentError, messageOf, StoppedError } from '../core/errors.js';
import type { Sample } from '../dataset/sample.js';
import type { Dataset, Selection } from '../dataset/store/store.js';
import type { Detector } from '../detect/landmarks/detector.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import type { Convention, LandmarkSet } from '../landmarks/landmark-set.js';
import { type Normaliser, normalisers, normalisingDistance } from '../landmarks/normalisers.js';
import { decodeImage } from '../node/decode-image.js';
import { type BoxProtocol, enlargeBox, jitterBox } from './protocol-box.js';

/** One face, labelled and detected. */
export interface PredictedFace {
  /** Place in the dataset. */
  index: number;
  id: string;
  /** The box that was given to the detector. */
  box: FaceBox;
  /** The same before it was jittered. */
  steadyBox: FaceBox;
  /** `[K, 2]` pixels, NaN where there is no label. */
  labelled: Float32Array;
  /** `[K, 2]` pixels. */
  predicted: Float32Array;
  /** `[K]` pixels. */
  uncertainty: Float32Array;
  labelQuality: Uint8Array | null;
  visibility: Uint8Array | null;
  /** Pixels; only what this face's labels allow. */
  distances: Partial<Record<Normaliser, number>>;
}

export interface FailedFace {
  id: string;
  reason: string;
}

/** A part of the dataset; all of it by default. */
export interface PredictOptions extends Selection {
  boxes: BoxProtocol;
  /** Each face must allow this one. */
  normaliser: Normaliser;
  set: LandmarkSet;
  /** Which labels to compare with; where a sample lacks them, those it has. */
  convention: Convention;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

export async function predictFaces(
  detector: Detector,
  dataset: Dataset,
  options: PredictOptions,
): Promise<{ faces: PredictedFace[]; failures: FailedFace[] }> {
  const indices = await facesOf(dataset, options);
  const faces: PredictedFace[] = [];
  const failures: FailedFace[] = [];
  let done = 0;
  for (const index of indices) {
    if (options.signal?.aborted) throw new StoppedError(`after ${done} of ${indices.length} faces`);
    const [sample] = await dataset.read([index]);
    try {
      faces.push(await predictFace(detector, sample!, index, options));
    } catch (error) {
      if (!(error instanceof LineamentError)) throw error;
      failures.push({ id: sample!.id, reason: messageOf(error) });
    }
    options.onProgress?.(++done, indices.length);
  }
  if (faces.length === 0) {
    throw new LineamentError(
      `evaluate: none of the ${indices.length} faces could be measured; ${failures[0]!.id}: ${failures[0]!.reason}`,
      { file: dataset.folder },
    );
  }
  return { faces, failures };
}

async function facesOf(dataset: Dataset, { split, where }: Selection): Promise<number[]> {
  const indices = await dataset.indices({
    ...(split !== undefined && { split }),
    ...(where !== undefined && { where }),
  });
  if (indices.length > 0) return indices;
  const splits = Object.entries(await dataset.splits()).map(([name, count]) => `${name} (${count})`);
  const part = split === undefined ? 'the dataset' : `split '${split}'`;
  throw new LineamentError(`evaluate: ${part} holds no faces${where === undefined ? '' : ` with ${where}`}`, {
    file: dataset.folder,
    hint: splits.length > 0 ? `its splits are ${splits.join(', ')}` : 'make it again',
  });
}

async function predictFace(
  detector: Detector,
  sample: Sample,
  index: number,
  { set, convention, normaliser, boxes }: PredictOptions,
): Promise<PredictedFace> {
  const labelled = labelsOf(sample, convention);
  const distances = availableDistances(set, { points: labelled, box: sample.box, pupils: sample.pupils });
  // Asked for again so that the error says what is missing.
  if (distances[normaliser] === undefined) {
    normalisingDistance(normaliser, set, { points: labelled, box: sample.box, pupils: sample.pupils });
  }
  const image = await decodeImage(sample.image, sample.id);
  const steadyBox = enlargeBox(sample.box, boxes.enlargement);
  const box = jitterBox(steadyBox, boxes.jitter, sample.id);
  const { points, uncertainty } = await detector.detect(image, box);
  const { labelQuality, visibility, id } = sample;
  return {
    index,
    id,
    box,
    steadyBox,
    labelled,
    predicted: points,
    uncertainty,
    labelQuality,
    visibility,
    distances,
  };
}

/** The labels of a sample in the wanted convention, or in the one it has. */
export function labelsOf(sample: Sample, convention: Convention): Float32Array {
  const labels = sample.points[convention] ?? sample.points.contour ?? sample.points.surface;
  if (labels === undefined) throw new LineamentError(`evaluate: sample ${sample.id} has no points`);
  return labels;
}

function availableDistances(
  set: LandmarkSet,
  face: Parameters<typeof normalisingDistance>[2],
): PredictedFace['distances'] {
  const distances: PredictedFace['distances'] = {};
  for (const name of normalisers) {
    try {
      distances[name] = normalisingDistance(name, set, face);
    } catch (error) {
      if (!(error instanceof LineamentError)) throw error;
    }
  }
  return distances;
}
