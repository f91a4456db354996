/** Worker thread that makes faces for training: draws, crops and augments a few that follow each other. */
import sharp from 'sharp';
import { internalError } from '../../core/errors.js';
import { Random } from '../../core/random.js';
import { loadHead } from '../../face/heads/registry.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { serveTasks } from '../../node/worker-pool.js';
import { sampleScene } from '../../render/sampling/scene-sampling.js';
import { createStudio, type Studio } from '../../render/studio.js';
import type { Augmentation } from '../augment/settings.js';
import { encodeShot } from '../generate/encode-shot.js';
import {
  buffersOf,
  cropBatch,
  type LoadedBatch,
  type Normalisation,
  type UncroppedFace,
} from '../load/crop-batch.js';
import { shownVisibility } from '../load/shown-visibility.js';
import type { FreshFacesSettings } from './settings.js';

type FreshPart = 'training' | 'validation';

/** Given to each worker once. */
export interface FreshFacesSetup extends FreshFacesSettings {
  part: FreshPart;
  landmarks: LandmarkSet;
  convention: Convention;
  /** S, pixels. */
  inputSize: number;
  /** Null crops as detection does. */
  augmentation: Augmentation | null;
  /** Of augmentation. */
  augmentationSeed: number;
  normalisation: Normalisation;
}

export interface FreshFacesTask {
  /** Number of the first face. */
  first: number;
  count: number;
}

/** Names of the streams that scenes are drawn from: that of training is the generator's. */
const streams: Record<FreshPart, string> = { training: 'sample', validation: 'validation' };

let studio: Promise<Studio> | undefined;

async function makeBatch({ first, count }: FreshFacesTask, setup: FreshFacesSetup): Promise<LoadedBatch> {
  const { head, landmarks } = setup;
  studio ??= loadHead(head).then((model) => createStudio({ head: model, set: landmarks }));
  const opened = await studio;
  const numbers = Array.from({ length: count }, (_, i) => first + i);
  return cropBatch(numbers, (number) => makeFace(number, opened, setup), {
    ...setup,
    mirror: opened.set.mirror,
    seed: setup.augmentationSeed,
  });
}

async function makeFace(
  number: number,
  { head, set, shoot }: Studio,
  { seed, part, size, pose, without, convention }: FreshFacesSetup,
): Promise<UncroppedFace> {
  const scene = sampleScene(new Random(seed, streams[part], number), head, {
    pose,
    without,
    backgrounds: [],
  });
  const id = `face ${number} of ${part}`;
  const sample = await encodeShot(shoot(scene, { size }), scene, {
    id,
    split: part,
    landmarks: set.name,
    layers: [],
  });
  const points = sample.points[convention];
  if (points === undefined) throw internalError(`${id} has no ${convention} points`);
  const image = await decodeImage(sample.image, id);
  const { box } = sample;
  const visibility = shownVisibility(sample, convention);
  return { image, box, points, visibility, index: number, position: number };
}

sharp.concurrency(1);
sharp.cache(false);
serveTasks(makeBatch, buffersOf);
