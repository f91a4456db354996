/** The Node examples of docs/detection.md, run as they stand there against the built package. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { landmarkSet } from '../src/landmarks/sets/registry.js';

let folder = '';

beforeAll(async () => {
  if (!existsSync('dist/detect/node/index.js'))
    throw new Error('dist/ is missing: run `npm run build` first');
  // Below the package, so that `lineament/detect/node` is found as it is by a project that installed it.
  await mkdir('.cache', { recursive: true });
  folder = await mkdtemp(resolve('.cache/detection-guide-'));
  // The first face of the picture in the README.
  await sharp('docs/images/faces.jpg')
    .extract({ left: 0, top: 0, width: 180, height: 180 })
    .toFile(join(folder, 'photo.jpg'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the example of this number; its lines. */
async function runExample(number: number): Promise<string[]> {
  const guide = await readFile('docs/detection.md', 'utf8');
  const examples = [...guide.matchAll(/^```js\n(.*?)^```$/gms)].map((match) => match[1]!);
  const file = join(folder, `example-${number}.mjs`);
  await writeFile(file, examples[number]!);
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder });
  return stdout.trimEnd().split('\n');
}

test('the first example prints each point of a photograph', async () => {
  const lines = await runExample(0);
  expect(lines.map((line) => line.split(' ')[0])).toEqual(
    landmarkSet('dense1001').points.map(({ name }) => name),
  );
  for (const line of lines) expect(line).toMatch(/^[a-z]+(\.[a-z0-9]+)*\.\d+( -?\d+(\.\d+)?){3}$/);
});

test('the second example finds two faces by their boxes and prints one as JSON', async () => {
  const [nose, json] = await runExample(1);
  // Within the box that it was given.
  expect(Number(nose)).toBeGreaterThan(40);
  expect(Number(nose)).toBeLessThan(140);
  const face = JSON.parse(json!);
  expect(face).toMatchObject({ set: 'ibug68', convention: 'contour', unit: 'pixel', usedWholeImage: false });
  expect(face.box).toEqual({ x: 60, y: 40, width: 90, height: 90, roll: -90 });
  expect(face.points[0]).toEqual({
    name: 'jaw.0',
    x: expect.any(Number),
    y: expect.any(Number),
    uncertainty: expect.any(Number),
    visibility: expect.anything(),
  });
});
