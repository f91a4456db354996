/** One process at a time works in a study's folder: two would train the same job into the same files. */
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { LineamentError } from '../core/errors.js';
import { writeError } from '../node/files.js';

/** @returns the release. A lock that a killed process left is taken over. */
export async function lockStudy(out: string): Promise<() => Promise<void>> {
  const file = join(out, 'study.lock');
  const release = (): Promise<void> => rm(file, { force: true });
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return release;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw writeError(file, cause);
      const holder = await holderOf(file);
      if (isAlive(holder))
        throw new LineamentError(`the process ${holder} is working on this study`, {
          file: out,
          hint: 'let it finish, stop it, or give another folder with --out',
        });
      await release();
    }
  }
  throw new LineamentError('another process began this study at the same time', { file: out });
}

/** Whoever has just made the file has perhaps not written its number yet. */
async function holderOf(file: string): Promise<number> {
  for (let look = 0; look < 5; look++) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text !== '') return Number(text);
    await setTimeout(100);
  }
  return Number.NaN;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
