/**
 * The labelled faces of a part and what models predict for them. K points of the model's set, T of the target.
 */
import { resolve } from 'node:path';
import { LineamentError, messageOf, StoppedError } from '../../core/errors.js';
import { Random } from '../../core/random.js';
import { seededOrder } from '../../core/seeded-order.js';
import { isGenerated, openRelabel } from '../../dataset/generate/synthesised-pairs.js';
import type { Sample } from '../../dataset/sample.js';
import { haveSameLandmarks, landmarksOf } from '../../dataset/store/manifest.js';
import { type Dataset, openDataset } from '../../dataset/store/store.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';
import { normalisingDistance } from '../../landmarks/normalisers.js';
import { decodeImage } from '../../node/decode-image.js';
import { labelsOf } from '../predicted-face.js';
import { personOf } from './person.js';
import { type FacePart, type RowNormaliser, rowNormalisers } from './row-result.js';

export interface RowFace {
  index: number;
  id: string;
  person: string;
  /** Names the person over all datasets: photographs by name, generated faces by their dataset too. */
  personKey: string;
  faceKey: string;
  labels: FaceLabels;
  /** Of the model's own set where the dataset has it. */
  ownLabels: FaceLabels | null;
  predicted: Prediction;
}

export interface FaceLabels {
  /** `[T, 2]` or `[K, 2]` pixels, NaN where there is none. */
  points: Float32Array;
  /** Which points were placed directly; null where the source does not say. */
  direct: readonly boolean[] | null;
  /** Pixels; null where the labels do not allow it. */
  distances: Record<RowNormaliser, number | null>;
}

export interface Prediction {
  /** `[K, 2]` pixels. */
  points: Float32Array;
  /** `[T, 2]` pixels, of a model with a second output. */
  transferred: Float32Array | null;
}

export interface ReadContext {
  /** Set and convention of the model. */
  own: LandmarkSet;
  target: LandmarkSet;
  convention: Convention;
  seed: number;
  /** The detector for a face: the same for all, or the fold model that has not seen it. */
  detectorOf: (id: string) => Detector;
  signal?: AbortSignal | undefined;
  /** @param count – faces of the part. */
  onFace?: ((count: number) => void) | undefined;
}

export interface PartFaces {
  faces: RowFace[];
  failures: { id: string; reason: string }[];
}

export async function readPart(part: FacePart, context: ReadContext): Promise<PartFaces> {
  const dataset = await openDataset(part.data);
  try {
    const labelsFor = await targetLabels(dataset, context);
    const indices = await partIndices(dataset, part, context.seed);
    const faces: RowFace[] = [];
    const failures: PartFaces['failures'] = [];
    for (const index of indices) {
      if (context.signal?.aborted)
        throw new StoppedError(`measuring ${part.name}, after ${faces.length} faces`);
      const [sample] = await dataset.read([index]);
      // Not the face's fault if no model may predict it.
      const detector = context.detectorOf(sample!.id);
      try {
        faces.push(await readFace(sample!, index, { dataset, detector, labelsFor, context }));
      } catch (error) {
        if (!(error instanceof LineamentError)) throw error;
        failures.push({ id: sample!.id, reason: messageOf(error) });
      }
      context.onFace?.(indices.length);
    }
    return { faces, failures };
  } finally {
    dataset.close();
  }
}

async function readFace(
  sample: Sample,
  index: number,
  {
    dataset,
    detector,
    labelsFor,
    context: { own, target, convention },
  }: {
    dataset: Dataset;
    detector: Detector;
    labelsFor: (sample: Sample) => Float32Array;
    context: ReadContext;
  },
): Promise<RowFace> {
  const person = personOf(sample);
  const home = isGenerated(dataset) ? `${resolve(dataset.folder)}#` : '';
  const hasOwn = haveSameLandmarks(dataset.manifest, describe(own));
  const isTarget = haveSameLandmarks(dataset.manifest, describe(target));
  const image = await decodeImage(sample.image, sample.id);
  const { points, transferred } = await detector.detect(image, sample.box);
  return {
    index,
    id: sample.id,
    person,
    personKey: `${home}${person}`,
    faceKey: `${home}${sample.id}`,
    labels: faceLabels(target, labelsFor(sample), sample, isTarget),
    ownLabels: hasOwn ? faceLabels(own, labelsOf(sample, convention), sample, true) : null,
    predicted: { points, transferred: transferred ?? null },
  };
}

/** As a manifest names a set. */
function describe(set: LandmarkSet): { landmarks: string } {
  return { landmarks: set.name };
}

function faceLabels(set: LandmarkSet, points: Float32Array, sample: Sample, stored: boolean): FaceLabels {
  const distances = Object.fromEntries(
    rowNormalisers.map((name) => [name, distanceOr(name, set, points, sample)]),
  ) as Record<RowNormaliser, number | null>;
  const { labelQuality } = sample;
  return {
    points,
    direct: stored && labelQuality !== null ? Array.from(labelQuality, (quality) => quality === 0) : null,
    distances,
  };
}

function distanceOr(
  name: RowNormaliser,
  set: LandmarkSet,
  points: Float32Array,
  { box, pupils }: Sample,
): number | null {
  try {
    return normalisingDistance(name, set, { points, box, pupils });
  } catch (error) {
    if (error instanceof LineamentError) return null;
    throw error;
  }
}

/** Stored labels of the target set, or those that the scenes of generated faces give. */
async function targetLabels(
  dataset: Dataset,
  { target, convention }: ReadContext,
): Promise<(sample: Sample) => Float32Array> {
  if (landmarksOf(dataset.manifest).name === target.name) return (sample) => labelsOf(sample, convention);
  if (isGenerated(dataset)) return openRelabel(dataset, target, convention);
  throw new LineamentError(
    `evaluate: the dataset has labels of ${dataset.manifest.landmarks}, not of ${target.name}`,
    { file: dataset.folder, hint: `give faces with ${target.name}, or generated ones` },
  );
}

async function partIndices(
  dataset: Dataset,
  { name, split, where, limit }: FacePart,
  seed: number,
): Promise<number[]> {
  const indices = await dataset.indices({
    ...(split !== undefined && { split }),
    ...(where !== undefined && { where }),
  });
  if (indices.length === 0) {
    throw new LineamentError(`evaluate: part '${name}' holds no faces`, {
      file: dataset.folder,
      hint: `its splits are ${Object.keys(await dataset.splits()).join(', ')}`,
    });
  }
  if (limit === undefined || limit >= indices.length) return indices;
  const samples = await dataset.read(indices, { images: false });
  const persons = samples.map(personOf);
  const order = seededOrder(persons, new Random(seed, 'part limit'));
  const place = new Map(order.map((person, i) => [person, i]));
  return indices
    .map((index, i) => ({ index, place: place.get(persons[i]!)! }))
    .sort((a, b) => a.place - b.place || a.index - b.index)
    .slice(0, limit)
    .map(({ index }) => index)
    .sort((a, b) => a - b);
}
