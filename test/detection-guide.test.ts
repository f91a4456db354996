/** The Node example of docs/detection.md, run as it stands there against the built package. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFixtureModel } from '../src/cli/fixture-model.suite.js';

let folder = '';

beforeAll(async () => {
  if (!existsSync('dist/detect/index.js')) throw new Error('dist/ is missing: run `npm run build` first');
  // Below the package, so that `lineament/detect` is found as it is by a project that installed it.
  await mkdir('.cache', { recursive: true });
  folder = await mkdtemp(resolve('.cache/detection-guide-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function examples(): Promise<string[]> {
  const guide = await readFile('docs/detection.md', 'utf8');
  return [...guide.matchAll(/^```js\n(.*?)^```$/gms)].map((match) => match[1]!);
}

test('the Node example prints each point in pixels of the photograph', async () => {
  const at = (name: string): string => join(folder, name);
  await writeFile(at('detect.mjs'), (await examples())[0]!);
  await writeFixtureModel(at('model.onnx'));
  await sharp({ create: { width: 200, height: 160, channels: 4, background: '#8765' } })
    .png()
    .toFile(at('photo.png'));
  const run = promisify(execFile);
  const box = ['40', '30', '100', '80'];
  const { stdout } = await run(process.execPath, [
    at('detect.mjs'),
    at('model.onnx'),
    at('photo.png'),
    ...box,
  ]);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(68);
  // The fixture answers (k, 127 − k) of a crop that is drawn one to one: its pixel (0, 0) is (26.5, 6.5).
  expect(lines[0]).toBe('jaw.0 26.5 133.5 2');
  expect(lines[67]).toMatch(/^lip\.inner\.lower\.\d 93\.5 66\.5 2$/);
}, 60_000);

test('both examples hand the same session to the detector', async () => {
  const [node, browser] = await examples();
  const session = (text: string): string =>
    /async run\(feeds\) \{.*?return outputs;/s.exec(text)![0].replace(/^ +/gm, '');
  expect(session(browser!)).toBe(session(node!));
});
