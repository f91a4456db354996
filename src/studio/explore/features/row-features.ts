/**
 * The features of a dataset's rows: made once in a thread of its own, kept in the cache folder per dataset and model. While they are
 * made, what is done lies on disk: a run that was stopped goes on where it was.
 */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LineamentError, StoppedError, UsageError } from '../../../core/errors.js';
import type { Work } from '../../../core/work.js';
import { modelFile } from '../../../detect/node/shipped-model-file.js';
import { defaultModel } from '../../../detect/shipped-models.js';
import { assetsFolder } from '../../../face/heads/registry.js';
import { type FolderLock, lockFolder } from '../../../node/folder-lock.js';
import { WorkerPool } from '../../../node/worker-pool.js';
import type { Duplicates, NearRow } from '../asked.js';
import { type FeatureSpace, nearest } from './feature-space.js';
import type { FeaturesResult, FeaturesTask } from './features-worker.js';

/** Rows whose features are held: 64 numbers each, 50 MB. */
const mostRows = 200_000;
/** Rows at a time: what is told of progress, and what a stop waits for. */
const step = 16;
const spaceFile = 'space';

export class RowFeatures {
  readonly #folder: string;
  readonly #key: string;
  readonly #count: number;
  #space: Promise<FeatureSpace | undefined> | undefined;

  /** @param key – of the dataset's content. */
  constructor(folder: string, key: string, count: number) {
    this.#folder = folder;
    this.#key = key;
    this.#count = count;
  }

  /** The model whose features they are. */
  readonly model: string = defaultModel;

  /** Undefined: they have not been made. */
  space(): Promise<FeatureSpace | undefined> {
    this.#space ??= this.#stored();
    return this.#space;
  }

  /** @throws where they have not been made. */
  async known(): Promise<FeatureSpace> {
    const space = await this.space();
    if (space !== undefined) return space;
    throw new UsageError('explore: the features of these rows have not been made', {
      hint: 'make them on the map',
    });
  }

  /** Nearest first. */
  async nearest(row: number, most: number): Promise<NearRow[]> {
    return nearest(await this.known(), row, most).map(({ row: other, similarity }) => ({
      row: other,
      similarity: Math.round(similarity * 1000) / 1000,
    }));
  }

  async duplicates(similarity: number): Promise<Duplicates> {
    const space = await this.known();
    return withPool(async (run) => {
      const answer = await run({ kind: 'duplicates', space, similarity });
      return answer.kind === 'duplicates' ? answer.duplicates : unexpected();
    });
  }

  /** Makes what is missing. */
  async make(work: Work): Promise<void> {
    if ((await this.space()) !== undefined) return;
    if (this.#count > mostRows)
      throw new LineamentError(`map: the dataset holds ${this.#count} rows; at most ${mostRows} are mapped`, {
        hint: 'export a part of it as a dataset of its own',
      });
    const cache = await this.#cache();
    await mkdir(cache, { recursive: true });
    const lock: FolderLock = await lockFolder(cache, {
      name: 'lock',
      what: 'features of this dataset',
      hint: 'another process makes them; wait for it',
    });
    try {
      const space = await withPool((run) => this.#makeIn(cache, run, work));
      await storeSpace(cache, space);
      this.#space = Promise.resolve(space);
    } finally {
      lock.release();
    }
  }

  async #makeIn(cache: string, run: Run, work: Work): Promise<FeatureSpace> {
    const raw = join(cache, 'raw');
    const rowsAt = (start: number): number[] =>
      Array.from({ length: Math.min(step, this.#count - start) }, (_, i) => start + i);
    const featuresOf = async (rows: number[]) => {
      const answer = await run({ kind: 'rows', folder: this.#folder, model: this.model, rows });
      return answer.kind === 'rows' ? answer : unexpected();
    };
    const first = await featuresOf(rowsAt(0));
    const bytes = 4 * first.length;
    let done = Math.floor(((await stat(raw).catch(() => undefined))?.size ?? 0) / bytes);
    if (done > 0) await truncate(raw, done * bytes);
    while (done < this.#count) {
      work.report(done, this.#count);
      if (work.signal.aborted) throw new StoppedError(`features: ${done} of ${this.#count} rows are made`);
      const { features } = done === 0 ? first : await featuresOf(rowsAt(done));
      await appendFile(raw, new Uint8Array(features.buffer, features.byteOffset, features.byteLength));
      done += features.length / first.length;
    }
    work.report(this.#count, this.#count);
    // A copy: floats must begin at a multiple of their size.
    const { buffer } = Uint8Array.from(await readFile(raw));
    const answer = await run({ kind: 'space', raw: new Float32Array(buffer), length: first.length });
    return answer.kind === 'space' ? answer.space : unexpected();
  }

  async #stored(): Promise<FeatureSpace | undefined> {
    const file = await readFile(join(await this.#cache(), spaceFile)).catch(() => undefined);
    if (file === undefined || file.length < 8) return undefined;
    const [count, dims] = [file.readUInt32LE(0), file.readUInt32LE(4)];
    if (count !== this.#count || file.length !== 8 + 4 * count * dims) return undefined;
    const vectors = new Float32Array(new SharedArrayBuffer(4 * count * dims));
    new Uint8Array(vectors.buffer).set(file.subarray(8));
    return { count, dims, vectors };
  }

  async #cache(): Promise<string> {
    const hash = createHash('sha256').update(this.#key);
    hash.update(await readFile(modelFile(this.model)));
    return join(assetsFolder(), 'features', hash.digest('hex').slice(0, 32));
  }
}

type Run = (task: FeaturesTask) => Promise<FeaturesResult>;

async function withPool<T>(work: (run: Run) => Promise<T>): Promise<T> {
  const pool = new WorkerPool<FeaturesTask, FeaturesResult>('./features-worker', import.meta.url, {
    workers: 1,
  });
  try {
    return await work((task) => pool.run(task));
  } finally {
    await pool.close();
  }
}

/** All of it or nothing: a kill leaves no half file under its name. */
async function storeSpace(cache: string, { count, dims, vectors }: FeatureSpace): Promise<void> {
  const part = join(cache, `${spaceFile}.part`);
  const head = new Uint8Array(Uint32Array.of(count, dims).buffer);
  await writeFile(part, Buffer.concat([head, Buffer.from(vectors.buffer)]));
  await rename(part, join(cache, spaceFile));
  await rm(join(cache, 'raw'), { force: true });
}

function unexpected(): never {
  throw new Error('features: the thread answers another question');
}
