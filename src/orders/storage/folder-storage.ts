/** Stored objects as files of a folder: on this machine, or on one that all workers mount. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { findManifest } from '../../dataset/store/manifest.js';
import { openDataset } from '../../dataset/store/store.js';
import { exists, isRunning, makeFolder, writeError, writeFileWhole } from '../../node/files.js';
import { checkName, type Storage, type StoredObject } from './storage.js';

export interface FolderStorage extends Storage {
  /** Where an object lies. */
  pathOf(name: string): string;
}

/** Names the process, so that what it leaves when it is killed can be told from what is at work. */
const scratchName = (): string => `${hostname()}.${process.pid}.${randomBytes(4).toString('hex')}`;

/** Milliseconds: of processes elsewhere it cannot be told whether they live; none makes one thing for so long. */
const forgottenAfter = 24 * 3600 * 1000;

/** Removes what killed processes of this machine left, and what lies there for a day. */
export async function clearScratch(folder: string): Promise<void> {
  const scratch = join(folder, 'scratch');
  for (const name of await readdir(scratch).catch(() => [])) {
    const path = join(scratch, name);
    const [, host, pid] = /^(.*)\.(\d+)\.[0-9a-f]{8}$/.exec(name) ?? [];
    // Our own number is of an earlier life, as in containers.
    const isDead = host === hostname() && (Number(pid) === process.pid || !isRunning(Number(pid)));
    const since = isDead ? 0 : ((await stat(path).catch(absent))?.mtimeMs ?? Date.now());
    if (Date.now() - since > forgottenAfter) await rm(path, { recursive: true, force: true });
  }
}

export function folderStorage(folder: string): FolderStorage {
  const root = resolve(folder);
  const pathOf = (name: string): string => join(root, checkName(name));
  makeFolder(root);
  const adopt = async (name: string, path: string): Promise<void> => {
    const to = pathOf(name);
    makeFolder(dirname(to));
    await rename(path, to).catch(async (cause: unknown) => {
      // Another process was quicker; what it made is the same.
      if (!(await stat(path)).isDirectory() || !(await exists(to))) throw writeError(to, cause);
      await rm(path, { recursive: true, force: true });
    });
  };
  return {
    place: folder,
    pathOf,
    adopt,
    async write(name, content) {
      // What a killed process leaves lies there, where it is cleared, not among what others list.
      const made = join(root, 'scratch', scratchName());
      await writeFileWhole(made, content);
      await adopt(name, made).catch(async (cause: unknown) => {
        await rm(made, { force: true });
        throw cause;
      });
    },
    async scratch() {
      const folder = join(root, 'scratch', scratchName());
      makeFolder(folder);
      return folder;
    },
    read: (name) => readFile(pathOf(name)).catch(absent),
    async stat(name) {
      const found = await stat(pathOf(name)).catch(absent);
      return found?.isFile() ? { name, bytes: found.size } : undefined;
    },
    async stream(name, range) {
      return Readable.toWeb(createReadStream(pathOf(name), range)) as ReadableStream<Uint8Array>;
    },
    async list(prefix) {
      const below = pathOf(prefix);
      const entries = (await readdir(below, { withFileTypes: true, recursive: true }).catch(absent)) ?? [];
      const found: StoredObject[] = [];
      for (const entry of entries) {
        if (!entry.isFile() || entry.name.endsWith('.part')) continue;
        const path = join(entry.parentPath, entry.name);
        const size = await stat(path).catch(absent);
        const name = path.slice(root.length + 1).replaceAll('\\', '/');
        if (size !== undefined) found.push({ name, bytes: size.size });
      }
      return found.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    children: async (prefix) => (await readdir(pathOf(prefix)).catch(absent)) ?? [],
    remove: (name) => rm(pathOf(name), { recursive: true, force: true }),
    async dataset(name) {
      const folder = pathOf(name);
      return (await findManifest(folder))?.complete === true ? openDataset(folder) : undefined;
    },
  };
}

function absent(cause: unknown): undefined {
  if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR'))
    return undefined;
  throw cause;
}
