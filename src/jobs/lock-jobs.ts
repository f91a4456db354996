/** One process at a time works on the jobs of a folder: two would write the same job into the same files. */
import { makeFolder, removeLeftovers } from '../node/files.js';
import { type FolderLock, lockFolder } from '../node/folder-lock.js';

/** @param what – as messages call it, such as `study`; names the lock's file. */
export async function lockJobs(out: string, what: string): Promise<FolderLock> {
  makeFolder(out);
  const lock = await lockFolder(out, {
    name: `${what}.lock`,
    what,
    hint: 'let it finish, stop it, or give another folder with --out',
  });
  await removeLeftovers(out);
  return lock;
}
