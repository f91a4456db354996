/** What a command writes never takes the place of an input, nor of a file that the command did not write itself. */
import { open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../core/errors.js';
import { errorCode } from './files.js';

/** A file that is to be written. */
export interface MarkedFile {
  path: string;
  /** The file by whose beginning it is seen who wrote it: the same one, or one beside it where it can hold no mark. */
  shownBy: string;
  /** What stands at the beginning of that file where the command wrote it. */
  mark: string;
}

/** The mark of a command's files. @param command – as in messages: `landmarks show`. */
export function markOf(command: string): string {
  return `lineament ${command}`;
}

/** So far into a file the mark is looked for. */
const headBytes = 256;

/**
 * @param command – as in messages: `detect`. @param option – by which the name was given.
 * @throws UsageError for the first file that is in the way.
 */
export async function refuseOverwriting(
  command: string,
  inputs: readonly string[],
  files: readonly MarkedFile[],
  option = '--out',
): Promise<void> {
  const known = new Map<string, string>();
  for (const path of inputs) known.set(await realPathOf(path), path);
  for (const { path, shownBy, mark } of files) {
    const input = known.get(await realPathOf(path));
    if (input !== undefined)
      throw new UsageError(
        `${command}: the output ${path} would overwrite the image itself, or another input: ${input}`,
        { hint: `give ${option} another name or folder` },
      );
    if (!(await holdsMark(shownBy, mark))) await refuseThere(command, [path], option);
  }
}

/**
 * Refuses to write where anything is. @param command, option – as above.
 * @throws UsageError for the first path at which something is.
 */
export async function refuseThere(
  command: string,
  paths: readonly string[],
  option = '--out',
): Promise<void> {
  for (const path of paths)
    if (await isThere(path))
      throw new UsageError(`${command}: ${path} is there already and was not written by ${command}`, {
        hint: `give ${option} another name or folder; nothing was overwritten`,
      });
}

/** Where a path leads, links followed; of a file that is not there yet, by its folder. */
async function realPathOf(path: string): Promise<string> {
  const whole = resolve(path);
  try {
    return await realpath(whole);
  } catch {
    const parent = dirname(whole);
    return parent === whole ? whole : join(await realPathOf(parent), basename(whole));
  }
}

/** What cannot be looked at is there. */
async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (cause) {
    // Anything else that is in the way is told when it is written.
    const code = errorCode(cause);
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}

/** Whether the mark stands at a file's beginning. */
export async function holdsMark(path: string, mark: string): Promise<boolean> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    if (!(await stat(path)).isFile()) return false;
    file = await open(path);
  } catch {
    return false;
  }
  try {
    const head = Buffer.alloc(headBytes);
    const { bytesRead } = await file.read(head, 0, headBytes, 0);
    return head.subarray(0, bytesRead).includes(mark);
  } finally {
    await file.close();
  }
}
