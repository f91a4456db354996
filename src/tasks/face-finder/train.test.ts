import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDataset } from '../../dataset/generate/generate-dataset.js';
import { readFinderMetadata } from '../../networks/finder/finder-metadata.js';
import { onnxRuntimeNode } from '../../nn/runtime/onnxruntime-node.js';
import { parseFinderRecipe } from './recipe.js';
import { trainFinder } from './train.js';

const folder = mkdtempSync(join(tmpdir(), 'lineament-finder-'));
const heads = join(folder, 'heads');
const yaml = (more = ''): string => `
task: face-finder
name: tiny
data: {heads: ${heads}, size: 64}
validationSplit: train
model: {channels: [4, 4, 8, 8, 8], blocks: [0, 0, 1]}
batch: 2
steps: 4
learningRate: {warmUp: 1}
validation: {every: 2, scenes: 3}
${more}`;

beforeAll(async () => {
  await generateDataset({
    head: 'cage',
    landmarks: 'ibug68',
    size: 48,
    count: 3,
    seed: 1,
    layers: ['alpha'],
    workers: 1,
    validation: 0,
    test: 0,
    out: heads,
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const losses = (out: string): unknown[] =>
  readFileSync(join(out, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ samplesPerSecond: _, ...record }) => record);

describe('training of a face finder', () => {
  it('leaves a finder and its record, and goes on from a checkpoint as if it had not stopped', async () => {
    const whole = join(folder, 'whole');
    const result = await trainFinder(parseFinderRecipe(yaml(), 'tiny.yaml'), { out: whole });
    expect(result).toMatchObject({ step: 4, finished: true, model: join(whole, 'model.onnx') });
    const bytes = readFileSync(result.bestModel);
    expect(readFinderMetadata(bytes, result.bestModel).training.recipe).toBe('tiny');

    const halves = join(folder, 'halves');
    await trainFinder(parseFinderRecipe(yaml(), 'tiny.yaml'), { out: halves, minutes: 1e-6 });
    await trainFinder(parseFinderRecipe(yaml(), 'tiny.yaml'), { out: halves, resume: true });
    expect(losses(halves)).toEqual(losses(whole));
    expect(readFileSync(join(halves, 'model.onnx'))).toEqual(readFileSync(join(whole, 'model.onnx')));
  });

  it("begins with a finder's file: before the first step it says what the file says", async () => {
    const from = join(folder, 'whole', 'model.onnx');
    const still = yaml()
      .replace('{warmUp: 1}', '{warmUp: 0, peak: 1e-7, final: 1e-7}')
      .replace('steps: 4', 'steps: 1');
    const out = join(folder, 'warm');
    const { model } = await trainFinder(parseFinderRecipe(`${still}\nfrom: ${from}`, 'warm.yaml'), { out });
    const say = async (file: string): Promise<Float32Array> => {
      const session = await onnxRuntimeNode.createSession(readFileSync(file));
      const data = Float32Array.from({ length: 3 * 64 * 64 }, (_, i) => Math.sin(i));
      const { faces16 } = await session.run({ image: { data, shape: [1, 3, 64, 64] } });
      await session.release();
      return faces16!;
    };
    const [given, begun] = [await say(from), await say(model)];
    for (const [i, value] of begun.entries()) expect(Math.abs(value - given[i]!)).toBeLessThan(0.02);
    expect(readFinderMetadata(readFileSync(model), model).training.data).toContain(
      'Began with whole/model.onnx.',
    );
  });
});

describe('a recipe of a face finder', () => {
  it('is refused by key, value and what is allowed', () => {
    const refusal =
      (more: string): (() => unknown) =>
      () =>
        parseFinderRecipe(yaml(more), 'r.yaml');
    expect(refusal('sides: [10]')).toThrow('sides.0: 10; allowed: a whole number from 64 to 4096');
    expect(refusal('doubts: [0, 11]')).toThrow('doubts.1: 11; allowed: a number from 0 to 10');
    for (const list of ['[0, 1, 1, 1]', '[1]'])
      expect(refusal(`doubts: ${list}`)).toThrow('none, or 3 numbers, one for each stride');
    expect(refusal('sides: [320, 640]')).toThrow('sides from the largest down');
    expect(refusal('batsch: 3')).toThrow('batsch: no such key');
    expect(refusal('replicas: 3')).toThrow('batch: 2; allowed: a multiple of replicas, 3');
    const slow = yaml().replace('{warmUp: 1}', '{warmUp: 1, peak: 1e-6}');
    expect(() => parseFinderRecipe(slow, 'r.yaml')).toThrow(
      'learningRate.final: 0.00001; allowed: at most learningRate.peak, 0.000001',
    );
    expect(() =>
      parseFinderRecipe(
        'task: face-finder\nname: a\nsteps: 200\nmodel: {channels: [4,4,4,4,4], blocks: [0,0,0]}\ndata: {}',
        'r.yaml',
      ),
    ).toThrow('data: neither heads nor pictures');
  });

  it('that comes with the package is accepted', () => {
    const file = 'recipes/face-finder.yaml';
    expect(parseFinderRecipe(readFileSync(file, 'utf8'), file).steps).toBeGreaterThan(0);
  });
});
