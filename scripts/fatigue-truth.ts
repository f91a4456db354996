/** What is common to the two measures of fatigue: spans of a truth over time, pairs of what was found and what was there. */

export interface Pairs {
  found: number;
  right: number;
  missed: number;
}

export const noPairs = (): Pairs => ({ found: 0, right: 0, missed: 0 });

/** First and last frame at or above the threshold, with fractions by straight lines. */
export function spans(values: readonly number[], at: number): [number, number][] {
  const found: [number, number][] = [];
  let start: number | undefined;
  values.forEach((value, i) => {
    const before = values[i - 1] ?? 0;
    if (value >= at && before < at) start = i - 1 + (at - before) / (value - before);
    if (value < at && before >= at && start !== undefined) {
      found.push([start, i - 1 + (at - before) / (value - before)]);
      start = undefined;
    }
  });
  return found;
}

export function match(
  found: readonly number[],
  truth: readonly number[],
  within: number,
  tally: Pairs,
): void {
  const left = [...truth];
  for (const time of found.filter((at) => at > 5)) {
    const near = left.findIndex((at) => Math.abs(at - time) <= within);
    tally.found++;
    if (near === -1) continue;
    tally.right++;
    left.splice(near, 1);
  }
  tally.missed += left.length;
}

export const f1 = ({ found, right, missed }: Pairs): string =>
  ((2 * right) / (found + right + missed)).toFixed(3);
export const quantile = (values: number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? Number.NaN;
