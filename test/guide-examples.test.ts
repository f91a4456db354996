/**
 * Every JavaScript and TypeScript example of the guides is run as it stands there against the built package. What a page takes
 * as given (a photograph, faces, frames) stands before it here, and what must hold after it. A new example needs its line.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RealServer, realServer } from '../src/server/real-server.suite.js';

interface Example {
  /** What the page takes as given. */
  before?: string;
  /** What must hold: it throws otherwise. */
  after?: string;
}

const assert = "import assert from 'node:assert/strict';\n";
const oneFace = `${assert}
import { openDetector } from 'lineament/detect/node';
import { describeFace } from 'lineament/detect';
const camera = { width: 180, height: 180 };
const seen = (await (await openDetector()).detect('photo.jpg'))[0];
`;

/** By page, in the order of the page; or the test that runs it. */
const examples: Record<string, readonly (Example | string)[]> = {
  'README.md': [{ before: assert, after: 'assert.equal(face.points.length, 1001);' }],
  'docs/api.md': [{ after: "if (id === undefined) throw new Error('no order');" }],
  'docs/describing.md': [
    { before: assert, after: 'assert(Math.abs(pose.yaw) < 1 && pose.deviation > 0 && camera.focal > 0);' },
    {
      before: `${oneFace}
import { readFile, writeFile } from 'node:fs/promises';
const [front, side] = [seen, seen];`,
      after: "assert.equal((await readFile('head.glb')).subarray(0, 4).toString(), 'glTF');",
    },
    {
      before: `${oneFace}
import { calibratedGaze, calibrateGaze } from 'lineament/detect';
const face = seen;
const places = [[0, 0, 0], [9, 0, 0], [-9, 0, 0], [0, -9, 0], [0, 9, 0]];
const looks = places.map((target) => ({ face: describeFace(face, { camera }), target }));`,
      after: 'assert(Math.abs(Math.hypot(...direction) - 1) < 1e-6 && deviation > 0);',
    },
    {
      before: `${oneFace}
import { createFatigueMonitor } from 'lineament/detect';
const frames = [0, 1, 2].map((index) => ({ face: seen, seconds: index / 25 }));`,
      after: "assert.equal(typeof monitor, 'object');",
    },
  ],
  'docs/detection.md': ['detection-guide.test.ts', 'detection-guide.test.ts', 'browser.test.ts'],
  'docs/engine.md': [
    'engine-guide.test.ts',
    'engine-guide.test.ts',
    {
      before: `${assert}
import * as nn from 'lineament/nn';
const { fit } = nn;
const build = (size) => {
  const graph = new nn.Graph('training');
  const y = nn.linear('out', graph.input('x', [size, 1]), { units: 1 });
  return { graph, loss: nn.meanSquaredError(y, graph.input('y', [size, 1])) };
};
const trainer = await nn.createTrainer(build, { batch: 64, seed: 1 });
const inputs = (number) => Float32Array.from({ length: 64 }, (_, i) => Math.cos(64 * number + i));
const targets = (number) => inputs(number).map((value) => 2 * value);
const error = async (state) => Math.abs(state.parameters[0] - 2);
const work = nn.silentWork;`,
      after:
        "assert((await import('node:fs')).existsSync('runs/first/checkpoint.bin'));\nawait trainer.release();",
    },
    {
      before: `${assert}
import * as nn from 'lineament/nn';
const { createPlanTrainer } = nn;
const network = (size, name) => {
  const graph = new nn.Graph('training');
  const features = graph.scope('features', () => nn.linear('first', graph.input('x', [size, 2]), { units: 3 }));
  const y = graph.scope('head', () => nn.linear(name, features, { units: 1 }));
  return { graph, loss: nn.meanSquaredError(y, graph.input('y', [size, 1])) };
};
const taskNetwork = (size) => network(size, 'first');
const disparityNetwork = (size) => network(size, 'first');
const batch = { x: new Float32Array(64).fill(1), y: new Float32Array(32).fill(1) };
const photographs = batch;`,
      after: 'assert.equal(trainer.state().step, 1);\nawait trainer.release();',
    },
  ],
  'docs/segmentation.md': [{ before: assert, after: 'assert.equal(depth.length, 1024 * 1024);' }],
  'docs/tracking.md': [{ before: "const frames = ['photo.jpg', 'photo.jpg'];" }],
};

const pages = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((page) =>
  page.endsWith('.md'),
);
const blocksOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^```(?:js|ts|javascript|typescript)\n(.*?)^```$/gms)].map(
    ([, code]) => code!,
  );
const run = promisify(execFile);

let folder = '';
let server: RealServer;
beforeAll(async () => {
  if (!existsSync('dist/detect/node/index.js'))
    throw new Error('dist/ is missing: run `npm run build` first');
  // Below the package, so that it is found by its name as by a project that installed it.
  await mkdir('.cache', { recursive: true });
  folder = await mkdtemp(resolve('.cache/guide-examples-'));
  await sharp('docs/images/faces.jpg')
    .extract({ left: 0, top: 0, width: 180, height: 180 })
    .toFile(join(folder, 'photo.jpg'));
  const dataset = ['dataset', 'generate', '--count', '1', '--size', '32', '--out', 'data/faces', '--quiet'];
  await run(process.execPath, [resolve('dist/cli/main.js'), ...dataset], { cwd: folder });
  server = await realServer();
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

test('each example of each guide is run', () => {
  const counted = (of: (page: string) => number): Record<string, number> =>
    Object.fromEntries(pages.map((page) => [page, of(page)]));
  expect(counted((page) => examples[page]?.length ?? 0)).toEqual(counted((page) => blocksOf(page).length));
  for (const file of Object.values(examples)
    .flat()
    .filter((example) => typeof example === 'string'))
    expect(existsSync(join('test', file)), file).toBe(true);
});

const cases = Object.entries(examples).flatMap(([page, of]) =>
  of.flatMap((example, index) => (typeof example === 'string' ? [] : [{ page, index, example }])),
);
test.each(cases)(
  'example $index of $page runs',
  async ({ page, index, example: { before = '', after = '' } }) => {
    const code = blocksOf(page)[index]!.replace('http://127.0.0.1:8017', server.address);
    const file = `${page.replaceAll(/\W/g, '-')}-${index}.mjs`;
    await writeFile(join(folder, file), `${before}\n${code}\n${after}\nprocess.exit(0);\n`);
    await run(process.execPath, [file], { cwd: folder });
    if (page === 'docs/api.md') expect(await readdir(join(folder, 'faces'))).not.toEqual([]);
  },
);
