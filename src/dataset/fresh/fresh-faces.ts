/**
 * Faces made while training, each seen once: worker threads draw, crop and augment them directly into batches, and
 * nothing is stored. Face number p is a pure function of the settings and p, so a batch depends on its step alone:
 * not on the number of workers, nor on what was asked for before, and a resumed training goes on with the same faces.
 *
 * Of the part `training`, face p is the p-th of `lineament generate` with the same head, size, seed and pose, JPEG
 * included. The part `validation` draws from another stream of the seed: no face of one part is in the other.
 *
 * Limits: a face of 160 × 160 costs about 70 ms of a core, more than a small network's step on it; for two cores a
 * dataset that is made once is the better choice. B batch, K landmarks, S side of the crop.
 */
import { UsageError } from '../../core/errors.js';
import { loadHead } from '../../face/heads/registry.js';
import { WorkerPool } from '../../node/worker-pool.js';
import { emptyBatch, type LoadedBatch } from '../load/crop-batch.js';
import type { FreshFacesSetup, FreshFacesTask } from './fresh-faces-worker.js';

export interface FreshFacesOptions extends FreshFacesSetup {
  /** B. */
  batch: number;
  workers?: number;
}

export interface FreshFaces {
  /** The batch of a step; its `indices` are the faces' numbers. */
  batch(step: number): Promise<LoadedBatch>;
  close(): Promise<void>;
}

/** Faces in one task of a worker: few, so that all workers share even a single batch. */
const facesPerTask = 4;

export async function createFreshFaces(options: FreshFacesOptions): Promise<FreshFaces> {
  const { batch: batchSize, workers = 1, ...setup } = options;
  if (!(Number.isInteger(batchSize) && batchSize >= 1))
    throw new UsageError(`fresh faces: batch is ${batchSize}`, { hint: 'give a whole number of at least 1' });
  // A head that is unknown or not installed is refused here, not in a thread.
  await loadHead(setup.head);
  const pool = new WorkerPool<FreshFacesTask, LoadedBatch>('./fresh-faces-worker', import.meta.url, {
    workers,
    setup,
    interruptible: true,
  });
  return {
    async batch(step) {
      const first = step * batchSize;
      const batch = emptyBatch(batchSize, setup.landmarks.points.length, setup.inputSize);
      const parts = Array.from({ length: Math.ceil(batchSize / facesPerTask) }, async (_, task) => {
        const from = task * facesPerTask;
        const count = Math.min(facesPerTask, batchSize - from);
        const made = await pool.run({ first: first + from, count });
        for (const name of ['images', 'points', 'weights', 'visibility', 'indices'] as const)
          batch[name].set(made[name], (batch[name].length / batchSize) * from);
      });
      await Promise.all(parts);
      return batch;
    },
    close: () => pool.close(),
  };
}
