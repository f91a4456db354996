/**
 * A dataset: one folder with `dataset.json` and one LanceDB table, a row for each {@link Sample}. A batch is appended
 * in one commit, so a killed process leaves whole batches only. Rows keep the order in which they were appended.
 *
 * @example
 * const dataset = await openDataset('data/faces');
 * const indices = await dataset.indices({ split: 'train' });
 * const samples = await dataset.read(indices.slice(0, 16));
 */
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Table } from '@lancedb/lancedb';
import { internalError, LineamentError, messageOf } from '../../core/errors.js';
import { lineamentVersion } from '../../core/version.js';
import { exists, makeFolder } from '../../node/files.js';
import {
  datasetSchema,
  fromTable,
  imageColumn,
  type LayeredSample,
  labelColumns,
  toTable,
} from './columns.js';
import { loadLance } from './lance.js';
import {
  type DatasetManifest,
  datasetFormatVersion,
  manifestPath,
  readManifest,
  writeManifest,
} from './manifest.js';

const tableName = 'samples';
/** Some versions of LanceDB keep a list of a folder's tables in one of their own. */
const lanceCatalogue = '__manifest';

/** What the maker of a dataset decides; the rest of the manifest is filled in. */
export type NewDataset = Omit<DatasetManifest, 'format' | 'formatVersion' | 'lineament' | 'complete'>;

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

/** Makes a new dataset in a folder that does not exist or is empty. */
export async function createDataset(folder: string, description: NewDataset): Promise<Dataset> {
  const path = resolve(folder);
  makeFolder(path);
  // The table is made before the manifest: a folder that holds only a table, and perhaps a manifest that was not
  // written to its end, is the rest of a start that was killed.
  const foreign = (await readdir(path)).filter(
    (name) =>
      name !== `${tableName}.lance` && name !== lanceCatalogue && !/^dataset\.json\..*\.part$/.test(name),
  );
  if (foreign.length > 0) {
    const taken = await exists(manifestPath(path));
    throw new LineamentError(
      taken ? 'the folder already holds a dataset' : `the folder is not empty: it holds ${foreign[0]}`,
      { file: folder, hint: 'choose another folder or remove this one' },
    );
  }
  const { lancedb } = loadLance();
  const manifest: DatasetManifest = {
    format: 'lineament-dataset',
    formatVersion: datasetFormatVersion,
    lineament: lineamentVersion,
    ...description,
    complete: false,
  };
  const table = await attempt(path, 'made', async () => {
    const connection = await lancedb.connect(path);
    return connection.createEmptyTable(tableName, datasetSchema(manifest.pointCount), { mode: 'overwrite' });
  });
  await writeManifest(path, manifest);
  return new Dataset(path, manifest, table, 0);
}

export async function openDataset(folder: string, options: OpenOptions = {}): Promise<Dataset> {
  const path = resolve(folder);
  const manifest = await readManifest(path);
  const { lancedb } = loadLance();
  const table = await attempt(path, 'opened', async () => (await lancedb.connect(path)).openTable(tableName));
  const count = await attempt(path, 'opened', () => table.countRows());
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
    throw new LineamentError(`the dataset holds ${count} samples, its manifest says ${manifest.count}`, {
      file: folder,
      hint: 'make it again',
    });
  }
  return new Dataset(path, manifest, table, count);
}

export class Dataset {
  readonly folder: string;
  #manifest: DatasetManifest;
  readonly #table: Table;
  #count: number;

