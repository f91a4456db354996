import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { compileTraining } from '../../nn/program/training-program.js';
import { autoencoderModelSchema } from '../../tasks/generative/autoencoders/architecture.js';
import { encodeAutoencoderFile } from '../../tasks/generative/autoencoders/autoencoder-file.js';
import { buildAutoencoderObjective } from '../../tasks/generative/autoencoders/objective.js';
import { encodeDalleFile } from '../../tasks/generative/dalle/dalle-file.js';
import { imagine } from '../../tasks/generative/dalle/imagine.js';
import { buildDalleObjective } from '../../tasks/generative/dalle/objective.js';
import { createProgram } from '../program.js';

let folder: string;
const file = (name: string): string => join(folder, name);

/** Models that have learnt nothing: pictures of 8 pixels as 4 tokens. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imagine-'));
  const model = autoencoderModelSchema.parse({ kind: 'fsq', channels: [4, 4], levels: [3, 2] });
  const shared = { precision: 'float32', lineament: '0', licence: '' } as const;
  const training = { recipe: 'tokens', seed: 1, steps: 5, data: '' };
  const autoencoder = buildAutoencoderObjective(model, 8, 1);
  const state = compileTraining(autoencoder.graph, { loss: autoencoder.loss }).initialState(1);
  await writeFile(file('tokens.onnx'), encodeAutoencoderFile({ ...shared, size: 8, model, training }, state));
  await writeFile(
    file('other.onnx'),
    encodeAutoencoderFile({ ...shared, size: 8, model, training: { ...training, steps: 6 } }, state),
  );
  const words = ['man', 'woman'];
  const space = { words: words.length + 4, codes: 6, tokens: 4 };
  const architecture = { width: 8, blocks: 1, heads: 2, length: 6 };
  const dalle = buildDalleObjective({ model: architecture, space, textWeight: 0.1 }, 1);
  await writeFile(
    file('dalle.onnx'),
    encodeDalleFile(
      { ...shared, architecture, space, words, tokenizer: { recipe: 'tokens', steps: 5 }, training },
      compileTraining(dalle.graph, { loss: dalle.loss }).initialState(1),
    ),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('lineament imagine writes a sheet of faces, and says which words it does not know', async () => {
  const printed: string[] = [];
  const write = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => printed.push(String(text)) > 0);
  const files = ['--model', file('dalle.onnx'), '--tokens', file('tokens.onnx'), '--out', file('sheet.png')];
  const run = (sentence: string): Promise<unknown> =>
    createProgram().parseAsync(['imagine', sentence, ...files, '--count', '9', '--json'], { from: 'user' });
  try {
    await run('a green man');
    await expect(run('green')).rejects.toThrow('imagine: no word of "green" is known');
  } finally {
    write.mockRestore();
  }
  expect(JSON.parse(printed.join(''))).toEqual({
    out: file('sheet.png'),
    count: 9,
    size: 8,
    unknown: ['a', 'green'],
  });
  // Eight in a row at twice their size with two pixels between.
  expect(await sharp(await readFile(file('sheet.png'))).metadata()).toMatchObject({ width: 142, height: 34 });
});

it('Of many pictures those are kept that are ranked best, and tokens of another autoencoder are refused', async () => {
  const settings = { sentence: 'a man', count: 2, seed: 3, dalle: file('dalle.onnx') };
  const tokens = file('tokens.onnx');
  const all = await imagine({ ...settings, tokens, count: 6 });
  const rank = async (): Promise<number[]> => [0, 5, 1, 2, 4, 3];
  const best = await imagine({ ...settings, tokens, bestOf: 3, rank });
  const plane = 3 * 8 * 8;
  const picture = (n: number): Float32Array => all.pictures.subarray(n * plane, (n + 1) * plane);
  expect(best.pictures.subarray(0, plane)).toEqual(picture(1));
  expect(best.pictures.subarray(plane)).toEqual(picture(4));
  await expect(imagine({ ...settings, tokens, bestOf: 3 })).rejects.toThrow('bestOf 3 without rank');
  await expect(imagine({ ...settings, tokens: file('other.onnx') })).rejects.toThrow(
    'the tokens are those of tokens after 6 steps',
  );
});
