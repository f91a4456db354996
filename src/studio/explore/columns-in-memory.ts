/**
 * The columns of a dataset that are no lists, in memory: numbers as typed arrays, words as codes, so that a hundred thousand rows are
 * filtered and counted in milliseconds. N rows. Bound: {@link mostRows}; 40 columns then take 160 MB.
 */
import { LineamentError } from '../../core/errors.js';
import { attributeColumns } from '../../dataset/store/attribute-columns.js';
import type { Dataset } from '../../dataset/store/store.js';

export interface NumberColumn {
  kind: 'number';
  name: string;
  /** `[N]`, NaN where a row has none. */
  values: Float32Array;
  low: number;
  high: number;
  whole: boolean;
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
  /** `[N]` as {@link searchable} makes them. */
  captions: string[];
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
  const captions = new Array<string>(count).fill('');
  const hasCaptions = there.has('caption');
  const names = ['index', ...wanted.map(({ name }) => name), ...(hasCaptions ? ['caption'] : [])];
  for await (const batch of dataset.batches(names)) {
    const rows = batch.getChild('index')!.toArray() as Int32Array;
    for (const column of columns) column.fill(rows, batch.getChild(column.column.name)!);
    const words = batch.getChild('caption');
    if (words !== null)
      for (const [i, row] of rows.entries()) captions[row] = searchable(String(words.get(i) ?? ''));
  }
  const filled = columns
    .map(({ column }) => (column.kind === 'number' ? measured(column) : column))
    // A column without a value, or with the same everywhere, says nothing.
    .filter((column) => (column.kind === 'number' ? column.high > column.low : column.words.length > 1));
  return { count, captions, columns: new Map(filled.map((column) => [column.name, column])) };
}

/** In small letters, a space before each word. */
export const searchable = (caption: string): string =>
  ` ${caption.toLowerCase().replace(/[^\p{L}\p{N}-]+/gu, ' ')}`;

/** What is read of an Arrow column. */
interface Cells {
  get(row: number): unknown;
}

interface Filling {
  column: IndexColumn;
  fill(rows: Int32Array, cells: Cells): void;
}

function newNumbers(name: string, whole: boolean, count: number): Filling {
  const values = new Float32Array(count).fill(Number.NaN);
  return {
    column: { kind: 'number', name, values, low: 0, high: 0, whole },
    fill(rows, cells) {
      for (let i = 0; i < rows.length; i++) {
        const value = cells.get(i);
        if (typeof value === 'number') values[rows[i]!] = value;
      }
    },
  };
}

function newText(name: string, count: number): Filling {
  const codes = new Uint32Array(count);
  const words = [''];
  const known = new Map<string, number>([['', 0]]);
  return {
    column: { kind: 'text', name, codes, words },
    fill(rows, cells) {
      for (let i = 0; i < rows.length; i++) {
        const word = String(cells.get(i) ?? '');
        let code = known.get(word);
        if (code === undefined) {
          code = words.push(word) - 1;
          known.set(word, code);
        }
        codes[rows[i]!] = code;
      }
    },
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
