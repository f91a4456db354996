/**
 * Scenes for a face finder, composed while training in worker threads; each is seen once. Scene number n is a pure function
 * of the settings, the heads and n, so a batch depends on its number alone. Node only. B batch, S side of a scene.
 */
import { UsageError } from '../../core/errors.js';
import { WorkerPool } from '../../node/worker-pool.js';
import type { Normalisation } from '../load/crop-batch.js';
import { openHeadLibrary } from './head-library.js';
import type { SceneBatch, SceneSetup, SceneTask } from './scene-worker.js';
import type { SceneSettings } from './settings.js';

export interface ScenesOptions {
  /** Of the datasets. */
  split: string;
  seed: number;
  normalisation: Normalisation;
  workers?: number;
}

export interface Scenes {
  /** Heads, and pictures of faces, that scenes are made of. */
  readonly faces: number;
  /** B scenes: those from `first` on. */
  compose(first: number, count: number): Promise<SceneBatch>;
  close(): Promise<void>;
}

export async function openScenes(settings: SceneSettings, options: ScenesOptions): Promise<Scenes> {
  const { split, seed, normalisation, workers = 1 } = options;
  const library = await openHeadLibrary(settings, split);
  const faces = library.heads.length + library.pictures.length;
  if (faces === 0)
    throw new UsageError(`scenes: the datasets have no face in split '${split}'`, {
      hint: 'name datasets with faces under heads or pictures',
    });
  const setup: SceneSetup = { library, settings, part: split, seed, normalisation };
  const pool = new WorkerPool<SceneTask, SceneBatch>('./scene-worker', import.meta.url, { workers, setup });
  return {
    faces,
    compose: (first, count) => pool.run({ first, count }),
    close: () => pool.close(),
  };
}
