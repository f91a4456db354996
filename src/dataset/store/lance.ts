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

export function loadLance(): Lance {
  if (loaded) return loaded;
  process.env.LANCEDB_LOG ??= 'error';
  const require = createRequire(import.meta.url);
  const lancedb = require('@lancedb/lancedb') as typeof LanceDb;
  const arrow = createRequire(require.resolve('@lancedb/lancedb'))('apache-arrow') as typeof Arrow;
  loaded = { lancedb, arrow };
  return loaded;
}
