import { resolve } from 'node:path';
import type { Table } from '@lancedb/lancedb';
import type * as Arrow from 'apache-arrow';
import { internalError, LineamentError, UsageError } from '../../core/errors.js';
import { counted } from '../../core/text/counted.js';
import type { FolderLock } from '../../node/folder-lock.js';
import { checkSample } from './check-sample.js';
import { fromTable, imageColumn, type LayeredSample, labelColumns, toTable } from './columns.js';
import { bracketCondition, conditionExample } from './condition.js';
import { conditionFault } from './condition-fault.js';
import { loadLance } from './lance.js';
import { type DatasetManifest, parseManifest, readManifest, writeManifest } from './manifest.js';
import { attempt, isReadFailure, storeError } from './store-errors.js';

/** Of the table in its folder. */
export const tableName = 'samples';

/** Rows of one answer: in the thousand that is usual, handing them over takes three times as long as reading them. */
const inLarge = { maxBatchLength: 8192 };

export interface OpenOptions {
  /** Open a dataset whose making was interrupted (false by default: it is refused). */
  incomplete?: boolean;
  /** Open a dataset without rows (false by default: it is refused). */
  empty?: boolean;
}

/** Which samples: all by default. */
export interface Selection {
  split?: string;
  /** A condition on the columns, as SQL writes it: `beard <> 'none' AND abs(yaw) > 30`. */
  where?: string;
}

export interface ReadOptions {
  /** Read the image bytes too (true by default). */
  images?: boolean;
  /** Read the encoded layers too (false by default). */
  layers?: boolean;
}

/** The table and its manifest, whatever their state. @param path – absolute. */
export async function openTable(
  path: string,
): Promise<{ manifest: DatasetManifest; table: Table; count: number }> {
  const manifest = await readManifest(path);
  return { manifest, ...(await connectTable(path)) };
}

async function connectTable(
  place: string,
  storageOptions: Record<string, string> = {},
): Promise<{ table: Table; count: number }> {
  const { lancedb } = loadLance();
  const table = await attempt(place, 'opened', async () =>
    (await lancedb.connect(place, { storageOptions })).openTable(tableName),
  );
  const count = await attempt(place, 'opened', () => table.countRows());
  return { table, count };
}

export async function openDataset(folder: string, options: OpenOptions = {}): Promise<Dataset> {
  const path = resolve(folder);
  const { manifest, table, count } = await openTable(path);
  checkWhole(folder, manifest, count, options);
  return new Dataset(path, manifest, table, count);
}

/**
 * Opens a dataset that lies in object storage, to read it there.
 * @param place – such as `s3://bucket/faces`. @param manifest – the content of its `dataset.json`. @param storageOptions – as
 * LanceDB takes them.
 */
export async function openDatasetAt(
  place: string,
  manifest: string,
  storageOptions: Record<string, string>,
): Promise<Dataset> {
  const parsed = parseManifest(manifest, `${place}/dataset.json`);
  const { table, count } = await connectTable(place, storageOptions);
  checkWhole(place, parsed, count, {});
  return new Dataset(place, parsed, table, count);
}

/** Refuses a dataset that is not what its manifest says. */
function checkWhole(folder: string, manifest: DatasetManifest, count: number, options: OpenOptions): void {
  if (!manifest.complete && options.incomplete !== true) {
    const total = manifest.count === null ? '' : ` of ${manifest.count}`;
    throw new LineamentError(`the dataset is not finished: it holds ${count}${total} samples`, {
      file: folder,
      hint: 'run the command that made it again',
    });
  }
  if (count === 0 && options.empty !== true) {
    throw new LineamentError('the dataset holds no samples', { file: folder, hint: 'make it again' });
  }
  if (manifest.complete && manifest.count !== count) {
    throw new LineamentError(
      `the dataset holds ${counted(count, 'sample')}, its manifest says ${manifest.count}`,
      {
        file: folder,
        hint: 'make it again',
      },
    );
  }
}

