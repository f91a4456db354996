/** Worker thread that composes scenes: a few that follow each other, normalised for a network. */
import sharp from 'sharp';
import { toPlanarFloat } from '../../core/image.js';
import { Random } from '../../core/random.js';
import { serveTasks } from '../../node/worker-pool.js';
import type { Normalisation } from '../load/crop-batch.js';
import { arrangeScene, type FinderScene, photographed, type SceneFace } from './compose-scene.js';
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

/** So many scenes are kept at a time: all of them are seen once before any is seen again. */
const kept = 128;
const arranged = new Map<number, FinderScene>();

async function composeBatch({ first, count }: SceneTask, setup: SceneSetup): Promise<SceneBatch> {
  const { settings, normalisation } = setup;
  const plane = 3 * settings.size ** 2;
  const images = new Float32Array(count * plane);
  const faces: SceneFace[][] = [];
  for (let i = 0; i < count; i++) {
    const scene = await pictureOf(first + i, setup);
    toPlanarFloat(scene.image, normalisation.mean, normalisation.deviation, images, i * plane);
    faces.push(scene.faces);
  }
  return { images, faces };
}

async function pictureOf(
  number: number,
  { library, settings, part, seed }: SceneSetup,
): Promise<FinderScene> {
  const block = Math.floor(number / (kept * settings.views));
  const view = Math.floor(number / kept) % settings.views;
  const scene = kept * block + (((number % kept) + 37 * view) % kept);
  const random = new Random(seed, part, scene);
  let known = arranged.get(scene);
  if (known === undefined) {
    known = await arrangeScene(random, library, settings);
    if (settings.views > 1) arranged.set(scene, known);
    for (const other of arranged.keys()) if (other < kept * block) arranged.delete(other);
  }
  return photographed(known, settings, view === 0 ? random : random.child('view', view));
}

sharp.concurrency(1);
sharp.cache(false);
serveTasks(composeBatch, ({ images }) => [images.buffer as ArrayBuffer]);
