/**
 * Batches for training and validation: encoded images and labels are held in memory, worker threads decode, crop and
 * augment. Batch `step` is a pure function of the seed, the step and the data, whatever the number of workers and
 * whatever was asked for before; asking for several steps at once keeps several workers busy.
 *
 * Limits: the encoded images of all datasets must fit in memory (20,000 JPEGs of 160 × 160 are about 150 MB); of the
 * decoded ones (1.5 GB) as many are kept as `cacheBytes` allows.
 * B batch, K landmarks, S side of the crop.
 */
import { internalError, LineamentError, UsageError } from '../../core/errors.js';
import { Random } from '../../core/random.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';
import { WorkerPool } from '../../node/worker-pool.js';
import type { Augmentation } from '../augment/settings.js';
import { labelFault } from '../check-labels.js';
import type { LayeredSample } from '../store/columns.js';
import { type DatasetManifest, haveSameLandmarks, landmarksOf } from '../store/manifest.js';
import type { Dataset } from '../store/store.js';
import type { LoadedBatch, Normalisation } from './crop-batch.js';
import { createDecodedCache } from './decoded-cache.js';
import type { CropRequest, CropSetup, CropTask } from './loader-worker.js';
import { shownVisibility } from './shown-visibility.js';

export type { LoadedBatch, Normalisation } from './crop-batch.js';

export interface LoaderOptions {
  split: string;
  /** B. */
  batch: number;
  /** S, pixels. */
  inputSize: number;
  /** Null takes every sample in order and crops it as detection does. */
  augmentation: Augmentation | null;
  convention: Convention;
  seed: number;
  normalisation: Normalisation;
  workers?: number;
  /** Use at most so many samples. */
  limit?: number;
  /** Use so many, drawn by the seed and each sample's id alone: those of a smaller count are among those of a larger. */
  drawn?: { count: number; seed: number };
  /**
   * Only rows that are another one again (rendered with another gaze or light), each straight after that one, and both
   * augmented alike. B is even.
   */
  twins?: boolean;
  /** Memory for decoded images, bytes (2 GiB by default): what fits is decoded once instead of once an epoch. */
  cacheBytes?: number;
}

export interface Loader {
  /** Samples in one pass over the data. */
  readonly size: number;
  /** Samples that are not handed out, because their labels are not of their picture. */
  readonly leftOut: readonly LeftOut[];
  /** So many of them say what can be seen of their points. */
  readonly seen: number;
  /** Endless: pass after pass, each in an order of its own where augmentation is on. */
  batch(step: number): Promise<LoadedBatch>;
  close(): Promise<void>;
}

export interface LeftOut {
  /** The dataset's folder. */
  folder: string;
  id: string;
  reason: string;
}

/** A sample in memory. */
interface Item extends Omit<CropRequest, 'index' | 'position'> {
  /** Names it among the rows of all datasets. */
  key: string;
  /** Key of the row that it is a variant of. */
  again?: string;
}

const defaultCacheBytes = 2 ** 31;

/** Datasets are read once, here; they may be closed afterwards. All must have the same landmark set. */
export async function createLoader(datasets: readonly Dataset[], options: LoaderOptions): Promise<Loader> {
  const { batch: batchSize, inputSize, augmentation, seed, normalisation, workers = 1 } = options;
  if (!(Number.isInteger(batchSize) && batchSize >= 1)) {
    throw new UsageError(`loader: batch is ${batchSize}`, { hint: 'give a whole number of at least 1' });
  }
  const { items: read, leftOut, chunks, landmarks } = await readItems(datasets, options);
  const together = options.twins ? 2 : 1;
  const items = options.twins ? twinsOf(read, options.split, datasets) : read;
  if (batchSize % together !== 0)
    throw new UsageError(`loader: twins in batches of ${batchSize}`, { hint: 'give an even number' });
  const setup: CropSetup = {
    chunks,
    decoded: createDecodedCache(items, options.cacheBytes ?? defaultCacheBytes),
    inputSize,
    augmentation,
    mirror: landmarks.mirror,
    normalisation,
    seed,
  };
  const pool = new WorkerPool<CropTask, LoadedBatch>('./loader-worker', import.meta.url, { workers, setup });
  const orders = new Map<number, readonly number[]>();

  const orderOf = (epoch: number): readonly number[] => {
    const known = orders.get(epoch);
    if (known) return known;
    const groups = Array.from({ length: items.length / together }, (_, i) => i);
    if (augmentation !== null) new Random(seed, 'order', epoch).shuffle(groups);
    const order = groups.flatMap((group) => Array.from({ length: together }, (_, i) => group * together + i));
    if (orders.size > 3) orders.clear();
    orders.set(epoch, order);
    return order;
  };

  return {
    size: items.length,
    leftOut,
    seen: items.filter(({ visibility }) => visibility !== null).length,
    async batch(step) {
      const requests = Array.from({ length: batchSize }, (_, i): CropRequest => {
        const position = step * batchSize + i;
        const index = orderOf(Math.floor(position / items.length))[position % items.length];
        const item = index === undefined ? undefined : items[index];
        if (item === undefined) throw internalError(`the loader has no item at ${position}`);
        return { ...item, index: index as number, position: Math.floor(position / together) };
      });
      return pool.run({ requests });
    },
    close: () => pool.close(),
  };
}

