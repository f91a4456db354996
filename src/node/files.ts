/** Files that are whole or absent: everything is written to a temporary name, synced, then renamed. Node only. */
import { randomBytes } from 'node:crypto';
import { constants, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { access, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { LineamentError } from '../core/errors.js';

/** Writes the file whole: readers see the old content or the new, never a part. Makes missing folders. */
export async function writeFileWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = temporaryName(path);
  try {
    const folder = dirname(resolve(path));
    makeWithParents(folder);
    await removeAbandoned(folder);
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw writeError(path, cause);
  }
}

/**
 * Before a file is opened: a device may never end, and a named pipe holds up even Ctrl-C until somebody writes into it. Both are
 * refused; what a shell pipes in (`/dev/stdin`, `/dev/fd/…`) is not. A folder is left to whoever opens it.
 */
export async function checkEnds(path: string): Promise<void> {
  const entry = await stat(path);
  const piped = entry.isFIFO() && /^\/dev\/(stdin|fd\/\d+)$/.test(path);
  if (!entry.isFile() && !entry.isDirectory() && !piped)
    throw new Error('it is a device or a pipe, not a file');
}

/** Reads a file that ends, see {@link checkEnds}, or says plainly that it is missing or unreadable. */
export async function readFileOr(path: string, what: string): Promise<Buffer> {
  try {
    await checkEnds(path);
    return await readFile(path);
  } catch (cause) {
    throw new LineamentError(`${what} cannot be read: ${fileReason(cause)}`, {
      file: path,
      hint: 'check the path and its permissions',
      cause,
    });
  }
}

/** Bytes: Node makes no longer strings. */
const longestText = 0x1fff_ffe8;

/** The same as text, without the byte order mark that spreadsheets put first. */
export async function readTextOr(path: string, what: string): Promise<string> {
  const bytes = await readFileOr(path, what);
  if (bytes.length > longestText)
    throw new LineamentError(`${what} has ${bytes.length} bytes; at most ${longestText} are read at once`, {
      file: path,
      hint: 'give the right file, or divide it',
    });
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Refuses a folder, there or yet to be made, that nothing can be written into. For long work, before it begins. */
export async function checkWritable(folder: string): Promise<void> {
  for (let place = resolve(folder); ; place = dirname(place)) {
    try {
      const isFolder = (await stat(place)).isDirectory();
      if (!isFolder)
        throw new LineamentError(
          `cannot be written: ${relative('', place)} is a file, and a folder is meant`,
          {
            file: folder,
            hint: 'give another name, or move that file',
          },
        );
      return await access(place, constants.W_OK);
    } catch (cause) {
      if (cause instanceof LineamentError) throw cause;
      const isMissing = ['ENOENT', 'ENOTDIR'].includes(errorCode(cause) ?? '');
      if (!isMissing || dirname(place) === place) throw writeError(folder, cause);
    }
  }
}

/** @returns the folders that it made, those above before those in them; none where it was there. */
export function makeFolder(path: string): string[] {
  try {
    return makeWithParents(resolve(path));
  } catch (cause) {
    throw writeError(path, cause);
  }
}

/** Of folders that {@link makeFolder} made, those in which nothing was put are taken away again. */
export function removeEmptyFolders(made: readonly string[]): void {
  try {
    for (const folder of made.toReversed()) rmdirSync(folder);
  } catch {
    // Something lies in it, and it in those above.
  }
}

/**
 * Node's own `recursive` tries for ever where a file system has the folder above but answers "no such folder" for the new
 * one, as /proc does.
 */
function makeWithParents(path: string): string[] {
  const isFolder = (): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder()) return [];
  const parent = dirname(path);
  const made = parent === path ? [] : makeWithParents(parent);
  try {
    mkdirSync(path);
    return [...made, path];
  } catch (cause) {
    // Another process made it meanwhile.
    if (!isFolder()) throw cause;
    return made;
  }
}

/** Removes the temporary files that killed runs left in a folder. Only for whoever holds the folder's lock. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (temporaryEnding.test(name)) await rm(join(folder, name), { force: true });
}

/** Milliseconds: a process of another machine on a shared folder is given this long for one file. */
const abandonedAfter = 600_000;
const seenFolders = new Set<string>();

/**
 * Before the first file that this process writes into a folder: temporary files and folders go whose process was killed.
 * Those of others at work stay.
 */
export async function removeAbandoned(folder: string): Promise<void> {
  if (seenFolders.has(folder)) return;
  seenFolders.add(folder);
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = temporaryEnding.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(folder, name);
    const entry = await stat(path).catch(() => undefined);
    if (entry !== undefined && Date.now() - entry.mtimeMs > abandonedAfter)
      await rm(path, { recursive: true, force: true });
  }
}

/** Of this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // Someone else's process runs too.
    return errorCode(cause) === 'EPERM';
  }
}

/** Of {@link temporaryName}: the number of the process that writes. */
const temporaryEnding = /\.(\d+)\.[0-9a-f]{8}\.part$/;

/** A name beside the file that no other process uses. Not part of any result, so it need not be seeded. */
export function temporaryName(path: string): string {
  return `${path}.${process.pid}.${randomBytes(4).toString('hex')}.part`;
}

/** What a failed write means to the user, a full disk above all. */
export function writeError(path: string, cause: unknown): LineamentError {
  const hint =
    errorCode(cause) === 'ENOSPC'
      ? 'the disk is full: free some space and run the same command again'
      : 'check the path and its permissions';
  return new LineamentError(`cannot be written: ${fileReason(cause)}`, { file: path, hint, cause });
}

/** Of an error of Node, such as `ENOENT`. */
export function errorCode(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}

/** Why a file could not be read or written. */
export function fileReason(cause: unknown): string {
  const code = errorCode(cause);
  const known: Record<string, string> = {
    ENOENT: 'no such file or folder',
    EACCES: 'permission denied',
    EEXIST: 'a file of that name is in the way',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is not a folder',
    ENOSPC: 'no space left on the device',
    EROFS: 'read-only file system',
  };
  return (code !== undefined && known[code]) || (cause instanceof Error ? cause.message : String(cause));
}
