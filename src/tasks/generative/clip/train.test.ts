import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captionTokenizer } from '../../../captions/words.js';
import { writeTinyFaces } from '../../../dataset/tiny-faces.suite.js';
import { createClipEmbedder } from '../../../networks/clip/clip-embedder.js';
import { readClipMetadata } from '../../../networks/clip/clip-metadata.js';
import { onnxRuntimeNode } from '../../../nn/runtime/onnxruntime-node.js';
import { loadFaces } from '../data/load-faces.js';
import { pictureOf } from '../data/vary-picture.js';
import { parseClipRecipe } from './recipe.js';
import { trainClip } from './train.js';

const folder = mkdtempSync(join(tmpdir(), 'lineament-clip-'));
const data = join(folder, 'faces');
const yaml = (more = 'loss: softmax'): string => `
task: clip
name: tiny
data: {datasets: [${data}], size: 16}
model:
  size: 16
  length: 8
  embedding: 8
  image: {channels: [8, 8], blocks: [0, 0]}
  text: {width: 8, blocks: 1, heads: 2}
batch: 8
steps: 40
variation: null
learningRate: {peak: 0.01, warmUp: 1}
validation: {every: 20, faces: 8}
${more}`;

beforeAll(() => writeTinyFaces(data, 16));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const losses = (out: string): unknown[] =>
  readFileSync(join(out, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ samplesPerSecond: _, ...record }) => record);

describe('training of a CLIP', () => {
  it('brings pictures and what is true of them together, and goes on from a checkpoint as if it had not stopped', async () => {
    const whole = join(folder, 'whole');
    const result = await trainClip(parseClipRecipe(yaml(), 'tiny.yaml'), { out: whole });
    expect(result).toMatchObject({ step: 40, finished: true, best: { recall: 1 } });

    const file = result.bestModel;
    const bytes = readFileSync(file);
    const metadata = readClipMetadata(bytes, file);
    expect(metadata.words).toEqual(captionTokenizer().words);
    const session = await onnxRuntimeNode.createSession(bytes);
    const embedder = createClipEmbedder(metadata, (inputs) => session.run(inputs));
    const faces = await loadFaces({ datasets: [data], size: 16 }, 'validation');
    const pictures = await embedder.pictures([pictureOf(faces, 0), pictureOf(faces, 1)]);
    const words = captionTokenizer().numbers('a woman with glasses', 8);
    const sentence = await embedder.sentence(words);
    await session.release();
    const score = (row: number): number =>
      sentence.reduce((sum, value, i) => sum + value * pictures[8 * row + i]!, 0);
    const woman = faces.faces.findIndex(({ facts }) => facts.person === 'woman');
    expect(score(woman)).toBeGreaterThan(score(1 - woman) + 0.1);
    expect(Math.hypot(...sentence)).toBeCloseTo(1, 2);

    const settings = yaml(`loss: softmax\nfrom: ${file}`)
      .replace('peak: 0.01', 'peak: 1.0e-7, final: 0')
      .replace(/steps: 40|every: 20/g, (key) => key.replace(/\d+/, '2'));
    const on = await trainClip(parseClipRecipe(settings, 'tiny.yaml'), { out: join(folder, 'on') });
    expect(on.best).toMatchObject({ recall: 1 });

    const halves = join(folder, 'halves');
    await trainClip(parseClipRecipe(yaml(), 'tiny.yaml'), { out: halves, minutes: 1e-6 });
    await trainClip(parseClipRecipe(yaml(), 'tiny.yaml'), { out: halves, resume: true });
    expect(losses(halves)).toEqual(losses(whole));
    expect(readFileSync(join(halves, 'model.onnx'))).toEqual(readFileSync(join(whole, 'model.onnx')));
  });
});

describe('a recipe of a CLIP', () => {
  it('that comes with the package is accepted', () => {
    const file = 'recipes/generative/clip.yaml';
    expect(parseClipRecipe(readFileSync(file, 'utf8'), file).steps).toBeGreaterThan(0);
  });

  it('is refused by key, value and what is allowed', () => {
    const refusal =
      (more: string): (() => unknown) =>
      () =>
        parseClipRecipe(yaml(more), 'r.yaml');
    expect(refusal('loss: cosine')).toThrow('loss: "cosine"; allowed: one of softmax, sigmoid');
    expect(refusal('captions: {drop: [2]}')).toThrow('captions.drop.0: 2; allowed: a number from 0 to 0.95');
    expect(() => parseClipRecipe(yaml().replace('size: 16}', 'size: 32}'), 'r.yaml')).toThrow(
      'data.size: 32; allowed: model.size, 16',
    );
  });
});
