/** What a folder of files holds, as a part of a job's key: the files that importers find there, through links too. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { listNamedFiles } from '../../dataset/import/files/list-files.js';

/**
 * SHA-256 over the names of all files below a folder, by way of every link to them, and their sizes: it changes with what the
 * folder holds, not with where it lies.
 */
export async function folderDigest(folder: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const { files, otherNames } = await listNamedFiles(folder, signal);
  for (const file of files) {
    const names = [file, ...otherNames(file)].map((name) => relative(folder, name).split(sep).join('/'));
    // The importer says what a link that leads nowhere stands for.
    const size = await stat(file).then(
      (entry) => entry.size,
      () => 'not there',
    );
    hash.update(`${JSON.stringify(names)} ${size}\n`);
  }
  return hash.digest('hex');
}
