/**
 * The area under the receiver operating characteristic: how probably a score is higher where something is true than where it
 * is not, equal scores counting a half (Mann–Whitney).
 */

/** @param isTrue – for each score. @returns NaN where all or none are true. */
export function areaUnderRoc(scores: ArrayLike<number>, isTrue: ArrayLike<boolean | number>): number {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => scores[a]! - scores[b]!,
  );
  let [trueCount, rankSum] = [0, 0];
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end++;
    // Ranks from 1; equal scores share their mean.
    const rank = (start + end + 1) / 2;
    for (; start < end; start++)
      if (isTrue[order[start]!]) {
        trueCount++;
        rankSum += rank;
      }
  }
  const falseCount = order.length - trueCount;
  return (rankSum - (trueCount * (trueCount + 1)) / 2) / (trueCount * falseCount);
}
