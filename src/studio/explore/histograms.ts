/** Counts of every column's parts: bins of round width for numbers, the commonest words for text. */
import type { ColumnCounts } from './asked.js';
import type { ColumnIndex, IndexColumn, NumberColumn, TextColumn } from './columns-in-memory.js';
import type { FilteredRows } from './row-filter.js';

/** About so many bins. */
const wantedBins = 24;
const mostWords = 40;

/** Where a column's parts are: found once. `[N]` part of each row, 255 where it has no value. */
export interface ColumnParts {
  counts: Omit<ColumnCounts, 'kept'>;
  partOf: Uint8Array;
}

const none = 255;

export function partsOf(column: IndexColumn): ColumnParts {
  return column.kind === 'number' ? binsOf(column) : wordsOf(column);
}

function binsOf({ name, values, whole, unit, ...range }: NumberColumn): ColumnParts {
  // What was found out about rows may be the same of all of them, or of none.
  const { low, high } = range.high >= range.low ? range : { low: 0, high: 0 };
  const step = roundStep((high > low ? high - low : 1) / wantedBins, whole);
  const first = Math.floor(low / step + 1e-6);
  const bins = Math.min(250, Math.max(1, Math.floor(high / step + 1e-6) - first + 1));
  const partOf = new Uint8Array(values.length);
  const all = new Array<number>(bins).fill(0);
  let missing = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) {
      partOf[row] = none;
      missing++;
      continue;
    }
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(value / step + 1e-6) - first));
    partOf[row] = bin;
    all[bin]!++;
  }
  const edges = Array.from({ length: bins + 1 }, (_, i) => Number(((first + i) * step).toPrecision(10)));
  return {
    counts: { name, kind: 'number', ...(unit !== undefined && { unit }), edges, all, missing },
    partOf,
  };
}

/** 1, 2 or 5 times a power of ten, the next above. */
function roundStep(step: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const round = [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= step) ?? step;
  return whole ? Math.max(1, Math.ceil(round)) : round;
}

function wordsOf({ name, codes, words }: TextColumn): ColumnParts {
  const counts = new Array<number>(words.length).fill(0);
  for (const code of codes) counts[code]!++;
  const shown = words
    .map((_, code) => code)
    .filter((code) => code > 0 && counts[code]! > 0)
    .sort((a, b) => counts[b]! - counts[a]!)
    .slice(0, mostWords);
  const place = new Uint8Array(words.length).fill(none);
  for (const [i, code] of shown.entries()) place[code] = i;
  const partOf = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row++) partOf[row] = place[codes[row]!]!;
  return {
    counts: {
      name,
      kind: 'text',
      words: shown.map((code) => words[code]!),
      all: shown.map((code) => counts[code]!),
      missing: counts[0]!,
    },
    partOf,
  };
}

/**
 * Only rows that pass are looked at, or, where most do, only those that do not: a column's own condition alone asks for a way through
 * all rows.
 */
export function countColumns(
  index: ColumnIndex,
  partsOfColumn: (column: IndexColumn) => ColumnParts,
  filtered: FilteredRows,
): ColumnCounts[] {
  const { rows, failures, failed, conditionOf } = filtered;
  const isMost = 2 * rows.length > index.count;
  const looked = isMost ? othersOf(filtered) : rows;
  return [...index.columns.values()].map((column) => {
    const { counts, partOf } = partsOfColumn(column);
    const found = new Uint32Array(256);
    const own = conditionOf.get(column.name);
    if (own !== undefined) {
      for (let row = 0; row < partOf.length; row++)
        if (failures[row] === 0 || (failures[row] === 1 && failed[row] === own)) found[partOf[row]!]!++;
      return { ...counts, kept: [...found.subarray(0, counts.all.length)] };
    }
    for (let i = 0; i < looked.length; i++) found[partOf[looked[i]!]!]!++;
    return { ...counts, kept: counts.all.map((all, part) => (isMost ? all - found[part]! : found[part]!)) };
  });
}

function othersOf({ rows, failures }: FilteredRows): Uint32Array {
  const others = new Uint32Array(failures.length - rows.length);
  for (let row = 0, at = 0; at < others.length; row++) if (failures[row] !== 0) others[at++] = row;
  return others;
}