export class Dataset {
  readonly folder: string;
  #manifest: DatasetManifest;
  readonly #table: Table;
  #count: number;
  /** Of who may write. */
  #lock: FolderLock | undefined;

  /** Use {@link createDataset}, {@link continueDataset} or {@link openDataset}. */
  constructor(folder: string, manifest: DatasetManifest, table: Table, count: number, lock?: FolderLock) {
    this.folder = folder;
    this.#manifest = manifest;
    this.#table = table;
    this.#count = count;
    this.#lock = lock;
  }

  get manifest(): DatasetManifest {
    return this.#manifest;
  }

  /** Samples stored so far. */
  get count(): number {
    return this.#count;
  }

  /** Appends a batch in one commit: all of it or nothing. */
  async append(samples: readonly LayeredSample[]): Promise<void> {
    if (samples.length === 0) return;
    for (const sample of samples) checkSample(sample, this.#manifest, this.folder);
    this.#writable().check();
    await attempt(this.folder, 'written', () =>
      this.#table.add(toTable(samples, this.#count, this.#manifest.pointCount)),
    );
    this.#count += samples.length;
  }

  /** Marks the dataset as complete, after its last append. */
  async finish(): Promise<void> {
    this.#writable().check();
    await this.checkIndices();
    this.#manifest = { ...this.#manifest, count: this.#count, complete: true };
    await writeManifest(this.folder, this.#manifest);
    this.#lock?.release();
    this.#lock = undefined;
  }

  /** Refuses a table in which two writers have appended side by side: an index twice, another missing. */
  async checkIndices(): Promise<void> {
    const indices = await this.#indices(undefined);
    const wrong = indices.findIndex((index, i) => index !== i);
    if (wrong < 0 && indices.length === this.#count) return;
    const found =
      wrong < 0
        ? `${counted(indices.length, 'row')}, not ${this.#count}`
        : `index ${indices[wrong]} in row ${wrong}`;
    throw new LineamentError(`the dataset's rows are not one for each index: ${found}`, {
      file: this.folder,
      hint: 'remove the folder and make the dataset again',
    });
  }

  #writable(): FolderLock {
    if (this.#lock === undefined) throw internalError(`${this.folder} was not opened to be written`);
    return this.#lock;
  }

  /** The samples at these indices, in this order; an index may come twice. */
  async read(indices: readonly number[], options: ReadOptions = {}): Promise<LayeredSample[]> {
    for (const index of indices) {
      if (Number.isInteger(index) && index >= 0 && index < this.#count) continue;
      throw new LineamentError(`sample ${index} is not there: the dataset holds ${this.#count}`, {
        file: this.folder,
      });
    }
    if (indices.length === 0) return [];
    const columns = [...labelColumns, ...this.#wide(options)];
    // takeOffsets sorts and drops repeats: put the rows back by their index.
    const result = await attempt(this.folder, 'read', () =>
      this.#table
        .takeOffsets([...indices])
        .select(columns)
        .toArrow(),
    );
    const rows = new Map(
      fromTable(result, this.#manifest, this.folder).map(({ index, sample }) => [index, sample]),
    );
    return indices.map((index) => {
      const sample = rows.get(index);
      if (sample === undefined)
        throw new LineamentError(`the dataset has no row of index ${index} in its place`, {
          file: this.folder,
          hint: 'make the dataset again',
        });
      return sample;
    });
  }

  /** The selected samples in order, batch by batch. */
  async *scan(options: ReadOptions & Selection = {}): AsyncGenerator<LayeredSample[]> {
    const step = 256;
    const indices = await this.indices(options);
    for (let start = 0; start < indices.length; start += step) {
      yield this.read(indices.slice(start, start + step), options);
    }
  }

  /** The indices of the selected samples, ascending. */
  async indices(selection: Selection = {}): Promise<number[]> {
    const filter = await this.#filter(selection);
    if (filter === undefined) return Array.from({ length: this.#count }, (_, index) => index);
    return Array.from(await this.#indices(filter, selection.where));
  }

  /** Ascending, as they stand in the table. */
  async #indices(filter: string | undefined, where?: string): Promise<Int32Array> {
    const table = await this.#select(['index'], filter, where);
    const indices = (table.getChild('index')?.toArray() ?? new Int32Array(0)) as Int32Array;
    const isAscending = indices.every((index, i) => i === 0 || indices[i - 1]! <= index);
    return isAscending ? indices : indices.slice().sort();
  }

  /** The ids of the selected samples, in order. */
  async ids(selection: Selection = {}): Promise<string[]> {
    const filter = await this.#filter(selection);
    const result = await this.#select(['index', 'id'], filter, selection.where);
    const indices = [...(result.getChild('index') ?? [])].map(Number);
    const ids = [...(result.getChild('id') ?? [])].map(String);
    return indices
      .map((index, i) => [index, ids[i]!] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, id]) => id);
  }

  /** @param where – the user's own part of the condition, which is to blame where it cannot be used. */
  async #select(
    columns: string[],
    filter: string | undefined,
    where: string | undefined,
  ): Promise<Arrow.Table> {
    let query = this.#table.query().select(columns);
    if (filter !== undefined) query = query.where(filter);
    if (where === undefined) return attempt(this.folder, 'read', () => query.toArrow(inLarge));
    try {
      return await query.toArrow(inLarge);
    } catch (cause) {
      if (isReadFailure(cause)) throw storeError(this.folder, 'read', cause);
      throw new UsageError(
        `the condition «${where.slice(0, 200)}» cannot be used: ${conditionFault(cause)}`,
        {
          file: this.folder,
          hint: `for example ${conditionExample}; columns: ${(await this.#comparable()).join(', ')}`,
          cause,
        },
      );
    }
  }

  /** Names of the columns with one number or text a row. */
  async #comparable(): Promise<string[]> {
    const { fields } = await this.#table.schema();
    return fields
      .filter(({ type }) => /^(Float|U?Int|Utf8|LargeUtf8|Bool)/.test(String(type)))
      .map(({ name }) => name);
  }

  /** Names of the table's columns. */
  async columns(): Promise<string[]> {
    return (await this.#table.schema()).fields.map(({ name }) => name);
  }

  /** All rows' values in some columns (no pictures: thousands of rows come at once); ask for `index` too, which says whose they are. */
  async *batches(columns: readonly string[]): AsyncGenerator<Arrow.RecordBatch> {
    const step = 65_536;
    for (let start = 0; start < this.#count; start += step) {
      const query = this.#table
        .query()
        .select([...columns])
        .offset(start)
        .limit(step);
      yield* (await attempt(this.folder, 'read', () => query.toArrow(inLarge))).batches;
    }
  }

  /** Some columns of some rows, without a check of their labels: what a page of pictures needs. In the table's order. */
  take(indices: readonly number[], columns: readonly string[]): Promise<Arrow.Table> {
    return attempt(this.folder, 'read', () =>
      this.#table
        .takeOffsets([...indices])
        .select([...columns])
        .toArrow(),
    );
  }

  /** How many samples each split holds. */
  async splits(): Promise<Record<string, number>> {
    const result = await attempt(this.folder, 'read', () => this.#table.query().select(['split']).toArrow());
    const counts: Record<string, number> = {};
    for (const split of result.getChild('split') ?? []) counts[split] = (counts[split] ?? 0) + 1;
    return counts;
  }

  close(): void {
    this.#table.close();
    this.#lock?.release();
    this.#lock = undefined;
  }

  /** As SQL. */
  async #filter({ split, where }: Selection): Promise<string | undefined> {
    const conditions = split === undefined ? [] : [`split = '${split.replaceAll("'", "''")}'`];
    if (where !== undefined) {
      conditions.push(bracketCondition(where, await this.columns()));
    }
    return conditions.length === 0 ? undefined : conditions.join(' AND ');
  }

  #wide(options: ReadOptions): string[] {
    const images = options.images === false ? [] : [imageColumn];
    return options.layers === true ? [...images, ...this.#manifest.layers] : images;
  }
}
