/** The rows of a comparison by what a column says of them. */
import type { IndexColumn } from './columns-in-memory.js';

/** Faces that a part must have to be told of. */
const fewest = 4;
const numberParts = 5;

export interface PartOfRows {
  part: string;
  /** Of the rows that were given. */
  places: number[];
}

/** Words as they are, numbers in fifths of the rows. Parts of a few faces are left out. */
export function partsOfRows(column: IndexColumn, rows: readonly number[]): PartOfRows[] {
  const parts = new Map<string, number[]>();
  const add = (part: string, place: number): void => {
    const places = parts.get(part);
    if (places === undefined) parts.set(part, [place]);
    else places.push(place);
  };
  if (column.kind === 'text')
    for (const [place, row] of rows.entries()) {
      const word = column.words[column.codes[row]!]!;
      if (word !== '') add(word, place);
    }
  else {
    const known = rows
      .map((row, place) => ({ value: column.values[row]!, place }))
      .filter(({ value }) => !Number.isNaN(value))
      .sort((a, b) => a.value - b.value);
    const ends = Array.from({ length: numberParts - 1 }, (_, i) => {
      return known[Math.floor(((i + 1) * known.length) / numberParts)]?.value ?? 0;
    });
    const unit = column.unit === undefined ? '' : column.unit === '°' ? '°' : ` ${column.unit}`;
    const shown = (value: number): string => String(Number(value.toPrecision(3)));
    for (const { value, place } of known) {
      const part = ends.findIndex((end) => value < end);
      const to = part < 0 ? undefined : ends[part];
      const from = part === 0 ? undefined : ends[(part < 0 ? ends.length : part) - 1];
      add(
        `${
          from === undefined
            ? `below ${shown(to!)}`
            : to === undefined
              ? `from ${shown(from)}`
              : `${shown(from)} to ${shown(to)}`
        }${unit}`,
        place,
      );
    }
  }
  const kept = [...parts]
    .map(([part, places]) => ({ part, places }))
    .filter(({ places }) => places.length >= fewest);
  return kept.length < 2 ? [] : kept.slice(0, 40);
}
