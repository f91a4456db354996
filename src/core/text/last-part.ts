/** @returns what a path ends with, on whatever system it was written; undefined where it names nothing. */
export function lastPart(path: string): string | undefined {
  return path.split(/[\\/]/).filter(Boolean).at(-1);
}
