/** Which of some names a mistyped word probably was meant to be. */

/**
 * By the fewest letters that are put in, left out, exchanged for another or swapped with their neighbour (optimal string alignment: Damerau,
 * CACM 1964). Capitals do not count; of names that are equally near the first is taken.
 * @returns undefined where more than half of the word's letters would have to change, or there is no name.
 */
export function nearest(word: string, names: readonly string[]): string | undefined {
  let [found, least]: [string | undefined, number] = [undefined, Math.floor(word.length / 2) + 1];
  for (const name of names) {
    const changes = changesBetween(word.toLowerCase(), name.toLowerCase());
    if (changes < least) [found, least] = [name, changes];
  }
  return found;
}

function changesBetween(a: string, b: string): number {
  // Rows of the table: from the first i letters of `a` to the first j of `b`.
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          rows[i - 1]![j]! + 1,
          row[j - 1]! + 1,
          rows[i - 1]![j - 1]! + same,
          swapped ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
