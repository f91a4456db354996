import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { byteModelFile } from '../../networks/model-file/convert-model-file.js';
import { writeFixtureModel } from '../../networks/model-file/fixture-model.suite.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { verifyChecksum } from '../../nn/onnx/checksum.js';
import { typed } from '../command/typed.suite.js';
import { pageFiles } from './page-files.js';
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

it('refuses a port where nothing is served', async () => {
  const { error } = await typed('web', '--out', at('page'), '--port', '9');
  expect(error).toContain('--port means nothing (give one of them)');
});

it('serves models with weights of 8 bits, whatever they had, and others as they are', async () => {
  const [float32, integers] = [at('float32.onnx'), at('integers.onnx')];
  await writeFixtureModel(float32);
  const file = byteModelFile(await readFile(float32), float32);
  await writeFile(integers, file);
  const precisionOf = (bytes: string | Uint8Array | undefined) =>
    readModelMetadata(bytes as Uint8Array, 'x').precision;
  const served = await pageFiles(float32);
  expect(precisionOf(served.get('models/detector.onnx'))).toBe('int8-weights');
  const shipped = await readFile('models/dense1001.onnx');
  expect(readModelMetadata(shipped, 'x').maps).toHaveLength(3);
  const lean = (await pageFiles('dense1001')).get('models/detector.onnx');
  expect(readModelMetadata(lean as Uint8Array, 'x').maps).toBeUndefined();
  expect(verifyChecksum(lean as Uint8Array)).toBe('whole');
  // The eyes' network is shipped in float16.
  expect(precisionOf(served.get('models/eyes.onnx'))).toBe('int8-weights');
  expect((await pageFiles(integers)).get('models/detector.onnx')).toEqual(Buffer.from(file));
});
