/**
 * Generates a dataset of synthetic faces on worker threads. Sample i depends only on the recipe, i and the version of
 * this package, and samples are appended in order, so the rows are the same for any number of workers, and a run that
 * was stopped or killed continues where it was. At most a few samples a worker and one batch are held in memory.
 */
import { availableParallelism } from 'node:os';
import { LineamentError, StoppedError, UsageError } from '../../core/errors.js';
import { type Log, silentLog } from '../../core/log.js';
import { checkHead } from '../../face/heads/registry.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { WorkerPool } from '../../node/worker-pool.js';
import { isSetFile, openLandmarkSet } from '../landmark-set-file.js';
import type { LayerName } from '../layers.js';
import type { LayeredSample } from '../store/columns.js';
import { continueDataset, createDataset } from '../store/create-dataset.js';
import { describeLandmarks, findManifest, landmarksOf } from '../store/manifest.js';
import { type Dataset, openDataset } from '../store/store.js';
import { type BackgroundFolder, scanBackgrounds } from './background-folder.js';
import { checkSameRecipe, type GenerationRecipe, originOf } from './recipe.js';
import {
  checkSplitFractions,
  defaultChallenging,
  defaultSplitFractions,
  type SplitFractions,
} from './splits.js';

export interface GenerateOptions {
  /** Name of the head model: `cage`, `ict-facekit`. */
  head: string;
  /** Faces: stills, or clips of `frames` samples each. */
  count: number;
  /** Frames of each face, 1 to 10,000 (1 by default: stills); a dataset holds count · frames samples. */
  frames?: number;
  /** Frames a second of clips (25 by default). */
  rate?: number;
  /** Side of the square images, pixels. */
  size: number;
  /** Name of the landmark set. */
  landmarks: string;
  seed: number;
  /** The dataset's folder: new, empty, or one that the same arguments began. */
  out: string;
  /** Worker threads; by default one for each core. */
  workers?: number;
  /** Distribution of head poses (`in-the-wild` by default). */
  pose?: GenerationRecipe['pose'];
  /**
   * `camera` makes the simulated camera domain: splits train, validation, common-test and challenging, ibug68 labels as
   * annotators set them (`training` by default: the domain that detectors are trained on). It has its own poses.
   */
  domain?: GenerationRecipe['domain'];
  /** Folder of pictures to choose backgrounds from; by default they are painted. */
  backgrounds?: string;
  /** Samples a pixel along each axis: 2 by default; 1 leaves edges jagged and takes a tenth less time at 128 px. */
  samples?: 1 | 2;
  /** Groups of variety to leave out (none by default). */
  without?: GenerationRecipe['without'];
  layers?: readonly LayerName[];
  splits?: SplitFractions;
  log?: Log;
  /** Aborting stops after the samples in work are stored, with a {@link StoppedError}. */
  signal?: AbortSignal;
  /** @param done – samples finished, those of earlier runs included. */
  onProgress?: (done: number) => void;
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

export const minimumSize = 16;
export const maximumSize = 4096;
const maximumFrames = 10_000;
/** Samples in work or waiting for their turn, for each worker: enough to bridge a slow sample. */
const windowPerWorker = 4;

export async function generateDataset(options: GenerateOptions): Promise<GenerateResult> {
  const began = performance.now();
  const { out, log = silentLog, signal, onProgress = () => {}, batch: batchSize = 256 } = options;
  const recipe: GenerationRecipe = {
    ...checkedRecipe(options, await openLandmarkSet(options.landmarks)),
    backgrounds: await chosenBackgrounds(options, log),
  };
  // A head that is unknown or not installed is refused before anything is written.
  if (options.worker === undefined) await checkHead(recipe.head);
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
      log.info(`${out} is complete already: ${dataset.count} samples`);
      return result();
    }
    const total = recipe.count * recipe.frames;
    if (resumedAt > 0) log.info(`continuing ${out} at sample ${resumedAt} of ${total}`);
    const { module, base } = options.worker ?? { module: './generate-worker', base: import.meta.url };
    const workers = Math.min(
      options.workers ?? availableParallelism(),
      Math.max(1, recipe.count - dataset.count / recipe.frames),
    );
    const pool = new WorkerPool<number, LayeredSample[]>(module, base, { workers, setup: recipe });
    try {
      await appendInOrder(dataset, pool, {
        count: recipe.count,
        frames: recipe.frames,
        batchSize,
        signal,
        onProgress,
      });
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
  signal: AbortSignal | undefined;
  onProgress: (done: number) => void;
}

/** Keeps a window of faces in work and appends their samples in order, a batch of whole faces at a time. */
async function appendInOrder(
  dataset: Dataset,
  pool: WorkerPool<number, LayeredSample[]>,
  { count, frames, batchSize, signal, onProgress }: AppendPlan,
): Promise<void> {
  const inWork: Promise<LayeredSample[]>[] = [];
  let next = dataset.count / frames;
  let batch: LayeredSample[] = [];
  const flush = async (): Promise<void> => {
    await dataset.append(batch);
    batch = [];
  };
  const fill = (): void => {
    while (signal?.aborted !== true && next < count && inWork.length < windowPerWorker * pool.size) {
      const sample = pool.run(next++);
      sample.catch(() => {}); // a failure is met when the sample's turn comes; until then it is not unhandled
      inWork.push(sample);
    }
  };
  for (fill(); inWork.length > 0; fill()) {
    batch.push(...(await (inWork.shift() as Promise<LayeredSample[]>)));
    onProgress(dataset.count + batch.length);
    if (batch.length >= batchSize) await flush();
  }
  await flush();
  if (dataset.count < count * frames) {
    throw new StoppedError(`${dataset.count} of ${count * frames} samples are made`, {
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
  return createDataset(folder, {
    ...describeLandmarks(landmarksOf(recipe)),
    conventions: recipe.domain === 'camera' ? ['contour'] : ['surface', 'contour'],
    layers: [...recipe.layers],
    missingPoints: 'forbidden',
    count: recipe.count * recipe.frames,
    origin: originOf(recipe),
  });
}

/** Pictures that cannot be read are listed and left out. */
async function chosenBackgrounds(
  { backgrounds, without = [] }: GenerateOptions,
  log: Log,
): Promise<BackgroundFolder | null> {
  if (backgrounds === undefined) return null;
  if (without.includes('background'))
    throw new UsageError('generate: backgrounds are both given and left out', {
      hint: 'give a folder of backgrounds or leave the group out',
    });
  const { bad, ...chosen } = await scanBackgrounds(backgrounds);
  for (const { file, reason } of bad) log.info(`background left out: ${file}: ${reason}`);
  log.info(`${chosen.files.length} pictures for backgrounds in ${backgrounds}`);
  return chosen;
}

function checkedRecipe(options: GenerateOptions, set: LandmarkSet): Omit<GenerationRecipe, 'backgrounds'> {
  const { head, count, frames = 1, rate = 25, size, seed } = options;
  const { pose = 'in-the-wild', without = [], layers = [], samples = 2, domain = 'training' } = options;
  const splits = options.splits ?? {
    ...defaultSplitFractions,
    ...(domain === 'camera' && { challenging: defaultChallenging }),
  };
  const whole = (name: string, value: number, low: number, high: number): void => {
    if (Number.isInteger(value) && value >= low && value <= high) return;
    throw new UsageError(`generate: ${name} is ${value}`, {
      hint: `give a whole number from ${low} to ${high}`,
    });
  };
  whole('count', count, 1, 2 ** 31 - 1);
  whole('frames', frames, 1, maximumFrames);
  if (!(rate > 0 && rate <= 1000))
    throw new UsageError(`generate: rate is ${rate}`, {
      hint: 'give frames a second, above 0 and up to 1000',
    });
  whole('size', size, minimumSize, maximumSize);
  whole('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  if (options.workers !== undefined) whole('workers', options.workers, 1, 256);
  if (options.batch !== undefined && !(options.batch >= 1)) {
    throw new LineamentError(`generate: batch is ${options.batch}, not at least 1`);
  }
  checkSplitFractions(splits);
  if (domain === 'camera') checkCameraDomain(options, set, frames);
  else if ((splits.challenging ?? 0) > 0)
    throw new UsageError('generate: only the camera domain has a challenging split', {
      hint: 'leave it out, or generate the camera domain',
    });
  return {
    head,
    count,
    frames,
    rate,
    size,
    landmarks: set.name,
    ...(isSetFile(options.landmarks) && { landmarkDefinition: set }),
    seed,
    samples,
    pose,
    domain,
    without: [...new Set(without)].sort(),
    layers: [...layers].sort(),
    splits,
  };
}

/** The camera domain is what it is: options of the training domain's distributions do not reach it. */
function checkCameraDomain(options: GenerateOptions, set: LandmarkSet, frames: number): void {
  const wrong = (rule: string, hint: string): UsageError =>
    new UsageError(`generate: the camera domain ${rule}`, { hint });
  if (set.name !== ibug68.name)
    throw wrong(`is labelled with ibug68, not ${set.name}`, 'choose ibug68: annotators have that set');
  if (frames > 1) throw wrong('has stills only', 'leave out frames');
  if ((options.pose ?? 'in-the-wild') !== 'in-the-wild')
    throw wrong('has poses of its own', 'leave out the pose');
  if ((options.without ?? []).length > 0) throw wrong('has all groups of variety', 'leave out `without`');
  if (options.backgrounds !== undefined) throw wrong('has painted backgrounds', 'leave out the backgrounds');
}
