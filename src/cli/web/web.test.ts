import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writePage } from './web.js';

let folder = '';
const at = (name: string): string => join(folder, name);
const page = 'apps/web-demo/index.html';
const files = new Map<string, string | Uint8Array>([
  ['models/detector.onnx', Uint8Array.of(1, 2)],
  ['index.html', page],
]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'web-out-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('writes the page, again over its own, and over nothing of anybody else', async () => {
  for (let i = 0; i < 2; i++) await writePage(files, at('page'));
  expect(await readFile(at('page/index.html'))).toEqual(await readFile(page));
  expect(await readFile(at('page/models/detector.onnx'))).toEqual(Buffer.of(1, 2));
  await mkdir(at('site/models'), { recursive: true });
  for (const name of ['index.html', 'models/detector.onnx']) {
    await writeFile(at(`site/${name}`), 'theirs');
    await expect(writePage(files, at('site'))).rejects.toThrow(
      /site\/.* is there already and was not written by web \(give --out another name or folder/,
    );
    expect(await readFile(at(`site/${name}`), 'utf8')).toBe('theirs');
    await rm(at(`site/${name}`));
  }
});
