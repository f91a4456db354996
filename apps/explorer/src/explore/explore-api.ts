import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  ColumnHead,
  Comparison,
  Counts,
  DatasetView,
  Duplicates,
  ExploreAbout,
  FeaturesView,
  KeptView,
  NearRow,
  RenderedView,
  RowFilter,
  SampleView,
  SavedView,
  SceneChanges,
} from '../../../../src/server/studio/schemas/explore.js';
import { ask, askJson } from '../api/ask.js';
import { sessionOpened } from '../api/session.js';
import { unpack } from '../api/unpack.js';
import { pruned } from './view-state.js';

export const base = '/v1/studio/explore';

export const exploreQuery = queryOptions({
  queryKey: ['explore'],
  queryFn: async ({ signal }) => {
    await sessionOpened();
    return askJson<ExploreAbout>(base, { signal });
  },
});

/** As it stands in an address; the order of the rows changes no count. */
const filterText = (filter: RowFilter): string => encodeURIComponent(JSON.stringify(pruned(filter)));

export const rowsQuery = (dataset: number, filter: RowFilter) =>
  queryOptions({
    queryKey: ['rows', dataset, pruned(filter)],
    queryFn: async ({ signal }) => {
      const isOrdered = filter.sort !== undefined || filter.like !== undefined;
      const path = `${base}/${dataset}/rows?filter=${filterText(filter)}${isOrdered ? '' : '&as=bits'}`;
      const buffer = await (await ask(path, { signal })).arrayBuffer();
      return isOrdered ? new Uint32Array(buffer) : rowsOfBits(new Uint8Array(buffer));
    },
    placeholderData: keepPreviousData,
  });

function rowsOfBits(bits: Uint8Array): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(8 * bits.length);
  let count = 0;
  for (let at = 0; at < bits.length; at++)
    for (let byte = bits[at]!, row = 8 * at; byte !== 0; byte >>= 1, row++)
      if ((byte & 1) === 1) rows[count++] = row;
  return rows.slice(0, count);
}

