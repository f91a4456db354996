/** Arrow's columns read by their buffers: asking a column for one value after another costs ten times as much. */
import type * as Arrow from 'apache-arrow';

/** Puts the values that are there into `into` at their rows. @param rows – of the column's values. */
export function spreadNumbers(column: Arrow.Vector, rows: ArrayLike<number>, into: Float32Array): void {
  let first = 0;
  for (const chunk of column.data) {
    const values = chunk.values as ArrayLike<number> | BigInt64Array;
    const isWide = values instanceof BigInt64Array || values instanceof BigUint64Array;
    const isWhole = chunk.nullCount === 0;
    if (isWide || !isWhole) {
      for (let i = 0; i < chunk.length; i++)
        if (isWhole || chunk.getValid(i)) into[rows[first + i]!] = Number(values[i]);
    } else for (let i = 0; i < chunk.length; i++) into[rows[first + i]!] = values[i]!;
    first += chunk.length;
  }
}

/** @param take – told of each value: its place in the column, and its UTF-8 bytes, none where it is not there. */
export function textBytes(
  column: Arrow.Vector,
  take: (place: number, bytes: Uint8Array, from: number, to: number) => void,
): void {
  let first = 0;
  for (const chunk of column.data) {
    const bytes = chunk.values as Uint8Array;
    const ends = chunk.valueOffsets as Int32Array;
    const isWhole = chunk.nullCount === 0;
    for (let i = 0; i < chunk.length; i++)
      if (isWhole || chunk.getValid(i)) take(first + i, bytes, ends[i]!, ends[i + 1]!);
      else take(first + i, bytes, 0, 0);
    first += chunk.length;
  }
}
