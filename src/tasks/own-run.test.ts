import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { refuseForeignRun } from './own-run.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-run-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const recipe = { name: 'tiny', batch: 2, steps: 2, learningRate: { peak: 0.001 } };
const check = (): Promise<void> => refuseForeignRun(folder, ['samples.png']);

it('refuses every file that a training would write over, and no other', async () => {
  await check();
  await writeFile(join(folder, 'notes.md'), '');
  await mkdir(join(folder, 'photographs'));
  await check();
  for (const name of [
    'recipe.json',
    'model.onnx',
    'best.onnx',
    'checkpoint.bin',
    'metrics.jsonl',
    'samples.png',
  ]) {
    await writeFile(join(folder, name), '{}');
    await expect(check()).rejects.toThrow(`model train: ${join(folder, name)} is there already`);
    await rm(join(folder, name));
  }
});

it('knows a run by its recipe, and no other JSON of that name', async () => {
  for (const name of ['model.onnx', 'samples.png']) await writeFile(join(folder, name), '');
  const write = (value: unknown): Promise<void> =>
    writeFile(join(folder, 'recipe.json'), JSON.stringify(value));
  await write(recipe);
  await check();
  await write({ name: 'pancakes', steps: ['mix', 'bake'], batch: 12 });
  await expect(check()).rejects.toThrow('recipe.json is there already and was not written by model train');
});
