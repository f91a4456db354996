/** A number with its noun: `1 face`, `2 faces`, `1 entry`, `3 entries`. @param many – default: `one` with an s. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
