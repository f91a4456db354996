/**
 * Generates a dataset of synthetic faces on worker threads. Sample i depends only on the recipe, i and the version of
 * this package, and samples are appended in order, so the rows are the same for any number of workers, and a run that
 * was stopped or killed continues where it was. At most a few samples a worker and one batch are held in memory.
 */
import { availableParallelism } from 'node:os';
import { LineamentError, StoppedError, UsageError } from '../../core/errors.js';
import { counted } from '../../core/text/counted.js';
import { silentWork, unlessStopped, type Work } from '../../core/work.js';
import { checkHead } from '../../face/heads/registry.js';
import { WorkerPool } from '../../node/worker-pool.js';
import type { LayeredSample } from '../store/columns.js';
import { continueDataset, createDataset } from '../store/create-dataset.js';
import { findManifest } from '../store/manifest.js';
import { type Dataset, openDataset } from '../store/store.js';
import { newDatasetOf, openRecipe } from './open-recipe.js';
import { checkSameRecipe, type GenerationRecipe } from './recipe.js';
import { checkSceneSettings, type SceneOrder } from './scene-order.js';
import { type GenerationInput, parseGeneration } from './settings.js';

export interface GenerateOptions extends GenerationInput {
  /** The dataset's folder: new, empty, or one that the same arguments began. */
  out: string;
  /** Scenes to render as they are, in their order, instead of drawn ones: `parseSceneOrder`. */
  scenes?: SceneOrder;
  /** Worker threads; by default one for each core. */
  workers?: number;
  /** Samples a commit (256 by default): what a kill can lose. */
  batch?: number;
  /** The worker module and its base; replaced in tests. */
  worker?: { module: string; base: string };
}

export interface GenerateResult {
  folder: string;
  /** Samples: faces times frames. */
  count: number;
  /** Samples that earlier runs had made. */
  resumedAt: number;
  /** Seconds. */
  seconds: number;
}

/** Samples in work or waiting for their turn, for each worker: enough to bridge a slow sample. */
const windowPerWorker = 4;

/** Where `work` is stopped, what is finished is stored and faces still in work are left to the next run. */
export async function generateDataset(
  options: GenerateOptions,
  work: Work = silentWork,
): Promise<GenerateResult> {
  const began = performance.now();
  const { out, workers = availableParallelism(), batch = 256, worker, scenes, ...given } = options;
  const { log } = work;
  checkRun(batch, workers);
  const settings = parseGeneration(given);
  if (scenes !== undefined) checkSceneSettings(settings, scenes);
  const recipe = await openRecipe(settings, log, scenes);
  // A head that is unknown or not installed is refused before anything is written.
  if (worker === undefined) await checkHead(recipe.head);
  const dataset = await openOrCreate(out, recipe);
  const resumedAt = dataset.count;
  const result = (): GenerateResult => ({
    folder: out,
    count: dataset.count,
    resumedAt,
    seconds: (performance.now() - began) / 1000,
  });
  try {
    if (dataset.manifest.complete) {
      log.info(`${out} is complete already: ${counted(dataset.count, 'sample')}`);
      return result();
    }
    const total = recipe.count * recipe.frames;
    if (resumedAt > 0) log.info(`continuing ${out} at sample ${resumedAt} of ${total}`);
    const { module, base } = worker ?? { module: './generate-worker', base: import.meta.url };
    const left = Math.max(1, recipe.count - dataset.count / recipe.frames);
    const pool = new WorkerPool<number, LayeredSample[]>(module, base, {
      workers: Math.min(workers, left),
      setup: recipe,
      interruptible: true,
    });
    try {
      const plan = { count: recipe.count, frames: recipe.frames, batchSize: batch };
      await appendInOrder(dataset, pool, plan, work);
    } finally {
      await pool.close();
    }
    await dataset.finish();
    return result();
  } finally {
    dataset.close();
  }
}

interface AppendPlan {
  /** Faces. */
  count: number;
  frames: number;
  batchSize: number;
}

/** Keeps a window of faces in work and appends their samples in order, a batch of whole faces at a time. */
async function appendInOrder(
  dataset: Dataset,
  pool: WorkerPool<number, LayeredSample[]>,
  { count, frames, batchSize }: AppendPlan,
  work: Work,
): Promise<void> {
  const inWork: Promise<LayeredSample[]>[] = [];
  let next = dataset.count / frames;
  let batch: LayeredSample[] = [];
  const flush = async (): Promise<void> => {
    await dataset.append(batch);
    batch = [];
  };
  const fill = (): void => {
    while (!work.signal.aborted && next < count && inWork.length < windowPerWorker * pool.size) {
      const sample = pool.run(next++);
      sample.catch(() => {}); // a failure is met when the sample's turn comes; until then it is not unhandled
      inWork.push(sample);
    }
  };
  const total = count * frames;
  work.report(dataset.count, total);
  for (fill(); inWork.length > 0; fill()) {
    // A face that is finished comes first, also after a stop; one that is not may take long and is left to the next run.
    const samples = await unlessStopped(inWork.shift() as Promise<LayeredSample[]>, work);
    if (samples === null) break;
    batch.push(...samples);
    work.report(dataset.count + batch.length, total);
    if (batch.length >= batchSize) await flush();
  }
  await flush();
  if (dataset.count < total) {
    throw new StoppedError(`${dataset.count} of ${total} samples are made`, {
      file: dataset.folder,
      hint: 'run the same command again to continue',
    });
  }
}

async function openOrCreate(folder: string, recipe: GenerationRecipe): Promise<Dataset> {
  const manifest = await findManifest(folder);
  if (manifest !== undefined) {
    checkSameRecipe(manifest, recipe, folder);
    return manifest.complete ? openDataset(folder) : continueDataset(folder);
  }
  return createDataset(folder, newDatasetOf(recipe));
}

function checkRun(batch: number, workers: number): void {
  if (!(batch >= 1)) throw new LineamentError(`generate: batch is ${batch}, not at least 1`);
  if (!(Number.isInteger(workers) && workers >= 1 && workers <= 256))
    throw new UsageError(`generate: workers is ${workers}`, { hint: 'give a whole number from 1 to 256' });
}
