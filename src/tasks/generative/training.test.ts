/** Whole trainings, a few steps on pictures of 8 pixels: an autoencoder of tokens, and a DALL·E on these. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readAutoencoderMetadata } from './autoencoders/autoencoder-file.js';
import { parseAutoencoderRecipe } from './autoencoders/recipe.js';
import { trainAutoencoder } from './autoencoders/train.js';
import { readDalleMetadata } from './dalle/dalle-file.js';
import { parseDalleRecipe } from './dalle/recipe.js';
import { trainDalle } from './dalle/train.js';
import { makeFewFaces } from './data/few-faces.suite.js';

const folder = mkdtempSync(join(tmpdir(), 'lineament-generative-'));
const faces = join(folder, 'faces');
beforeAll(() => makeFewFaces(faces));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shared = `
data: {datasets: [${faces}], size: 8}
batch: 2
steps: 2
learningRate: {warmUp: 1}
validation: {every: 2, faces: 1}
`;
it('leave models that fit each other', async () => {
  const tokens = parseAutoencoderRecipe(
    `task: autoencoder\nname: tokens${shared}\nmodel: {kind: vq, channels: [4, 4], blocks: 0, codes: 6, codeLength: 3}`,
    'tokens.yaml',
  );
  const whole = join(folder, 'whole');
  const result = await trainAutoencoder(tokens, { out: whole });
  expect(result).toMatchObject({ step: 2, finished: true, model: join(whole, 'model.onnx') });
  expect(readAutoencoderMetadata(readFileSync(result.bestModel), result.bestModel).training.recipe).toBe(
    'tokens',
  );
  const dalle = parseDalleRecipe(
    `task: dalle\nname: dalle${shared}\ntokenizer: ${result.model}\nmodel: {width: 8, blocks: 1, heads: 2, length: 8}`,
    'dalle.yaml',
  );
  const out = join(folder, 'dalle');
  const learnt = await trainDalle(dalle, { out });
  expect(learnt).toMatchObject({ step: 2, finished: true });
  expect(readDalleMetadata(readFileSync(learnt.model), learnt.model)).toMatchObject({
    space: { codes: 6, tokens: 4 },
    tokenizer: { recipe: 'tokens', steps: 2 },
  });
});