/** Each that is another one again, after that one. */
function twinsOf(items: readonly Item[], split: string, datasets: readonly Dataset[]): Item[] {
  const byKey = new Map(items.map((item) => [item.key, item]));
  const twins = items.flatMap((item) => {
    const first = item.again === undefined ? undefined : byKey.get(item.again);
    return first === undefined ? [] : [first, item];
  });
  if (twins.length === 0)
    throw new LineamentError(`loader: no row of split '${split}' is another one of it again`, {
      file: datasets[0]!.folder,
      hint: 'name a dataset that holds both pictures of its faces, such as one of scripts/make-gaze-twins.ts',
    });
  return twins;
}

async function readItems(
  datasets: readonly Dataset[],
  { split, convention, limit = Infinity, drawn }: LoaderOptions,
): Promise<{ items: Item[]; leftOut: LeftOut[]; chunks: SharedArrayBuffer[]; landmarks: LandmarkSet }> {
  const first = datasets[0]?.manifest;
  if (first === undefined) throw new UsageError('loader: no dataset is given', { hint: 'give at least one' });
  const items: Item[] = [];
  const leftOut: LeftOut[] = [];
  const chunks: SharedArrayBuffer[] = [];
  const isUsable = (sample: LayeredSample, folder: string): boolean => {
    const fault = labelFault(sample);
    if (fault !== null) leftOut.push({ folder, id: sample.id, reason: fault.rule });
    return fault === null;
  };
  for (const dataset of datasets) checkDataset(dataset, first, convention);
  const chosen = drawn && (await drawnSamples(datasets, split, drawn));
  for (const [number, dataset] of datasets.entries()) {
    if (items.length >= limit) break;
    for await (const samples of dataset.scan({ split })) {
      const wanted = samples
        .filter(({ id }) => chosen === undefined || chosen.has(sampleKey(number, id)))
        .filter((sample) => isUsable(sample, dataset.folder))
        .slice(0, limit - items.length);
      const { bytes, places } = pack(wanted);
      for (const [i, sample] of wanted.entries()) {
        const points = sample.points[convention];
        if (points === undefined) throw internalError(`sample ${sample.id} lost its ${convention} points`);
        const { width, height, box, id } = sample;
        const visibility = shownVisibility(sample, convention);
        const { again } = sample.attributes;
        items.push({
          ...places[i]!,
          ...{ chunk: chunks.length, width, height, box, points, visibility, name: id },
          key: sampleKey(number, id),
          ...(typeof again === 'string' && { again: sampleKey(number, again) }),
        });
      }
      chunks.push(bytes);
      if (items.length >= limit) break;
    }
  }
  const [broken] = leftOut;
  if (items.length === 0 && broken !== undefined)
    throw new LineamentError(
      `loader: the labels of all ${leftOut.length} samples of split '${split}' are broken; ${broken.id}: ${broken.reason}`,
      { file: broken.folder, hint: 'correct the labels and import them again' },
    );
  if (items.length === 0) {
    const known = Object.keys((await datasets[0]?.splits()) ?? {}).join(', ');
    throw new LineamentError(`loader: no sample is in split '${split}'`, {
      ...(datasets[0] && { file: datasets[0].folder }),
      hint: `the dataset's splits are ${known}`,
    });
  }
  return { items, leftOut, chunks, landmarks: landmarksOf(first) };
}

/** @returns the keys of the samples to use. */
async function drawnSamples(
  datasets: readonly Dataset[],
  split: string,
  { count, seed }: { count: number; seed: number },
): Promise<Set<string>> {
  const places: { key: string; place: number }[] = [];
  for (const [number, dataset] of datasets.entries())
    for await (const samples of dataset.scan({ split }))
      for (const { id } of samples)
        places.push({ key: sampleKey(number, id), place: new Random(seed, 'drawn', id).uint32() });
  places.sort((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1));
  return new Set(places.slice(0, count).map(({ key }) => key));
}

function sampleKey(dataset: number, id: string): string {
  return `${dataset} ${id}`;
}

function checkDataset({ manifest, folder }: Dataset, first: DatasetManifest, convention: Convention): void {
  if (!haveSameLandmarks(manifest, first)) {
    throw new LineamentError(
      manifest.landmarks === first.landmarks
        ? `loader: another dataset has a different set called '${first.landmarks}'`
        : `loader: the dataset has landmarks ${manifest.landmarks}, another one has ${first.landmarks}`,
      {
        file: folder,
        hint: 'train on datasets of one landmark set',
      },
    );
  }
  if (!manifest.conventions.includes(convention)) {
    throw new LineamentError(`loader: the dataset has no ${convention} points`, {
      file: folder,
      hint: `choose the convention ${manifest.conventions.join(' or ')}`,
    });
  }
}

/** Encoded images in shared memory: workers read them without a copy. */
function pack(samples: readonly LayeredSample[]): {
  bytes: SharedArrayBuffer;
  places: { offset: number; length: number }[];
} {
  const total = samples.reduce((sum, { image }) => sum + image.length, 0);
  const bytes = new SharedArrayBuffer(total);
  const view = new Uint8Array(bytes);
  let offset = 0;
  const places = samples.map(({ image }) => {
    view.set(image, offset);
    const place = { offset, length: image.length };
    offset += image.length;
    return place;
  });
  return { bytes, places };
}
