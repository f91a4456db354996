/** The built page of `apps/explorer`, read once: requests name an entry of this list, never a path of this machine. */
import { readdir } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import { LineamentError } from '../../core/errors.js';
import { builtFile } from '../../node/built-file.js';
import { readFileOr } from '../../node/files.js';

export interface PageFile {
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** @returns files by the path that asks for them, `index.html` among them. */
export async function studioPage(): Promise<Map<string, PageFile>> {
  const index = builtFile('explorer', 'index.html');
  if (index === undefined)
    throw new LineamentError('the page is not built', {
      hint: 'in a checkout run `npm run build:web` first',
    });
  const page = dirname(index);
  const files = new Map<string, PageFile>();
  for (const entry of await readdir(page, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const type = types[extname(entry.name)] ?? 'application/octet-stream';
    const bytes = Uint8Array.from(await readFileOr(file, 'a file of the page'));
    files.set(relative(page, file).split('\\').join('/'), { type, bytes });
  }
  return files;
}
