/**
 * The door to LanceDB (https://lancedb.github.io/lancedb/js), loaded on first use so that commands which need no
 * dataset start fast.
 *
 * Two facts that cost time to find: the native library reads its log level from `LANCEDB_LOG` when it is loaded and
 * writes to standard error; and its sanitiser drops the children of nested columns of tables that come from another
 * copy of apache-arrow (the ESM copy is another one than the CommonJS copy it requires), so we build tables with its own.
 */
import { createRequire } from 'node:module';
import type * as LanceDb from '@lancedb/lancedb';
import type * as Arrow from 'apache-arrow';

export interface Lance {
  lancedb: typeof LanceDb;
  /** The copy of apache-arrow that LanceDB itself uses. */
  arrow: typeof Arrow;
}

let loaded: Lance | undefined;
let loadedArrow: typeof Arrow | undefined;

const require = createRequire(import.meta.url);

export function loadLance(): Lance {
  if (loaded) return loaded;
  quietLance();
  loaded = { lancedb: require('@lancedb/lancedb') as typeof LanceDb, arrow: loadArrow() };
  return loaded;
}

/** In the main thread, before a worker thread loads the library: a thread's environment is a copy that no library sees. */
export function quietLance(): void {
  process.env.LANCEDB_LOG ??= 'error';
}

/** LanceDB's copy of apache-arrow without the native library: threads that only write files of samples do without it. */
export function loadArrow(): typeof Arrow {
  loadedArrow ??= createRequire(require.resolve('@lancedb/lancedb'))('apache-arrow') as typeof Arrow;
  return loadedArrow;
}
