/**
 * Which rows pass what is asked, and what each column would have without its own condition: the counts behind linked histograms
 * (crossfilter). Every condition marks the rows that fail it; a row that fails one alone still counts in that one's column.
 */
import { UsageError } from '../../core/errors.js';
import type { RowFilter } from './asked.js';
import type { ColumnIndex, IndexColumn } from './columns-in-memory.js';

export interface FilteredRows {
  /** In the order that is asked for. */
  rows: Uint32Array;
  /** `[N]` conditions that a row fails. */
  failures: Uint8Array;
  /** `[N]` the number of the last condition it fails. */
  failed: Uint8Array;
  /** Numbers of the columns' conditions. */
  conditionOf: ReadonlyMap<string, number>;
}

/**
 * @param chosen – rows of the conditions that the database answers; null: all.
 * @param alike – rows that look like one, in their order; null: all.
 */
export function filterRows(
  index: ColumnIndex,
  filter: RowFilter,
  chosen: readonly number[] | null,
  alike: readonly number[] | null = null,
): FilteredRows {
  const { count } = index;
  const failures = new Uint8Array(count);
  const failed = new Uint8Array(count);
  const conditionOf = new Map<string, number>();
  let condition = 0;
  const mark = (passes: (row: number) => boolean): void => {
    condition++;
    for (let row = 0; row < count; row++)
      if (!passes(row)) {
        failures[row]!++;
        failed[row] = condition;
      }
  };
  for (const list of [chosen, filter.rows ?? null, alike]) {
    if (list === null) continue;
    const inside = new Uint8Array(count);
    for (const row of list) inside[row] = 1;
    mark((row) => inside[row] === 1);
  }
  const words = (filter.words ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > 0) {
    const { captions } = index;
    // At a word's beginning: a man is not found in a woman.
    const begun = words.map((word) => ` ${word}`);
    mark((row) => begun.every((word) => captions[row]!.includes(word)));
  }
  for (const [name, [from, to]] of Object.entries(filter.ranges ?? {})) {
    const column = columnOf(index, name);
    if (column.kind !== 'number') throw wrongKind(name, 'numbers');
    const { values } = column;
    const [low, high] = [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY];
    mark((row) => values[row]! >= low && values[row]! <= high);
    conditionOf.set(name, condition);
  }
  for (const [name, wanted] of Object.entries(filter.values ?? {})) {
    const column = columnOf(index, name);
    if (column.kind !== 'text') throw wrongKind(name, 'words');
    const allowed = Uint8Array.from(column.words, (word) => (wanted.includes(word) ? 1 : 0));
    const { codes } = column;
    mark((row) => allowed[codes[row]!] === 1);
    conditionOf.set(name, condition);
  }
  let matching = 0;
  for (let row = 0; row < count; row++) if (failures[row] === 0) matching++;
  const rows = new Uint32Array(matching);
  for (let row = 0, at = 0; row < count; row++) if (failures[row] === 0) rows[at++] = row;
  const ordered =
    alike === null || filter.sort !== undefined
      ? sorted(index, rows, filter.sort)
      : Uint32Array.from(alike.filter((row) => failures[row] === 0));
  return { rows: ordered, failures, failed, conditionOf };
}

export function columnOf(index: ColumnIndex, name: string): IndexColumn {
  const column = index.columns.get(name);
  if (column !== undefined) return column;
  throw new UsageError(`explore: there is no column '${name.slice(0, 60)}'`, {
    hint: `the columns are ${[...index.columns.keys()].join(', ')}`,
  });
}

const wrongKind = (name: string, what: string): UsageError =>
  new UsageError(`explore: column '${name}' does not hold ${what}`);

function sorted(index: ColumnIndex, rows: Uint32Array, sort: RowFilter['sort']): Uint32Array {
  if (sort === undefined) return rows;
  const column = columnOf(index, sort.by);
  const sign = sort.descending === true ? -1 : 1;
  if (column.kind === 'text') {
    const order = column.words
      .map((_, i) => i)
      .sort((a, b) => (column.words[a]! < column.words[b]! ? -1 : 1));
    const rank = new Uint32Array(order.length);
    for (const [place, code] of order.entries()) rank[code] = place;
    return rows.sort((a, b) => sign * (rank[column.codes[a]!]! - rank[column.codes[b]!]!) || a - b);
  }
  const { values } = column;
  const key = (row: number): number => {
    const value = values[row]!;
    // Rows without a value come last either way.
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
  };
  return rows.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return x < y ? -1 : x > y ? 1 : a - b;
  });
}