  /** Use {@link createDataset} or {@link openDataset}. */
  constructor(folder: string, manifest: DatasetManifest, table: Table, count: number) {
    this.folder = folder;
    this.#manifest = manifest;
    this.#table = table;
    this.#count = count;
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
    await attempt(this.folder, 'read', () => this.#table.checkoutLatest());
    const stored = await this.#table.countRows();
    if (stored !== this.#count) {
      throw new LineamentError(
        `another process is writing to the dataset (${stored} rows, not ${this.#count})`,
        {
          file: this.folder,
          hint: 'let it finish, or stop it',
        },
      );
    }
    await attempt(this.folder, 'written', () =>
      this.#table.add(toTable(samples, this.#count, this.#manifest.pointCount)),
    );
    this.#count += samples.length;
  }

  /** Marks the dataset as complete, after its last append. */
  async finish(): Promise<void> {
    this.#manifest = { ...this.#manifest, count: this.#count, complete: true };
    await writeManifest(this.folder, this.#manifest);
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
    const rows = new Map(fromTable(result, this.#manifest).map(({ index, sample }) => [index, sample]));
    return indices.map((index) => {
      const sample = rows.get(index);
      if (sample === undefined) throw internalError(`row ${index} of ${this.folder} is out of order`);
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
    const query = this.#table.query().where(filter);
    const result = await attempt(this.folder, 'read', () => query.select(['index']).toArrow());
    return [...(result.getChild('index') ?? [])].map(Number).sort((a, b) => a - b);
  }

  /** The ids of the selected samples, in order. */
  async ids(selection: Selection = {}): Promise<string[]> {
    const filter = await this.#filter(selection);
    let query = this.#table.query().select(['index', 'id']);
    if (filter !== undefined) query = query.where(filter);
    const result = await attempt(this.folder, 'read', () => query.toArrow());
    const indices = [...(result.getChild('index') ?? [])].map(Number);
    const ids = [...(result.getChild('id') ?? [])].map(String);
    return indices
      .map((index, i) => [index, ids[i]!] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, id]) => id);
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
  }

  /** As SQL; a condition that does not hold water is refused here, with the columns that it may use. */
  async #filter({ split, where }: Selection): Promise<string | undefined> {
    const conditions = split === undefined ? [] : [`split = '${split.replaceAll("'", "''")}'`];
    if (where !== undefined) {
      try {
        await this.#table.countRows(where);
      } catch (cause) {
        const columns = (await this.#table.schema()).fields.map(({ name }) => name);
        throw new LineamentError(`the condition «${where}» cannot be used: ${sqlReason(cause)}`, {
          file: this.folder,
          hint: `write SQL over the columns ${columns.join(', ')}; text in single quotes`,
          cause,
        });
      }
      conditions.push(`(${where})`);
    }
    return conditions.length === 0 ? undefined : conditions.join(' AND ');
  }

  #wide(options: ReadOptions): string[] {
    const images = options.images === false ? [] : [imageColumn];
    return options.layers === true ? [...images, ...this.#manifest.layers] : images;
  }
}

function checkSample(sample: LayeredSample, manifest: DatasetManifest, folder: string): void {
  const wrong = (rule: string): LineamentError =>
    new LineamentError(`sample ${sample.id}: ${rule}`, {
      file: folder,
      hint: 'hint or leave out this sample',
    });
  const { pointCount, landmarks } = manifest;
  if (sample.landmarks !== landmarks) {
    throw wrong(`has landmarks ${sample.landmarks}; the dataset has ${landmarks}`);
  }
  if (sample.image.length === 0) throw wrong('has an empty image');
  const lists: [string, ArrayLike<number> | null, number][] = [
    ...manifest.conventions.map((convention): [string, ArrayLike<number> | null, number] => [
      convention,
      sample.points[convention] ?? [],
      2 * pointCount,
    ]),
    ['points3d', sample.points3d, 3 * pointCount],
    ['visibility', sample.visibility, pointCount],
    ['labelQuality', sample.labelQuality, pointCount],
    ['pupils', sample.pupils, 4],
  ];
  for (const [name, list, length] of lists) {
    if (list !== null && list.length !== length)
      throw wrong(`${name} has ${list.length} numbers, not ${length}`);
  }
  for (const convention of manifest.conventions) {
    const points = sample.points[convention]!;
    const bad = points.findIndex((value) =>
      manifest.missingPoints === 'forbidden' ? !Number.isFinite(value) : Math.abs(value) === Infinity,
    );
    if (bad >= 0) throw wrong(`point ${bad >> 1} (${convention}) is ${points[bad]}, not a pixel`);
  }
  if (![sample.box.x, sample.box.y, sample.box.width, sample.box.height].every(Number.isFinite)) {
    throw wrong('has a box that is not finite');
  }
}

/** Runs a call into LanceDB; its failures become errors that name the folder and the hint. */
async function attempt<T>(folder: string, what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw storeError(folder, what, cause);
  }
}

/** The first line of what the SQL parser says, without the source files of its own. */
function sqlReason(cause: unknown): string {
  return messageOf(cause)
    .split('\n')[0]!
    .replace(/,? ?\S*\.rs:\d+:\d+.*/, '')
    .slice(0, 200);
}

/** LanceDB reports everything as text; the operating system's reason is somewhere inside. */
export function storeError(folder: string, what: string, cause: unknown): LineamentError {
  const text = messageOf(cause);
  const full = /no space left|os error 28|ENOSPC/i.test(text);
  const reason = full
    ? 'no space left on the device'
    : text.split('\n')[0]!.replace(/,? \/\S+\.rs:\d+:\d+.*/, '');
  const hint = full
    ? 'what was written stays readable: free some space and run the same command again'
    : 'check the path and its permissions, or make the dataset again';
  return new LineamentError(`the dataset cannot be ${what}: ${reason}`, { file: folder, hint, cause });
}
