/** Worker thread that composes scenes: a few that follow each other, normalised for a network. */
import sharp from 'sharp';
import { toPlanarFloat } from '../../core/image.js';
import { Random } from '../../core/random.js';
import { serveTasks } from '../../node/worker-pool.js';
import type { Normalisation } from '../load/crop-batch.js';
import { composeScene, type SceneFace } from './compose-scene.js';
import type { HeadLibrary } from './head-library.js';
import type { SceneSettings } from './settings.js';

/** Given to each worker once. */
export interface SceneSetup {
  library: HeadLibrary;
  settings: SceneSettings;
  /** Names the stream beside the seed: scenes of two parts are never the same. */
  part: string;
  seed: number;
  normalisation: Normalisation;
}

export interface SceneTask {
  /** Number of the first scene. */
  first: number;
  count: number;
}

export interface SceneBatch {
  /** `[B, 3, S, S]`, normalised. */
  images: Float32Array;
  /** Of each scene. */
  faces: SceneFace[][];
}

async function composeBatch({ first, count }: SceneTask, setup: SceneSetup): Promise<SceneBatch> {
  const { library, settings, part, seed, normalisation } = setup;
  const plane = 3 * settings.size ** 2;
  const images = new Float32Array(count * plane);
  const faces: SceneFace[][] = [];
  for (let i = 0; i < count; i++) {
    const scene = await composeScene(new Random(seed, part, first + i), library, settings);
    toPlanarFloat(scene.image, normalisation.mean, normalisation.deviation, images, i * plane);
    faces.push(scene.faces);
  }
  return { images, faces };
}

sharp.concurrency(1);
sharp.cache(false);
serveTasks(composeBatch, ({ images }) => [images.buffer as ArrayBuffer]);
