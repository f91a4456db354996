import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LineamentError, UsageError } from '../../core/errors.js';
import { exists } from '../../node/files.js';
import { makeNoiseFaces } from '../../tasks/landmarks/noise-faces.suite.js';
import { createProgram } from '../program.js';

async function lineament(...words: string[]): Promise<void> {
  await createProgram().parseAsync(words, { from: 'user' });
}

/** A recipe on noise, with faces of its own, and where its run may go. */
async function tinyRecipe(...lines: string[]): Promise<{ recipe: string; out: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'cli-train-'));
  const faces = join(folder, 'faces');
  await makeNoiseFaces(faces);
  const recipe = join(folder, 'r.yaml');
  const shared = [
    'name: tiny',
    `data: {train: ${faces}, validation: ${faces}, landmarks: ibug68}`,
    'model: {depth: 1, width: 4, bottleneck: 2}',
    'batch: 2',
    'learningRate: {warmUp: 1}',
  ];
  await writeFile(recipe, [...shared, ...lines, ''].join('\n'));
  return { recipe, out: join(folder, 'run') };
}

describe('lineament model train', () => {
  afterEach(() => vi.restoreAllMocks());

  it('trains as the recipe says and prints the result as JSON alone', async () => {
    const { recipe, out } = await tinyRecipe('steps: 2', 'validation: {faces: 2}');
    const printed: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    await lineament('model', 'train', recipe, '--out', out, '--json');
    const result = JSON.parse(printed.join('')) as Record<string, unknown>;
    expect(result).toMatchObject({ step: 2, finished: true, out, model: join(out, 'model.onnx') });
    for (const file of ['model.onnx', 'best.onnx', 'metrics.jsonl', 'loss-curve.svg', 'checkpoint.bin'])
      expect(await exists(join(out, file)), file).toBe(true);
    await expect(lineament('train', recipe, '--out', out, '--json')).rejects.toThrow(/begun here before/);
  });

  it('stops in good order after --minutes, and goes on with --resume', async () => {
    const { recipe, out } = await tinyRecipe('steps: 1000000', 'validation: {faces: 2, every: 1000000}');
    const run = async (...more: string[]): Promise<{ step: number; finished: boolean }> => {
      const printed: string[] = [];
      const write = vi
        .spyOn(process.stdout, 'write')
        .mockImplementation((text) => printed.push(String(text)) > 0);
      await lineament('model', 'train', recipe, '--out', out, '--minutes', '0.01', '--json', ...more);
      write.mockRestore();
      return JSON.parse(printed.join('')) as { step: number; finished: boolean };
    };
    const first = await run();
    expect(first).toMatchObject({ finished: false });
    expect(first.step).toBeGreaterThan(0);
    const second = await run('--resume');
    expect(second).toMatchObject({ finished: false });
    expect(second.step).toBeGreaterThan(first.step);
    await expect(lineament('model', 'train', recipe, '--minutes', '0')).rejects.toThrow(/--minutes/);
  });

  it.each([
    [
      'a face finder',
      'task: face-finder\ndata: {heads: FACES, size: 64}\nmodel: {channels: [4, 4, 8, 8, 8], blocks: [0, 0, 1]}',
    ],
    ['an autoencoder', 'task: autoencoder\ndata: {datasets: FACES, size: 8}'],
    ['judges', 'task: judges\ndata: {datasets: FACES, size: 8}'],
  ])('leaves no folder behind where it cannot begin: %s', async (_, lines) => {
    const folder = await mkdtemp(join(tmpdir(), 'cli-train-'));
    const [recipe, out] = [join(folder, 'r.yaml'), join(folder, 'runs', 'first')];
    await writeFile(recipe, `${lines.replace('FACES', join(folder, 'nowhere'))}\nname: a\nsteps: 200\n`);
    await expect(lineament('train', recipe, '--out', out)).rejects.toThrow(/nowhere/);
    expect(await readdir(folder)).toEqual(['r.yaml']);
  });

  it('leaves no folder behind where there is nothing to begin with', async () => {
    const { recipe, out } = await tinyRecipe('steps: 2', 'from: nowhere.onnx');
    await expect(lineament('train', recipe, '--out', join(out, 'first'))).rejects.toThrow(/nowhere\.onnx/);
    expect(await exists(out)).toBe(false);
  });

  it('refuses a recipe that is missing or wrong', async () => {
    const recipe = join(await mkdtemp(join(tmpdir(), 'cli-train-')), 'r.yaml');
    await expect(lineament('train', recipe)).rejects.toThrow(LineamentError);
    await writeFile(recipe, 'data: {}\nstep: 3\n');
    const refused = lineament('train', recipe);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(/r\.yaml: .*steps: missing.*step: no such key/);
    await writeFile(recipe, 'task: autoencodr\nname: a\n');
    await expect(lineament('train', recipe)).rejects.toThrow(
      /r\.yaml: task: "autoencodr"; allowed: face-finder, autoencoder, code-prior, clip, .*perhaps autoencoder/,
    );
    await expect(lineament('train', 'recipes/case-study.yaml')).rejects.toThrow(
      /no recipe of a training: .*lineament study recipes\/case-study\.yaml/,
    );
  });
});
