/** A part that fails ends every command with 1, after the rest is done and printed (docs/command-line.md). */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Sample } from '../dataset/sample.js';
import { createDataset } from '../dataset/store/create-dataset.js';
import { describeLandmarks } from '../dataset/store/manifest.js';
import { ibug68 } from '../landmarks/sets/ibug68.js';
import { writeFixtureModel } from '../networks/model-file/fixture-model.suite.js';
import type { runDemo } from '../studies/demo/run-demo.js';

// Both take minutes, and what they do is tested elsewhere; here they tell what failed.
const demoModule = '../studies/demo/run-demo.js';
const studyModule = '../studies/case-study/study.js';
function tellWhatFailed(): void {
  vi.doMock(demoModule, () => ({
    runDemo: async (): Promise<Partial<Awaited<ReturnType<typeof runDemo>>>> => ({
      photographs: null,
      refused: [{ id: 'broken.jpg', reason: 'cannot be read' }],
      synthetic: { faces: [{}, {}], failures: [], figures: [], baseline: null } as never,
    }),
  }));
  vi.doMock(studyModule, () => ({
    runStudy: async ({ scale }: { scale: string }) => ({
      failed: scale === 'small' ? [] : [{ job: 'train-a', reason: 'the loss is NaN' }],
      refused: scale === 'tiny' ? [] : [{ id: 'photographs:2', reason: 'no such picture' }],
      jobs: 3,
      samples: scale === 'tiny' ? 0 : 6,
    }),
  }));
}

/** Of modules that know the two above; other files of this worker have those as they are. */
let run: typeof import('./run.js')['run'];
beforeAll(async () => {
  vi.resetModules();
  tellWhatFailed();
  ({ run } = await import('./run.js'));
});
afterAll(() => {
  for (const module of [demoModule, studyModule]) vi.doUnmock(module);
  vi.resetModules();
});

let folder: string;
const at = (name: string): string => join(folder, name);

function sample(i: number, image: Uint8Array): Sample {
  return {
    ...{
      id: `face-${i}`,
      image,
      width: 173,
      height: 173,
      landmarks: 'ibug68',
      split: 'test',
      attributes: {},
    },
    points: {
      contour: Float32Array.from({ length: 136 }, (_, k) =>
        i === 1 && k < 2 ? Number.NaN : 23 + (k % 2 === 0 ? k / 2 + i : 127 - (k - 1) / 2),
      ),
    },
    ...{ points3d: null, visibility: null, labelQuality: null, pupils: null },
    box: { x: 36.5, y: 36.5, width: 100, height: 100 },
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'partial-failure-'));
  await writeFile(at('recipe.yaml'), 'seed: 1\nscales: {tiny: {}, small: {}}\n');
  await writeFixtureModel(at('model.onnx'));
  const picture = await sharp({ create: { width: 173, height: 173, channels: 3, background: '#876' } })
    .png()
    .toBuffer();
  const broken = picture.subarray(0, 60);
  await writeFile(at('good.png'), picture);
  await writeFile(at('broken.png'), broken);
  const points = Array.from({ length: 68 }, (_, k) => [20 + k, 150 - k]);
  const line = (id: string): string => JSON.stringify({ id, image: `${id}.png`, points });
  await writeFile(at('labelled.jsonl'), `${line('good')}\n${line('broken')}\n`);
  const dataset = await createDataset(at('data'), {
    ...describeLandmarks(ibug68),
    ...{ conventions: ['contour'], layers: [], missingPoints: 'allowed', count: null, origin: {} },
  });
  // Face 0 has no picture, face 1 lacks a point.
  await dataset.append(Array.from({ length: 8 }, (_, i) => sample(i, i === 0 ? broken : picture)));
  await dataset.finish();
  dataset.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

it.each([
  ['dataset import jsonl @labelled.jsonl --out @imported', /1 of 2 samples failed, the first: .*broken\.png/],
  ['dataset export @data --format 300w --out @exported', /[12] of 8 samples failed, the first: face-/],
  ['model evaluate @model.onnx --data @data --normaliser box', /1 of 8 faces failed, the first: face-0/],
  [
    'model export @model.onnx --precision float16 --data @data --normaliser box --out @half.onnx',
    /1 of 8 faces failed, the first: face-0/,
  ],
  ['model adapt @model.onnx --data @data --out @adapter.json', /[12] of 8 faces failed, the first: face-/],
  ['detect @good.png @broken.png', /1 of 2 images failed, the first: .*broken\.png/],
  ['demo --head cage --out @demo', /1 of 3 faces failed, the first: broken\.jpg/],
  [
    'study @recipe.yaml --out @study',
    /2 of 9 jobs and photographs failed, the first: train-a: .*mended.*; .*--out/,
  ],
  [
    'study @recipe.yaml --out @study --scale tiny',
    /1 of 3 jobs failed, the first: train-a: .*NaN .*the same command/,
  ],
  // To try again what was refused would change nothing.
  [
    'study @recipe.yaml --out @study --scale small',
    /1 of 6 photographs failed, the first: photographs:2: no such picture \((?!.*(same command|again)).*labels/,
  ],
])('lineament %s', async (line, words) => {
  for (const json of [false, true]) {
    vi.restoreAllMocks();
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const said: string[] = [];
    // What is written goes to a folder of its own each time.
    const argv = line
      .split(' ')
      .map((word) => word.replace('@', join(folder, '/')).replace(/\/(imported|exported)$/, `/$1-${json}`));
    expect(await run([...argv, ...(json ? ['--json'] : [])], (text) => said.push(text))).toBe(1);
    expect(said.join('\n')).toMatch(words);
    const name = line.match(/^(dataset|model) \w+|^\w+/)?.[0];
    expect(said.join('\n')).toContain(`lineament: ${name}: `);
    if (json) expect(JSON.parse(out.mock.calls.map(([text]) => text).join(''))).toBeTruthy();
  }
});
