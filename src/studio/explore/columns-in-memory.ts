/**
 * The columns of a dataset that are no lists, in memory: numbers as typed arrays, words as codes, so that a hundred thousand rows are
 * filtered and counted in milliseconds. N rows. Bound: {@link mostRows}; 40 columns then take 160 MB.
 */
import type * as Arrow from 'apache-arrow';
import { LineamentError } from '../../core/errors.js';
import { attributeColumns, columnUnits } from '../../dataset/store/attribute-columns.js';
import type { Dataset } from '../../dataset/store/store.js';
import { spreadNumbers, textBytes } from './arrow-cells.js';
import { WordCodes } from './word-codes.js';

export interface NumberColumn {
  kind: 'number';
  name: string;
  /** `[N]`, NaN where a row has none. */
  values: Float32Array;
  low: number;
  high: number;
  whole: boolean;
  /** In which its values are, where they have one. */
  unit?: string | undefined;
}

export interface TextColumn {
  kind: 'text';
  name: string;
  /** `[N]` places in `words`. */
  codes: Uint32Array;
  /** The first, `''`, stands for none. */
  words: string[];
}

export type IndexColumn = NumberColumn | TextColumn;

export interface ColumnIndex {
  count: number;
  columns: Map<string, IndexColumn>;
}

export const mostRows = 1_000_000;

const plainColumns = [
  { name: 'split', kind: 'text' },
  { name: 'width', kind: 'whole' },
  { name: 'height', kind: 'whole' },
  { name: 'box_width', kind: 'number' },
  { name: 'box_height', kind: 'number' },
] as const;

export async function readColumnIndex(dataset: Dataset): Promise<ColumnIndex> {
  const { count } = dataset;
  if (count > mostRows)
    throw new LineamentError(`explore: the dataset holds ${count} samples; at most ${mostRows} are shown`, {
      file: dataset.folder,
      hint: 'export a part of it as a dataset of its own',
    });
  const there = new Set(await dataset.columns());
  const wanted = [...plainColumns, ...attributeColumns].filter(
    ({ name }) => there.has(name) && name !== 'caption',
  );
  const columns = wanted.map(({ name, kind }) =>
    kind === 'text' ? newText(name, count) : newNumbers(name, kind === 'whole', count),
  );
  for await (const batch of dataset.batches(['index', ...wanted.map(({ name }) => name)])) {
    const rows = batch.getChild('index')!.toArray() as Int32Array;
    for (const column of columns) column.fill(rows, batch.getChild(column.column.name)!);
  }
  const filled = columns
    .map(({ column }) => (column.kind === 'number' ? measured(column) : column))
    // A column without a value, or with the same everywhere, says nothing.
    .filter((column) => (column.kind === 'number' ? column.high > column.low : column.words.length > 1));
  return { count, columns: new Map(filled.map((column) => [column.name, column])) };
}

interface Filling {
  column: IndexColumn;
  fill(rows: Int32Array, cells: Arrow.Vector): void;
}

function newNumbers(name: string, whole: boolean, count: number): Filling {
  const values = new Float32Array(count).fill(Number.NaN);
  return {
    column: { kind: 'number', name, values, low: 0, high: 0, whole, unit: columnUnits[name] },
    fill: (rows, cells) => spreadNumbers(cells, rows, values),
  };
}

function newText(name: string, count: number): Filling {
  const codes = new Uint32Array(count);
  const known = new WordCodes();
  return {
    column: { kind: 'text', name, codes, words: known.words },
    fill: (rows, cells) =>
      textBytes(cells, (place, bytes, from, to) => {
        codes[rows[place]!] = known.codeOf(bytes, from, to);
      }),
  };
}

/** With its least and greatest value. */
export function measured(column: NumberColumn): NumberColumn {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of column.values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { ...column, low, high };
}
