/** A dataset as the page looks at it: its columns in memory, what passes a filter, small pictures and points in packs. K landmarks. */
import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import sharp from 'sharp';
import { UsageError } from '../../core/errors.js';
import { type LayerName, layerNames } from '../../dataset/layers/registry.js';
import type { LayeredSample } from '../../dataset/store/columns.js';
import { landmarksOf } from '../../dataset/store/manifest.js';
import { type Dataset, openDataset } from '../../dataset/store/store.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';
import type { Counts, DatasetView, RowFilter } from './asked.js';
import { type Captions, readCaptions as readCaptionsOf } from './captions-in-memory.js';
import { type ColumnIndex, type IndexColumn, measured, readColumnIndex } from './columns-in-memory.js';
import { RowFeatures } from './features/row-features.js';
import { type ColumnParts, countColumns, partsOf } from './histograms.js';
import { colourLayer } from './layer-colours.js';
import { type FilteredRows, filterRows, maskOf, orderBy, passing } from './row-filter.js';
import { openThumbnailCache, shrink, type ThumbnailCache, thumbnailSides } from './thumbnails.js';

/** Filters whose answer is kept: the page asks for rows and counts of the same one. */
const keptFilters = 12;
/** Columns by which rows were sorted lately. */
const keptOrders = 4;
/** Rows in one pack. */
export const mostPacked = 256;

export class ExploredDataset {
  readonly dataset: Dataset;
  readonly set: LandmarkSet;
  readonly features: RowFeatures;
  readonly #index: ColumnIndex;
  readonly #key: string;
  readonly #parts = new Map<IndexColumn, ColumnParts>();
  readonly #answers = new Map<string, Promise<FilteredRows>>();
  readonly #orders = new Map<string, Uint32Array>();
  #captions: Promise<Captions> | undefined;
  readonly #caches = new Map<string, Promise<ThumbnailCache>>();

