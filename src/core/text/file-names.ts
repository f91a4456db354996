/** Files as people are shown them: by their paths from the folder on that holds them all. */
import { pathWords, standardInput } from './path-words.js';

/**
 * @param paths – on whatever system they were written. @returns what to call each; whole where they share no folder, and by its last
 * part where there is one file alone.
 */
export function fileNames(paths: Iterable<string>): Map<string, string> {
  const parts = new Map([...paths].map((path) => [path, path.split(/[\\/]/)]));
  const folders = [...parts].flatMap(([path, all]) => (path === standardInput ? [] : [all.slice(0, -1)]));
  const [first = []] = folders;
  let shared = 0;
  while (shared < first.length && folders.every((folder) => folder[shared] === first[shared])) shared++;
  // Sharing the root alone says nothing.
  const isRoot = first.slice(0, shared).every((part) => part === '');
  return new Map(
    Array.from(parts, ([path, all]) => [
      path,
      isRoot || path === standardInput ? pathWords(path) : all.slice(shared).join('/'),
    ]),
  );
}
