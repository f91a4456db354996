/** Whole numbers from the first to the last, both included. */
export function wholeRange(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
