import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import { copiedFloats } from '../../nn/onnx/initialiser-values.js';
import { averageModels } from './average-models.js';
import { halfModelFile } from './convert-model-file.js';
import { writeFixtureModel } from './fixture-model.suite.js';
import { readModelMetadata } from './read-model-metadata.js';

/** Calibrated. */
const shippedFile = 'models/ibug68-ict.onnx';

let folder = '';
const at = (name: string): string => join(folder, name);
const weights = (bytes: Uint8Array, name: string): number[] => [
  ...copiedFloats(decodeModel(bytes).initialisers.find((one) => one.name === name)!),
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'average-'));
  await writeFixtureModel(at('a.onnx'), false, new Float32Array(136).fill(8));
  await writeFixtureModel(at('b.onnx'), false, new Float32Array(136).fill(4));
  await writeFixtureModel(at('two.onnx'), true);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(name: string, share: number) {
  return { file: at(name), bytes: new Uint8Array(await readFile(at(name))), share };
}

it('weighs the weights by their shares and says so', async () => {
  const bytes = averageModels([await read('a.onnx', 0.75), await read('b.onnx', 0.25)]);
  expect(new Set(weights(bytes, 'stored_points'))).toEqual(new Set([7]));
  expect(new Set(weights(bytes, 'stored_sigma'))).toEqual(new Set([2]));
  const { training } = readModelMetadata(bytes, 'mean.onnx');
  expect(training.data).toMatch(/ The mean of weights: 0\.75 of a\.onnx, 0\.25 of b\.onnx\.$/);
});

it('leaves out what was calibrated for one of them alone', async () => {
  const file = shippedFile;
  const shipped = new Uint8Array(await readFile(file));
  const bytes = averageModels([
    { file, bytes: shipped, share: 0.5 },
    { file, bytes: shipped, share: 0.5 },
  ]);
  const [before, after] = [decodeModel(shipped), decodeModel(bytes)];
  expect(before.outputs.map(({ name }) => name)).toContain('distance');
  expect(after.outputs.map(({ name }) => name)).not.toContain('distance');
  expect(readModelMetadata(shipped, file).reliability).toBeDefined();
  expect(readModelMetadata(bytes, file).reliability).toBeUndefined();
  const name = before.initialisers.find(({ shape }) => shape.length === 4)!.name;
  expect(weights(bytes, name)).toEqual(weights(shipped, name));
});

it('refuses what has no mean', async () => {
  const a = await read('a.onnx', 0.5);
  expect(() => averageModels([a])).toThrow('one model has no mean');
  const two = await read('two.onnx', 0.5);
  expect(() => averageModels([a, two])).toThrow(
    /another network, or other points, than .*a\.onnx: 68 points of ibug68 and 2 of pair, .* where that has 68 points of ibug68, /,
  );
  const file = shippedFile;
  const half = halfModelFile(new Uint8Array(await readFile(file)), file);
  expect(() => averageModels([a, { file, bytes: half, share: 0.5 }])).toThrow(
    'weights of float16; a mean is taken of float32',
  );
});
