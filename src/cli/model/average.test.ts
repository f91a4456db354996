import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { writeFixtureModel } from '../../networks/model-file/fixture-model.suite.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { typed } from '../command/typed.suite.js';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'average-'));
  await writeFixtureModel(at('a.onnx'));
  await writeFixtureModel(at('b.onnx'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

it('takes equal shares where none are given', async () => {
  const { error } = await typed('model', 'average', at('a.onnx'), at('b.onnx'), '--out', at('mean.onnx'));
  expect(error).toBe('');
  const { training } = readModelMetadata(new Uint8Array(await readFile(at('mean.onnx'))), 'mean.onnx');
  expect(training.data).toContain('0.5 of a.onnx, 0.5 of b.onnx');
});

it('takes the shares that it would name for three', async () => {
  const files = [at('a.onnx'), at('b.onnx'), at('a.onnx')];
  const { error } = await typed(
    'model',
    'average',
    ...files,
    '--shares',
    '0.33,0.33,0.34',
    '--out',
    at('three.onnx'),
  );
  expect(error).toBe('');
});

it.each([
  [['@a.onnx', '--out', '@mean.onnx'], 'one model has no mean'],
  [['@a.onnx', '@b.onnx', '--out', '@b.onnx'], '--out would overwrite one of the models'],
  [
    ['@a.onnx', '@b.onnx', '--shares', '0.5,0.6', '--out', '@c.onnx'],
    '--shares 0.5,0.6; allowed: 2 numbers above 0 that make 1 (such as 0.50,0.50, or leave it out',
  ],
  [['@a.onnx', '@b.onnx', '--shares', '1', '--out', '@c.onnx'], '--shares 1'],
  [['@a.onnx', '@b.onnx', '@a.onnx', '--shares', '1', '--out', '@c.onnx'], 'such as 0.33,0.33,0.34'],
  [['@a.onnx', '@b.onnx', '--shares', '0.5,x', '--out', '@c.onnx'], '--shares 0.5,x'],
])('refuses %j', async (words, said) => {
  const { error } = await typed('model', 'average', ...words.map((word) => word.replace('@', `${folder}/`)));
  expect(error).toContain(said);
});
