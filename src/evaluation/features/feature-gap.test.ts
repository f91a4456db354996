import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import type { Sample } from '../../dataset/sample.js';
import { createBareDataset } from '../../dataset/store/bare-dataset.suite.js';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import { encodeModelFile } from '../../networks/model-file/model-file.js';
import { buildNetwork } from '../../networks/network.js';
import { networkSchema } from '../../networks/registry.js';
import { Graph } from '../../nn/graph/graph.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { compileTraining } from '../../nn/program/training-program.js';
import { measureConsistency } from '../consistency/measure-consistency.js';
import { measureFeatureGap } from './feature-gap.js';

let folder: string;
let model: string;

/** Flat pictures of about one colour. */
async function face(split: string, i: number, [r, g, b]: readonly [number, number, number]): Promise<Sample> {
  const random = new Random('flat', split, i);
  const off = (value: number): number => Math.round(value + random.uniform(-20, 20));
  const image = await sharp({
    create: { width: 64, height: 64, channels: 3, background: { r: off(r), g: off(g), b: off(b) } },
  })
    .png()
    .toBuffer();
  const points = Float32Array.from({ length: 136 }, (_, k) => (k % 2 === 0 ? 7 + (k % 50) : 7 + (k % 49)));
  return {
    ...{ id: `${split}-${i}`, image, width: 64, height: 64, landmarks: 'ibug68', split },
    points: { contour: points },
    ...{ points3d: null, visibility: null, labelQuality: null, pupils: null },
    box: { x: 7, y: 7, width: 49, height: 49 },
    attributes: {},
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feature-gap-'));
  const dataset = await createBareDataset(join(folder, 'data'), { made: 'by a test' });
  for (let i = 0; i < 12; i++) await dataset.append([await face('train', i, [100, 100, 100])]);
  for (let i = 0; i < 4; i++) await dataset.append([await face('validation', i, [100, 100, 100])]);
  for (let i = 0; i < 4; i++) await dataset.append([await face('test', i, [230, 30, 30])]);
  await dataset.finish();
  dataset.close();
  const architecture = networkSchema.parse({ inputSize: 64, depth: 1, width: 8, bottleneck: 4 });
  const graph = new Graph('training');
  const { points, sigma } = buildNetwork(graph.input('image', [1, 3, 64, 64]), 68, architecture).at(-1)!;
  const state = compileTraining(graph, {
    loss: reduceMean(points),
    metrics: { sigma: reduceMean(sigma) },
  }).initialState(1);
  const input = { size: 64, mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25], enlarge: 1.3 };
  model = join(folder, 'model.onnx');
  await writeFile(model, encodeModelFile(exampleMetadata({ architecture, input } as never), state));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const part = (split: string, limit: number) => ({ name: split, data: join(folder, 'data'), split, limit });

it('pictures of another colour lie farther from the cloud than those like its own', async () => {
  const parts = { cloud: part('train', 12), held: part('validation', 4), other: part('test', 3) };
  const gap = await measureFeatureGap(model, parts, { seed: 1, resamples: 100 });
  expect(gap.faces).toBe(3);
  expect(gap.other).toBeGreaterThan(2 * gap.held);
  expect(gap.interval.low).toBeLessThanOrEqual(gap.other);
  expect(gap.interval.high).toBeGreaterThanOrEqual(gap.other);
});

it('the movements of a model of the 68 are the same over all points and over the 68', async () => {
  const figures = await measureConsistency(model, part('test', 2), { seed: 1, resamples: 100 });
  expect(figures).toHaveLength(8);
  const [all, nearest] = [figures.slice(0, 4), figures.slice(4)];
  expect(nearest.map(({ movement }) => movement)).toEqual(all.map(({ movement }) => movement));
  for (const { movement, faces, count } of all) {
    expect([faces, count]).toEqual([2, 68]);
    expect(movement).toBeGreaterThan(0);
  }
});
