/** Where `--out` leads: made before the work, so that what cannot be made is refused then, and taken away again where nothing came of it. */
import { type Log, silentLog } from '../../core/log.js';
import type { Keep } from '../../core/opened-together.js';
import { checkWritable, makeFolder, removeEmptyFolders } from '../../node/files.js';
import { lockFolder } from '../../node/folder-lock.js';

/** @param keep – takes the folders away again that were made and stayed empty. */
export async function makeOutFolder(folder: string, keep: Keep): Promise<void> {
  await checkWritable(folder);
  const made = makeFolder(folder);
  keep(async () => removeEmptyFolders(made));
}

/**
 * The same for a folder whose files belong together: one command at a time writes into it.
 * @param log – gets a line where it takes long to find out whether another one still does.
 */
export async function holdOutFolder(folder: string, keep: Keep, log: Log = silentLog): Promise<void> {
  await makeOutFolder(folder, keep);
  const lock = await lockFolder(folder, {
    name: 'lineament.lock',
    what: 'folder',
    tell: (line) => log.warn(line),
    hint: 'let it finish, stop it, or give another folder with --out',
  });
  keep(async () => lock.release());
}
