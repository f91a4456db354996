/** Whole trainings, a few steps on pictures of 8 pixels: an autoencoder of tokens, and a DALL·E on these. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentWork, type Work } from '../../core/work.js';
import {
  autoencoderNetwork,
  encodeAutoencoderFile,
  readAutoencoderMetadata,
} from './autoencoders/autoencoder-file.js';
import { openAutoencoder } from './autoencoders/open-autoencoder.js';
import { parseAutoencoderRecipe } from './autoencoders/recipe.js';
import { trainAutoencoder } from './autoencoders/train.js';
import { readDalleMetadata } from './dalle/dalle-file.js';
import { parseDalleRecipe } from './dalle/recipe.js';
import { trainDalle } from './dalle/train.js';
import { makeFewFaces } from './data/few-faces.suite.js';
import { loadFaces } from './data/load-faces.js';
import { savedWeights } from './start-from.js';

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
/** What a work's log was told. */
function listening(): { work: Work; lines: string[] } {
  const lines: string[] = [];
  const log = { ...silentWork.log, info: (line: string) => lines.push(line) };
  return { work: { ...silentWork, log }, lines };
}

async function through(file: Uint8Array, image: Float32Array) {
  const autoencoder = await openAutoencoder(file, 'model.onnx');
  const { codes } = await autoencoder.encode(image);
  const pictures = await autoencoder.decode(codes);
  await autoencoder.release();
  return { metadata: autoencoder.metadata, codes, pictures };
}

/** One step so small that the weights stay those of the file. */
const goingOn = (from: string): string =>
  shared
    .replace('steps: 2', `steps: 1\nfrom: ${from}`)
    .replace('{warmUp: 1}', '{peak: 1.0e-7, final: 0, warmUp: 0}');

it.each([
  'kind: vae, latent: 3',
  'kind: vq, codes: 6, codeLength: 3',
  'kind: fsq, levels: [4, 3]',
  'kind: dvae, codes: 6, codeLength: 3',
  'kind: product, codes: 2, codeLength: 3, block: 4',
])('of an autoencoder (%s) begin with what a model file says', async (kind) => {
  const recipe = (settings: string) =>
    parseAutoencoderRecipe(
      `task: autoencoder\nname: begin${settings}\nmodel: {${kind}, channels: [4, 4], blocks: 1}`,
      'tokens.yaml',
    );
  const first = await trainAutoencoder(recipe(shared), { out: join(folder, `first-${kind.slice(6, 9)}`) });
  const image = (await loadFaces({ datasets: [faces], size: 8 }, 'train')).images([0, 1]);
  const { metadata, codes, pictures } = await through(readFileSync(first.model), image);
  const network = (bytes: Uint8Array, file: string) => autoencoderNetwork(bytes, file, 2);
  const state = await savedWeights(first.model, network, { batch: async () => ({ image }) });
  const again = await through(encodeAutoencoderFile(metadata, state), image);
  for (const [i, code] of again.codes.entries()) expect(code).toBeCloseTo(codes[i]!, 2);
  for (const [i, value] of again.pictures.entries()) expect(value).toBeCloseTo(pictures[i]!, 2);

  const { work, lines } = listening();
  const options = { out: join(folder, `next-${kind.slice(6, 9)}`) };
  const next = await trainAutoencoder(recipe(goingOn(first.model)), options, work);
  // Of a vector the deviation of the pixels is in no file.
  expect(lines.join('\n')).toMatch(
    /from .*model\.onnx: (\d+) of (\1 tensors|\d+ tensors; new: logDeviation)/,
  );
  const { training } = readAutoencoderMetadata(readFileSync(next.model), next.model);
  expect(training.data).toContain('Began with ');
});

