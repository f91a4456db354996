/** Figures of lists of numbers. Nothing here hides a missing value: no values give NaN, a figure over nothing is no figure. */

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Between the two nearest values, linearly. @param share – 0 gives the least value, 1 the largest. */
export function quantile(values: ArrayLike<number>, share: number): number {
  return sortedQuantile(Float64Array.from(values).sort(), share);
}

/** As {@link quantile}, of values that are sorted already. @param sorted – ascending. */
export function sortedQuantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (at - Math.floor(at)) * (above - below);
}

/** Of a sample (n − 1 in the denominator); null for fewer than two values, which have no spread to speak of. */
export function standardDeviation(values: ArrayLike<number>): number | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

/** Wilson's interval of a share of `count` that were looked at, 95 % (Wilson, Journal of the American Statistical Association 1927). */
export function wilsonInterval(share: number, count: number): { low: number; high: number } {
  const square = 1.96 ** 2;
  const scale = 1 + square / count;
  const middle = (share + square / (2 * count)) / scale;
  const half = Math.sqrt(square * ((share * (1 - share)) / count + square / (4 * count ** 2))) / scale;
  return { low: middle - half, high: middle + half };
}
