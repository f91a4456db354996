/** So many at a time, results in order. The first failure ends it. */
export async function inParallel<A, B>(
  list: readonly A[],
  run: (one: A) => Promise<B>,
  sideBySide: number,
): Promise<B[]> {
  const results: B[] = new Array(list.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < list.length) {
      const i = next++;
      results[i] = await run(list[i]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, list.length) }, worker));
  return results;
}