it('of a product refuse to go on from other codes, which would stay as chance has them', async () => {
  const product = (codes: number, settings: string) =>
    parseAutoencoderRecipe(
      `task: autoencoder\nname: codes${settings}\nmodel: {kind: product, channels: [4, 4], codes: ${codes}, codeLength: 1, block: 4}`,
      'tokens.yaml',
    );
  const { model } = await trainAutoencoder(product(2, shared), { out: join(folder, 'two-codes') });
  const out = join(folder, 'three-codes');
  await expect(trainAutoencoder(product(3, goingOn(model)), { out })).rejects.toThrow(
    'from: bottleneck/codes is not in it in this shape',
  );
  expect(existsSync(out)).toBe(false);
});

it('of a product go on where their start was stopped, and keep nothing of it once they train', async () => {
  const recipe = parseAutoencoderRecipe(
    `task: autoencoder\nname: stopped${shared}\nmodel: {kind: product, channels: [4, 4], codes: 2, codeLength: 1, block: 4}`,
    'tokens.yaml',
  );
  const out = join(folder, 'stopped');
  const start = join(out, 'product-start.bin');
  const controller = new AbortController();
  const stopping: Work = {
    ...{ signal: controller.signal, log: silentWork.log, report: () => {} },
    part: (name) => ({ ...stopping, report: () => name === 'codes' && controller.abort() }),
  };
  await expect(trainAutoencoder(recipe, { out }, stopping)).rejects.toThrow('what was computed is kept');
  expect(readdirSync(out)).toEqual(['product-start.bin']);
  const theirs = join(folder, 'theirs');
  mkdirSync(theirs);
  writeFileSync(join(theirs, 'product-start.bin'), 'theirs');
  await expect(trainAutoencoder(recipe, { out: theirs })).rejects.toThrow(
    /product-start\.bin is there already and was not written by model train/,
  );
  const { work, lines } = listening();
  expect(await trainAutoencoder(recipe, { out, resume: true }, work)).toMatchObject({ finished: true });
  expect(lines.join('\n')).toContain('codes of 1 of 4 tokens were found before');
  expect(existsSync(start)).toBe(false);
});

it('of a DALL·E refuse tokens of which each has codes of its own', async () => {
  const product = parseAutoencoderRecipe(
    `task: autoencoder\nname: product${shared}\nmodel: {kind: product, channels: [4, 4], codes: 2, codeLength: 1, block: 4}`,
    'tokens.yaml',
  );
  const { model } = await trainAutoencoder(product, { out: join(folder, 'product') });
  const dalle = parseDalleRecipe(
    `task: dalle\nname: dalle${shared}\ntokenizer: ${model}\nmodel: {width: 8, blocks: 1, heads: 2, length: 8}`,
    'dalle.yaml',
  );
  await expect(trainDalle(dalle, { out: join(folder, 'no-dalle') })).rejects.toThrow(
    'tokenizer: an autoencoder of kind product',
  );
});

it('leave models that fit each other', async () => {
  const tokens = parseAutoencoderRecipe(
    `task: autoencoder\nname: tokens${shared}\nmodel: {kind: vq, channels: [4, 4], blocks: 0, codes: 6, codeLength: 3}`,
    'tokens.yaml',
  );
  const whole = join(folder, 'whole');
  const { work: watching, lines: said } = listening();
  const result = await trainAutoencoder(tokens, { out: whole }, watching);
  expect(said[0]).toMatch(/^tokens: [\d,]+ parameters, \d+ faces, validation of 1 face$/);
  // The one face of validation over what is left of it.
  const { width, height } = await sharp(join(whole, 'reconstructions.png')).metadata();
  expect(height).toBeGreaterThan(1.8 * width);
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
  const { work, lines } = listening();
  const more = parseDalleRecipe(
    `task: dalle\nname: dalle${goingOn(learnt.model)}\ntokenizer: ${result.model}\nmodel: {width: 8, blocks: 1, heads: 2, length: 8}`,
    'dalle.yaml',
  );
  await trainDalle(more, { out: join(folder, 'dalle-more') }, work);
  expect(lines[0]).toMatch(/^dalle: [\d,]+ parameters, \d+ faces, validation of 1 face$/);
  expect(lines.join('\n')).toMatch(
    /from .*model\.onnx: \d+ of \d+ tensors; new: wordScores\/weight .*, wordScores\/bias/,
  );
});
