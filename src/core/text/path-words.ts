/** What commands call standard input where a file's path stands; programs read it so, too. */
export const standardInput = '-';

/** @returns what people are told in the place of a path. */
export function pathWords(path: string): string {
  return path === standardInput ? 'standard input' : path;
}