  private constructor(dataset: Dataset, index: ColumnIndex) {
    this.dataset = dataset;
    this.#index = index;
    this.set = landmarksOf(dataset.manifest);
    this.#key = createHash('sha256')
      .update(JSON.stringify([resolve(dataset.folder), dataset.count, dataset.manifest]))
      .digest('hex')
      .slice(0, 16);
    this.features = new RowFeatures(dataset.folder, this.#key, dataset.count);
  }

  static async open(folder: string): Promise<ExploredDataset> {
    const dataset = await openDataset(folder, { incomplete: true });
    try {
      return new ExploredDataset(dataset, await readColumnIndex(dataset));
    } catch (error) {
      dataset.close();
      throw error;
    }
  }

  get columnIndex(): ColumnIndex {
    return this.#index;
  }

  view(): DatasetView {
    const { manifest, folder, count } = this.dataset;
    return {
      name: basename(resolve(folder)),
      key: this.#key,
      count,
      landmarks: this.set.name,
      points: this.set.points.map(({ name, region }) => ({ name, region })),
      conventions: manifest.conventions,
      layers: layerNames.filter((name) => manifest.layers.includes(name)),
      columns: [...this.#index.columns.keys()],
      generated: manifest.origin.kind === 'generated',
    };
  }

  /** Numbers that were found out about rows become a column like any other. */
  addColumn(name: string, values: Float32Array, unit?: string): void {
    const old = this.#index.columns.get(name);
    if (old !== undefined) this.#parts.delete(old);
    const column = measured({ kind: 'number', name, values, low: 0, high: 0, whole: false, unit });
    this.#index.columns.set(name, column);
    this.#answers.clear();
    this.#orders.clear();
  }

  /** The rows that pass, in the order that is asked for. */
  async rows({ sort, ...filter }: RowFilter): Promise<Uint32Array<ArrayBuffer>> {
    const filtered = await this.#filter(filter);
    if (sort !== undefined) return passing(filtered, this.#orderBy(sort));
    if (filter.like === undefined) return filtered.rows;
    return passing(filtered, Uint32Array.from(await this.#alike(filter.like)));
  }

  /** A bit for each row, the first in the lowest bit of the first byte: a thirtieth of a list of most rows. No order. */
  async rowBits(filter: RowFilter): Promise<Uint8Array<ArrayBuffer>> {
    const { sort: _, ...conditions } = filter;
    const { rows } = await this.#filter(conditions);
    const bits = new Uint8Array(Math.ceil(this.#index.count / 8));
    for (const row of rows) bits[row >> 3]! |= 1 << (row & 7);
    return bits;
  }

  /** Rows and counts of the same filter are asked for together, and it is sorted again and again. */
  #filter(filter: Omit<RowFilter, 'sort'>): Promise<FilteredRows> {
    const key = JSON.stringify(filter);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = this.#answer(filter);
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    if (this.#answers.size > keptFilters) this.#answers.delete(this.#answers.keys().next().value!);
    return answer;
  }

  async #answer({ where = '', words = '', rows, like, ...columns }: RowFilter): Promise<FilteredRows> {
    const { count } = this.#index;
    const masks: Uint8Array[] = [];
    if (where.trim() !== '') masks.push(maskOf(await this.dataset.indices({ where }), count));
    if (words.trim() !== '') masks.push((await this.readCaptions()).rowsWith(words));
    if (rows !== undefined) masks.push(maskOf(rows, count));
    if (like !== undefined) masks.push(maskOf(await this.#alike(like), count));
    return filterRows(this.#index, columns, masks);
  }

  async #alike({ row, most }: NonNullable<RowFilter['like']>): Promise<number[]> {
    this.checkRows([row]);
    return [row, ...(await this.features.nearest(row, most)).map(({ row: near }) => near)];
  }

  /** They are read when words are first looked for: a page of pictures needs none. */
  readCaptions(): Promise<Captions> {
    this.#captions ??= readCaptionsOf(this.dataset);
    this.#captions.catch(() => {
      this.#captions = undefined;
    });
    return this.#captions;
  }

  #orderBy(sort: NonNullable<RowFilter['sort']>): Uint32Array {
    const key = `${sort.descending === true ? '-' : '+'}${sort.by}`;
    const order = this.#orders.get(key) ?? orderBy(this.#index, sort);
    this.#orders.delete(key);
    this.#orders.set(key, order);
    if (this.#orders.size > keptOrders) this.#orders.delete(this.#orders.keys().next().value!);
    return order;
  }

  async counts({ sort: _, ...filter }: RowFilter): Promise<Counts> {
    const filtered = await this.#filter(filter);
    const parts = (column: IndexColumn): ColumnParts => {
      const known = this.#parts.get(column) ?? partsOf(column);
      this.#parts.set(column, known);
      return known;
    };
    return {
      total: this.#index.count,
      matching: filtered.rows.length,
      columns: countColumns(this.#index, parts, filtered),
    };
  }

  checkRows(rows: readonly number[]): void {
    const bad = rows.find((row) => row >= this.#index.count);
    if (bad !== undefined)
      throw new UsageError(`explore: there is no row ${bad}: the dataset holds ${this.#index.count}`);
  }

  async sample(row: number): Promise<LayeredSample> {
    this.checkRows([row]);
    return (await this.dataset.read([row], { layers: true }))[0]!;
  }

  /** Small pictures of rows, or of one of their layers; empty where a row has none. */
  async thumbnails(rows: readonly number[], wanted: number, layer?: LayerName): Promise<Uint8Array[]> {
    this.checkRows(rows);
    const side = thumbnailSides.find((one) => one >= wanted) ?? thumbnailSides.at(-1)!;
    const cache = await this.#cache(side, layer);
    const found = new Map<number, Uint8Array>();
    for (const row of new Set(rows)) {
      const bytes = await cache.get(row);
      if (bytes !== undefined) found.set(row, bytes);
    }
    const lacking = [...new Set(rows)].filter((row) => !found.has(row));
    if (lacking.length > 0) {
      const column = layer ?? 'image';
      const table = await this.dataset.take(lacking, ['index', 'width', 'height', column]);
      const cell = (name: string, i: number): unknown => table.getChild(name)!.get(i);
      await Promise.all(
        lacking.map(async (_, i) => {
          const [row, width, height] = [cell('index', i), cell('width', i), cell('height', i)].map(Number);
          const stored = cell(column, i);
          const bytes =
            stored instanceof Uint8Array && stored.length > 0 ? Uint8Array.from(stored) : undefined;
          if (bytes === undefined) return void found.set(row!, new Uint8Array(0));
          const size = { width: width!, height: height! };
          // A small JPEG is sent as it is: a second one would be no smaller, and worse.
          const asStored = layer === undefined && Math.max(width!, height!) <= 1.4 * side;
          const small = asStored
            ? bytes
            : await shrink(layer === undefined ? sharp(bytes) : await colourLayer(layer, bytes, size), side);
          found.set(row!, small);
          if (!asStored) await cache.put(row!, small);
        }),
      );
    }
    return rows.map((row) => found.get(row) ?? new Uint8Array(0));
  }

  #cache(side: number, layer: LayerName | undefined): Promise<ThumbnailCache> {
    const key = `${this.#key} ${layer ?? 'image'}`;
    const known = this.#caches.get(`${key} ${side}`) ?? openThumbnailCache(key, side);
    this.#caches.set(`${key} ${side}`, known);
    return known;
  }

  /**
   * For each row: width, height, the box's x, y, width and height, and `[K, 2]` points, NaN where there is none, as 32-bit floats;
   * after all of them `[K]` visibilities of each row as bytes, 255 where nobody says.
   */
  async packedPoints(rows: readonly number[], convention: Convention): Promise<Uint8Array> {
    this.checkRows(rows);
    const count = this.set.points.length;
    const floats = new Float32Array(rows.length * (6 + 2 * count)).fill(Number.NaN);
    const bytes = new Uint8Array(rows.length * count).fill(255);
    const stored = this.dataset.manifest.conventions.includes(convention)
      ? convention
      : this.dataset.manifest.conventions[0]!;
    const numbers = ['width', 'height', 'box_x', 'box_y', 'box_width', 'box_height'];
    const table = await this.dataset.take([...new Set(rows)], ['index', ...numbers, stored, 'visibility']);
    const places = new Map<number, number[]>();
    for (const [place, row] of rows.entries()) places.set(row, [...(places.get(row) ?? []), place]);
    for (let i = 0; i < table.numRows; i++) {
      const row = Number(table.getChild('index')!.get(i));
      const size = numbers.map((name) => Number(table.getChild(name)!.get(i)));
      const points = table.getChild(stored)!.get(i);
      const seen = table.getChild('visibility')!.get(i);
      for (const place of places.get(row) ?? []) {
        const at = place * (6 + 2 * count);
        floats.set(size, at);
        if (points !== null) {
          floats.set(points.toArray(), at + 6);
          if (points.nullCount > 0)
            for (let k = 0; k < 2 * count; k++) if (!points.isValid(k)) floats[at + 6 + k] = Number.NaN;
        }
        if (seen !== null) bytes.set(seen.toArray(), place * count);
      }
    }
    return Buffer.concat([new Uint8Array(floats.buffer), bytes]);
  }

  async close(): Promise<void> {
    for (const cache of this.#caches.values()) (await cache).close();
    this.dataset.close();
  }
}
