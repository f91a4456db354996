/**
 * Which rows pass what is asked, and what each column would have without its own condition: the counts behind linked histograms
 * (crossfilter). Every condition marks the rows that fail it; a row that fails one alone still counts in that one's column.
 */
import { UsageError } from '../../core/errors.js';
import type { RowFilter } from './asked.js';
import type { ColumnIndex, IndexColumn } from './columns-in-memory.js';

export interface FilteredRows {
  /** Ascending. */
  rows: Uint32Array<ArrayBuffer>;
  /** `[N]` conditions that a row fails. */
  failures: Uint8Array;
  /** `[N]` the number of the last condition it fails. */
  failed: Uint8Array;
  /** Numbers of the columns' conditions. */
  conditionOf: ReadonlyMap<string, number>;
}

/** @param masks – `[N]` each, of conditions that others answered: 1 passes. */
export function filterRows(
  index: ColumnIndex,
  filter: Pick<RowFilter, 'ranges' | 'values'>,
  masks: readonly Uint8Array[] = [],
): FilteredRows {
  const { count } = index;
  const failures = new Uint8Array(count);
  const failed = new Uint8Array(count);
  const conditionOf = new Map<string, number>();
  let condition = 0;
  for (const mask of masks) {
    condition++;
    for (let row = 0; row < count; row++)
      if (mask[row] === 0) {
        failures[row]!++;
        failed[row] = condition;
      }
  }
  for (const [name, [from, to]] of Object.entries(filter.ranges ?? {})) {
    const column = columnOf(index, name);
    if (column.kind !== 'number') throw wrongKind(name, 'numbers');
    const { values } = column;
    const [low, high] = [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY];
    conditionOf.set(name, ++condition);
    for (let row = 0; row < count; row++) {
      const value = values[row]!;
      // A row without a value passes neither.
      if (!(value >= low && value <= high)) {
        failures[row]!++;
        failed[row] = condition;
      }
    }
  }
  for (const [name, wanted] of Object.entries(filter.values ?? {})) {
    const column = columnOf(index, name);
    if (column.kind !== 'text') throw wrongKind(name, 'words');
    const allowed = Uint8Array.from(column.words, (word) => (wanted.includes(word) ? 1 : 0));
    const { codes } = column;
    conditionOf.set(name, ++condition);
    for (let row = 0; row < count; row++)
      if (allowed[codes[row]!] === 0) {
        failures[row]!++;
        failed[row] = condition;
      }
  }
  let matching = 0;
  for (let row = 0; row < count; row++) if (failures[row] === 0) matching++;
  const rows = new Uint32Array(matching);
  for (let row = 0, at = 0; at < matching; row++) if (failures[row] === 0) rows[at++] = row;
  return { rows, failures, failed, conditionOf };
}

/** `[count]` 1 for the rows of a list. */
export function maskOf(rows: Iterable<number>, count: number): Uint8Array {
  const mask = new Uint8Array(count);
  for (const row of rows) mask[row] = 1;
  return mask;
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

/** All rows by a column; rows without a value come last either way. */
export function orderBy(
  index: ColumnIndex,
  { by, descending = false }: NonNullable<RowFilter['sort']>,
): Uint32Array {
  const column = columnOf(index, by);
  const keys = new Float64Array(index.count);
  const sign = descending ? -1 : 1;
  if (column.kind === 'text') {
    const order = column.words
      .map((_, i) => i)
      .sort((a, b) => (column.words[a]! < column.words[b]! ? -1 : 1));
    const rank = new Float64Array(order.length);
    for (const [place, code] of order.entries())
      rank[code] = code === 0 ? Number.POSITIVE_INFINITY : sign * place;
    for (let row = 0; row < keys.length; row++) keys[row] = rank[column.codes[row]!]!;
  } else
    for (let row = 0; row < keys.length; row++) {
      const value = column.values[row]!;
      keys[row] = Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
    }
  const rows = Uint32Array.from(keys.keys());
  return rows.sort((a, b) => {
    const [x, y] = [keys[a]!, keys[b]!];
    return x < y ? -1 : x > y ? 1 : a - b;
  });
}

/** Those that pass, in the order of a list. */
export function passing({ rows, failures }: FilteredRows, order: Uint32Array): Uint32Array<ArrayBuffer> {
  const ordered = new Uint32Array(rows.length);
  let at = 0;
  for (const row of order) if (failures[row] === 0) ordered[at++] = row;
  return ordered.subarray(0, at);
}