export const countsQuery = (dataset: number, { sort: _, ...filter }: RowFilter) =>
  queryOptions({
    queryKey: ['counts', dataset, pruned(filter)],
    queryFn: ({ signal }) =>
      askJson<Counts>(`${base}/${dataset}/counts?filter=${filterText(filter)}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const sampleQuery = (dataset: number, row: number) =>
  queryOptions({
    queryKey: ['sample', dataset, row],
    queryFn: ({ signal }) => askJson<SampleView>(`${base}/${dataset}/samples/${row}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const comparisonQuery = (dataset: number) =>
  queryOptions({
    queryKey: ['comparison', dataset],
    queryFn: ({ signal }) => askJson<Comparison | null>(`${base}/${dataset}/comparison`, { signal }),
  });

export const featuresQuery = (dataset: number) =>
  queryOptions({
    queryKey: ['features', dataset],
    queryFn: ({ signal }) => askJson<FeaturesView>(`${base}/${dataset}/features`, { signal }),
  });

export interface RowVectors {
  count: number;
  /** Numbers of a row, the widest axis first. */
  dims: number;
  vectors: Float32Array;
}

export const vectorsQuery = (dataset: number, { key }: DatasetView) =>
  queryOptions({
    queryKey: ['vectors', dataset, key],
    queryFn: async ({ signal }): Promise<RowVectors> => {
      const buffer = await (await ask(`${base}/${dataset}/features/vectors`, { signal })).arrayBuffer();
      const [count = 0, dims = 0] = new Uint32Array(buffer, 0, 2);
      return { count, dims, vectors: new Float32Array(buffer, 8) };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

export type ColumnValues =
  | { kind: 'number'; low: number; high: number; values: Float32Array }
  | { kind: 'text'; words: string[]; codes: Uint32Array };

export const columnQuery = (dataset: number, { key }: DatasetView, name: string | null) =>
  queryOptions({
    queryKey: ['column', dataset, key, name],
    queryFn: async ({ signal }): Promise<ColumnValues> => {
      const [head, values] = await unpack(
        await ask(`${base}/${dataset}/columns/${encodeURIComponent(name ?? '')}`, { signal }),
      );
      const told = JSON.parse(new TextDecoder().decode(head)) as ColumnHead;
      // A copy: files of a pack do not lie on the limits of words.
      const { buffer } = values!.slice();
      return told.kind === 'number'
        ? { ...told, values: new Float32Array(buffer) }
        : { ...told, codes: new Uint32Array(buffer) };
    },
    enabled: name !== null,
  });

export const alikeQuery = (dataset: number, row: number) =>
  queryOptions({
    queryKey: ['alike', dataset, row],
    queryFn: ({ signal }) =>
      askJson<NearRow[]>(`${base}/${dataset}/samples/${row}/alike?most=24`, { signal }),
  });

export const duplicatesQuery = (dataset: number) =>
  queryOptions({
    queryKey: ['duplicates', dataset],
    queryFn: ({ signal }) => askJson<Duplicates | null>(`${base}/${dataset}/duplicates`, { signal }),
  });

export const viewsQuery = (dataset: number) =>
  queryOptions({
    queryKey: ['views', dataset],
    queryFn: ({ signal }) => askJson<SavedView[]>(`${base}/${dataset}/views`, { signal }),
  });

/** Before they are searched: while the first word is typed they are read. A fault shows with the search. */
export const readCaptions = (dataset: number): Promise<unknown> =>
  ask(`${base}/${dataset}/captions`, { method: 'POST' }).catch(() => {});

export const saveView = (dataset: number, view: SavedView) =>
  ask(`${base}/${dataset}/views`, { method: 'PUT', body: view });

export const removeView = (dataset: number, name: string) =>
  ask(`${base}/${dataset}/views?name=${encodeURIComponent(name)}`, { method: 'DELETE' });

export const renderAgain = (dataset: number, row: number, changes: SceneChanges, signal?: AbortSignal) =>
  askJson<RenderedView>(`${base}/${dataset}/samples/${row}/render`, {
    method: 'POST',
    body: changes,
    signal,
  });

export const keptQuery = (dataset: number) =>
  queryOptions({
    queryKey: ['kept', dataset],
    queryFn: ({ signal }) => askJson<KeptView>(`${base}/${dataset}/variants`, { signal }),
  });

export const keepVariant = (dataset: number, row: number, changes: SceneChanges) =>
  askJson<KeptView>(`${base}/${dataset}/samples/${row}/keep`, { method: 'POST', body: changes });

export const writeVariants = (dataset: number, name: string) =>
  askJson<{ folder: string; count: number }>(`${base}/${dataset}/variants`, {
    method: 'POST',
    body: { name },
  });

/** Of what is seen, or of all that is kept: a file for `lineament generate --order`. */
export const orderOfVariant = (dataset: number, row: number, changes: SceneChanges) =>
  ask(`${base}/${dataset}/samples/${row}/order`, { method: 'POST', body: changes });

export const orderOfKept = (dataset: number) => ask(`${base}/${dataset}/variants/order`);

export const pictureUrl = (dataset: number, { key }: DatasetView, row: number): string =>
  `${base}/${dataset}/samples/${row}/picture?v=${key}`;

export const layerUrl = (dataset: number, { key }: DatasetView, row: number, layer: string): string =>
  `${base}/${dataset}/samples/${row}/layers/${layer}?v=${key}`;

/** What a model said of a row; null where it said nothing. */
export const predictionQuery = (dataset: number, row: number, model: string | null) =>
  queryOptions({
    queryKey: ['prediction', dataset, row, model],
    queryFn: async ({ signal }) => {
      const query = `rows=${row}&model=${encodeURIComponent(model ?? '')}`;
      const floats = new Float32Array(
        await (await ask(`${base}/${dataset}/predictions?${query}`, { signal })).arrayBuffer(),
      );
      const count = floats.length / 4;
      if (Number.isNaN(floats[0])) return null;
      return {
        points: floats.slice(0, 2 * count),
        uncertainty: floats.slice(2 * count, 3 * count),
        errors: floats.slice(3 * count),
      };
    },
    enabled: model !== null,
  });
