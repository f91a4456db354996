import type { DatasetView } from '../../../../src/server/studio/schemas/explore.js';
import { ask } from '../api/ask.js';
import type { ShownModels } from './compare/shown-models.js';
import type { DrawnPrediction } from './draw-points.js';
import { base } from './explore-api.js';
import { loadPictures } from './load-pictures.js';
import { createRowStore, type RowStore } from './row-store.js';

export interface RowPoints {
  width: number;
  height: number;
  box: { x: number; y: number; width: number; height: number };
  /** `[K, 2]` */
  points: Float32Array;
  visibility: Uint8Array;
}

/** Pictures decoded at once: 256 px of them take 130 MB at most. */
const mostPictures = 500;
const mostPoints = 1500;
const mostStores = 9;

const stores = new Map<string, RowStore<never>>();

function once<T>(key: string, make: () => RowStore<T>): RowStore<T> {
  const store = (stores.get(key) as RowStore<T> | undefined) ?? make();
  // A handful of layers and sizes at a time; the one that was asked for longest ago goes.
  stores.delete(key);
  stores.set(key, store as RowStore<never>);
  if (stores.size > mostStores) stores.delete(stores.keys().next().value!);
  return store;
}

/** @param side – pixels that are shown. */
export function pictureStore(
  dataset: number,
  { key }: DatasetView,
  side: number,
  layer: string | null,
): RowStore<ImageBitmap> {
  const tier = side <= 140 ? 96 : 256;
  const query = `side=${tier}${layer === null ? '' : `&layer=${layer}`}&v=${key}`;
  return once(`picture ${dataset} ${query}`, () =>
    createRowStore<ImageBitmap>({
      most: tier === 96 ? 4 * mostPictures : mostPictures,
      fetchRows: (rows, signal) =>
        loadPictures(`${base}/${dataset}/thumbnails?rows=${rows.join(',')}&${query}`, signal),
      dropped: (picture) => picture.close(),
    }),
  );
}

export interface RowPrediction extends DrawnPrediction {
  points: Float32Array;
  uncertainty: Float32Array;
  errors: Float32Array;
}

export function predictionStore(
  dataset: number,
  { key, points: { length: count } }: DatasetView,
  { models: [model, other], run }: ShownModels,
): RowStore<RowPrediction> | null {
  if (model === undefined) return null;
  const told = [model, other].map((one) => `${one?.name} ${one?.colour}`);
  return once(`predictions ${dataset} ${key} ${told.join(' ')} ${run}`, () =>
    createRowStore<RowPrediction>({
      most: mostPoints,
      async fetchRows(rows, signal) {
        const [own, others] = await Promise.all(
          [model, ...(other === undefined ? [] : [other])].map(async ({ name, colour }) => {
            const query = `rows=${rows.join(',')}&model=${encodeURIComponent(name)}`;
            const answer = await ask(`${base}/${dataset}/predictions?${query}`, { signal });
            const floats = new Float32Array(await answer.arrayBuffer());
            return rows.map((_, i) => {
              const at = i * 4 * count;
              return {
                points: floats.slice(at, at + 2 * count),
                uncertainty: floats.slice(at + 2 * count, at + 3 * count),
                errors: floats.slice(at + 3 * count, at + 4 * count),
                colour: other === undefined ? undefined : colour,
              };
            });
          }),
        );
        return own!.map((prediction, i) => ({ ...prediction, against: others?.[i] }));
      },
    }),
  );
}

export function pointStore(
  dataset: number,
  { key, points: { length: count } }: DatasetView,
  convention: string,
): RowStore<RowPoints> {
  return once(`points ${dataset} ${key} ${convention}`, () =>
    createRowStore<RowPoints>({
      most: mostPoints,
      async fetchRows(rows, signal) {
        const buffer = await (
          await ask(`${base}/${dataset}/points?rows=${rows.join(',')}&convention=${convention}&v=${key}`, {
            signal,
          })
        ).arrayBuffer();
        const step = 6 + 2 * count;
        const floats = new Float32Array(buffer, 0, rows.length * step);
        const bytes = new Uint8Array(buffer, 4 * rows.length * step);
        return rows.map((_, i) => {
          const [width, height, x, y, boxWidth, boxHeight] = floats.subarray(i * step, i * step + 6);
          return {
            width: width!,
            height: height!,
            box: { x: x!, y: y!, width: boxWidth!, height: boxHeight! },
            points: floats.slice(i * step + 6, (i + 1) * step),
            visibility: bytes.slice(i * count, (i + 1) * count),
          };
        });
      },
    }),
  );
}
