/**
 * Folders that get a dataset: new ones, and those whose making was interrupted. One process at a time writes to a
 * dataset; nothing that is not the rest of an interrupted run of our own is replaced.
 */
import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LineamentError } from '../../core/errors.js';
import { lineamentVersion } from '../../core/version.js';
import { exists, makeFolder, removeLeftovers, writeError } from '../../node/files.js';
import { type FolderLock, lockFolder } from '../../node/folder-lock.js';
import { datasetSchema } from './columns.js';
import { loadLance } from './lance.js';
import {
  type DatasetManifest,
  datasetFormatVersion,
  findManifest,
  manifestPath,
  writeManifest,
} from './manifest.js';
import { Dataset, openTable, tableName } from './store.js';
import { attempt } from './store-errors.js';

const lockName = 'dataset.lock';
/** Some versions of LanceDB keep a list of a folder's tables in one of their own. */
const lanceCatalogue = '__manifest';
const tablePath = (folder: string): string => join(folder, `${tableName}.lance`);

/** What the maker of a dataset decides; the rest of the manifest is filled in. */
export type NewDataset = Omit<DatasetManifest, 'format' | 'formatVersion' | 'lineament' | 'complete'>;

export interface CreateOptions {
  /** Take the place of a dataset of the same origin whose making was interrupted (false by default: it is refused). */
  replaceUnfinished?: boolean;
}

/** Makes a new dataset in a folder that does not exist or is empty; until it is finished or closed nobody else can write. */
export async function createDataset(
  folder: string,
  description: NewDataset,
  { replaceUnfinished = false }: CreateOptions = {},
): Promise<Dataset> {
  const path = resolve(folder);
  makeFolder(path);
  await refuseForeign(path);
  const lock = await lockDataset(path);
  try {
    const unfinished = await refuseTaken(path, replaceUnfinished);
    if (unfinished !== undefined) {
      checkSameOrigin(path, unfinished, description.origin);
      await rm(tablePath(path), { recursive: true, force: true });
    }
    return await makeEmpty(path, description, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Refuses a folder that no import can fill, before the work whose result goes there; nothing is made. A dataset whose making
 * was interrupted is none of them: it is replaced.
 */
export async function refuseOccupied(folder: string): Promise<void> {
  const path = resolve(folder);
  if (!(await exists(path))) return;
  await refuseForeign(path);
  await refuseTaken(path, true);
}

/** Refuses a dataset that is there, or rows without one. @returns the unfinished one whose place is taken, if there is one. */
async function refuseTaken(path: string, replaceUnfinished: boolean): Promise<DatasetManifest | undefined> {
  const found = await findManifest(path);
  if (found === undefined) await refuseRows(path);
  else if (!replaceUnfinished || found.complete) throw alreadyHolds(path);
  return found;
}

/** Refuses to take the place of an unfinished dataset that was made of something else. */
export function checkSameOrigin(
  folder: string,
  unfinished: DatasetManifest,
  origin: DatasetManifest['origin'],
): void {
  if (JSON.stringify(unfinished.origin) === JSON.stringify(origin)) return;
  throw new LineamentError('the folder holds an unfinished dataset of another source', {
    file: folder,
    hint: 'choose another folder or remove this one',
  });
}

const lockDataset = (path: string): Promise<FolderLock> =>
  lockFolder(path, {
    name: lockName,
    what: 'dataset',
    hint: 'let it finish, stop it, or choose another folder',
  });

function alreadyHolds(folder: string): LineamentError {
  return new LineamentError('the folder already holds a dataset', {
    file: folder,
    hint: 'choose another folder or remove this one',
  });
}

/** A folder that holds anything but a dataset, or the rest of a start that was killed. */
async function refuseForeign(folder: string): Promise<void> {
  const ours = [`${tableName}.lance`, lanceCatalogue];
  const names = await readdir(folder).catch((cause: unknown) => {
    throw writeError(folder, cause);
  });
  const foreign = names.filter(
    (name) => !ours.includes(name) && !name.startsWith(lockName) && !name.startsWith('dataset.json'),
  );
  if (foreign.length === 0) return;
  if (await exists(manifestPath(folder))) throw alreadyHolds(folder);
  throw new LineamentError(`the folder is not empty: it holds ${foreign[0]}`, {
    file: folder,
    hint: 'choose another folder or remove this one',
  });
}

/**
 * The table is made before the manifest, and rows come after: a table without a manifest is the rest of a start that was
 * killed, unless it has rows. Then it is somebody else's, or the manifest was lost.
 */
async function refuseRows(folder: string): Promise<void> {
  const written = await readdir(join(tablePath(folder), 'data')).catch(() => []);
  if (written.length === 0) return;
  throw new LineamentError(`the folder holds a LanceDB table '${tableName}' with data and no dataset.json`, {
    file: folder,
    hint: 'choose another folder; a dataset whose dataset.json was lost can be read again once that file is put back',
  });
}

async function makeEmpty(path: string, description: NewDataset, lock: FolderLock): Promise<Dataset> {
  await removeLeftovers(path);
  const { lancedb } = loadLance();
  const manifest: DatasetManifest = {
    format: 'lineament-dataset',
    formatVersion: datasetFormatVersion,
    lineament: lineamentVersion,
    ...description,
    complete: false,
  };
  const table = await attempt(path, 'made', async () => {
    const connection = await lancedb.connect(path);
    return connection.createEmptyTable(tableName, datasetSchema(manifest.pointCount), { mode: 'overwrite' });
  });
  await writeManifest(path, manifest);
  return new Dataset(path, manifest, table, 0, lock);
}

/** Opens an unfinished dataset to append to it; until it is finished or closed nobody else can write. */
export async function continueDataset(folder: string): Promise<Dataset> {
  const path = resolve(folder);
  const lock = await lockDataset(path);
  try {
    await removeLeftovers(path);
    const { manifest, table, count } = await openTable(path);
    if (manifest.complete) throw alreadyHolds(folder);
    const dataset = new Dataset(path, manifest, table, count, lock);
    await dataset.checkIndices();
    return dataset;
  } catch (error) {
    lock.release();
    throw error;
  }
}
