/**
 * All files below a folder. Symbolic links are followed, to files and to folders. Each real folder is read once, by its
 * own path where that lies below the given folder and else by the first link to it: loops end, and two links to one
 * folder do not import its faces twice.
 */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { LineamentError, StoppedError } from '../../../core/errors.js';

/** Sorted, so that the dataset's order does not depend on the file system. */
export async function listFiles(folder: string, signal?: AbortSignal): Promise<string[]> {
  return (await listNamedFiles(folder, signal)).files;
}

export interface NamedFiles {
  /** Sorted. */
  files: string[];
  /** What a file is called by way of the links to its folder, or to one above it, that were not followed. */
  otherNames(file: string): string[];
}

/** As {@link listFiles}, for formats to which the names of the folders mean something. */
export async function listNamedFiles(folder: string, signal?: AbortSignal): Promise<NamedFiles> {
  const files: string[] = [];
  const seen = new Set<string>();
  /** The folders that were read, and the links to them that were not followed, with where they really are. */
  const realOf = new Map<string, string>();
  const passedOver: { link: string; real: string }[] = [];
  const isNew = async (path: string): Promise<boolean> => {
    const real = await realpath(path);
    if (seen.has(real)) {
      passedOver.push({ link: path, real });
      return false;
    }
    seen.add(real);
    realOf.set(path, real);
    return true;
  };
  /** Reads a folder and all real ones below it. @returns links to folders, for later. */
  const walk = async (top: string): Promise<string[]> => {
    const links: string[] = [];
    const waiting = [top];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (signal?.aborted)
        throw new StoppedError(`${files.length} files were found`, {
          file: folder,
          hint: 'run the same command again; it starts over',
        });
      for (const entry of await entriesOf(path, path === folder)) {
        const inside = join(path, entry.name);
        if (entry.isFile()) files.push(inside);
        else if (entry.isDirectory()) {
          if (await isNew(inside)) waiting.push(inside);
        } else if (entry.isSymbolicLink()) {
          const target = await stat(inside).catch(() => undefined);
          if (target?.isDirectory() === true) links.push(inside);
          // A link that leads nowhere is kept: reading it says so, while leaving it out would hide a sample.
          else if (target === undefined || target.isFile()) files.push(inside);
        }
      }
    }
    return links.sort();
  };
  if (await isNew(folder).catch(() => true)) {
    let links = await walk(folder);
    while (links.length > 0) {
      const further: string[] = [];
      for (const link of links) if (await isNew(link)) further.push(...(await walk(link)));
      links = further;
    }
  }
  return {
    files: files.sort(),
    otherNames(file) {
      const real = realOf.get(dirname(file));
      if (real === undefined) return [];
      return passedOver
        .filter(({ real: target }) => real === target || real.startsWith(`${target}${sep}`))
        .map(({ link, real: target }) => join(link, relative(target, real), basename(file)))
        .sort();
    },
  };
}

async function entriesOf(path: string, isTop: boolean): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (cause) {
    throw new LineamentError('the folder cannot be read', {
      file: path,
      hint: isTop ? 'check the path' : 'check its permissions, or leave it out',
      cause,
    });
  }
}
