import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../../nn/graph/graph.js';
import { exportInference } from '../../../nn/program/export-inference.js';
import { compileTraining } from '../../../nn/program/training-program.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import { type AutoencoderModel, autoencoderModelSchema, codeCount } from './architecture.js';
import { checkAutoencoder } from './autoencoder.suite.js';
import { encodeAutoencoderFile } from './autoencoder-file.js';
import { codeValues } from './bottlenecks/finite-scalar.js';
import { divergences } from './bottlenecks/gaussian.js';
import { unevennessOf } from './bottlenecks/gumbel.js';
import { moved } from './bottlenecks/vector-quantiser.js';
import { widest } from './latent-sheet.js';
import { pixelShuffle } from './networks.js';
import { buildAutoencoderObjective } from './objective.js';
import { openAutoencoder } from './open-autoencoder.js';
import { parseAutoencoderRecipe } from './recipe.js';
import { temperatureAt } from './train.js';
import { bitsPerDimension, meanDivergence } from './validation.js';

const tiny = { channels: [4, 4], blocks: 1 };
const model = (settings: object): AutoencoderModel => autoencoderModelSchema.parse({ ...tiny, ...settings });
const models = {
  vae: model({ kind: 'vae', latent: 3 }),
  vq: model({ kind: 'vq', codes: 6, codeLength: 3 }),
  fsq: model({ kind: 'fsq', levels: [4, 3] }),
  dvae: model({ kind: 'dvae', codes: 6, codeLength: 3 }),
  product: model({ kind: 'product', codes: 6, codeLength: 3, block: 4 }),
};
for (const each of Object.values(models)) checkAutoencoder(each);
checkAutoencoder(model({ kind: 'vae', latent: 3, linear: true }), 'vae with a linear way');
checkAutoencoder(
  model({ kind: 'product', codes: 6, codeLength: 3, block: 8 }),
  'product of several tokens a block',
);

it('keeps weights of half their size whatever the number of codes', async () => {
  const many = model({ kind: 'product', codes: 20_000, codeLength: 1, block: 8, channels: [2, 2] });
  const { graph, loss } = buildAutoencoderObjective(many, 8, 1);
  const state = compileTraining(graph, { loss }).initialState(1);
  const origin = { training: { recipe: 'many', seed: 1, steps: 0, data: '' }, lineament: '0', licence: '' };
  const file = encodeAutoencoderFile({ size: 8, model: many, precision: 'float16', ...origin }, state);
  const autoencoder = await openAutoencoder(file, 'many.onnx');
  // The last codes of four books lie beyond what a number of 16 bits holds.
  const pictures = await autoencoder.decode(Float32Array.of(0, 0, 0, 19_999, 0, 0, 0, 19_998));
  await autoencoder.release();
  expect(pictures.subarray(0, 192)).not.toEqual(pictures.subarray(192));
});

/** Values of tensors that depend on constants alone. */
async function values(
  build: (graph: Graph) => Record<string, import('../../../nn/graph/tensor.js').Tensor>,
): Promise<Record<string, number[]>> {
  const graph = new Graph('inference');
  const nothing = {
    parameterLayout: [],
    parameters: new Float32Array(),
    statisticLayout: [],
    statistics: new Float32Array(),
  };
  const session = await createInferenceSession(exportInference(graph, build(graph), nothing, {}));
  const result = await session.run({});
  await session.release();
  return Object.fromEntries(Object.entries(result).map(([name, list]) => [name, [...list]]));
}

describe('the divergence of normal distributions', () => {
  it('is what it is by hand', async () => {
    // Of mean 1 and variance e: (1 + e − 1 − 1) / 2; of the standard one: 0.
    const expected = (Math.E - 1) / 2;
    const { y } = await values((graph) => ({
      y: divergences(graph.constant([1, 0, 0, 0], [2, 2]), graph.constant([1, 0, 0, 0], [2, 2])),
    }));
    expect(y![0]).toBeCloseTo(expected, 5);
    expect(y![1]).toBe(0);
    expect(meanDivergence(Float32Array.of(1, 0), Float32Array.of(1, 0), 2)).toBeCloseTo(expected / 2, 5);
  });

  it('and the error make bits per dimension', () => {
    // An error of one deviation everywhere: half a nat, log σ + log √2π, and bytes are 2/255 wide.
    const bits = bitsPerDimension(Float32Array.of(0.1, 0.1), Float32Array.of(0, 0), 0.1, 0.6, 2);
    const nats = 0.5 + Math.log(0.1) + Math.log(Math.sqrt(2 * Math.PI)) + 0.6;
    expect(bits).toBeCloseTo(nats / Math.LN2 - Math.log2(2 / 255), 5);
  });
});

describe('the codebook of running means', () => {
  it('moves counts and sums, and begins codes anew that are not used', async () => {
    const vq = {
      ...models.vq,
      codes: 2,
      codeLength: 1,
      decay: 0.75,
      restartBelow: 0.5,
    } as typeof models.vq & {
      kind: 'vq';
    };
    const rows = [3, 5, 3, 7];
    const { counts, sums } = await values((graph) => {
      const known = { counts: graph.constant([4, 0.5]), sums: graph.constant([8, 1], [2, 1]) };
      const choice = graph.constant([1, 0, 1, 0, 1, 0, 0, 1], [4, 2]);
      return moved(vq, known, graph.constant(rows, [4, 1]), choice, graph.constant([1]));
    });
    const next = (old: number, towards: number): number => 0.75 * old + 0.25 * towards;
    // The first code was chosen by 3, 5 and 3; the second is below half its fair share of 2.
    expect(next(4, counts![0]!)).toBeCloseTo(0.75 * 4 + 0.25 * 3, 5);
    expect(next(8, sums![0]!)).toBeCloseTo(0.75 * 8 + 0.25 * 11, 5);
    expect(next(0.5, counts![1]!)).toBeCloseTo(2, 5);
    expect(rows.map((row) => 2 * row)).toContain(Math.round(next(1, sums![1]!)));
  });
});

describe('finite scalar codes', () => {
  it('count through the levels, the first number fastest', () => {
    expect(codeCount({ ...models.fsq, levels: [3, 2] } as never)).toBe(6);
    expect(codeValues([3, 2])).toEqual([-1, -1, 0, -1, 1, -1, -1, 0, 0, 0, 1, 0]);
  });
});

describe('pixelShuffle', () => {
  it('lays four channels out as two by two pixels', async () => {
    const { y } = await values((graph) => ({
      y: pixelShuffle(graph.constant([1, 2, 3, 4, 5, 6, 7, 8], [1, 4, 1, 2])),
    }));
    expect(y).toEqual([1, 3, 2, 4, 5, 7, 6, 8]);
  });
});

describe('recipes of autoencoders', () => {
  it('that come with the package are accepted', () => {
    const names = readdirSync('recipes/generative').filter((name) => /^(vae|tokens)/.test(name));
    const own = names.filter((name) => name !== 'vae-prior.yaml');
    expect(own.length).toBeGreaterThan(5);
    for (const name of own) {
      const file = `recipes/generative/${name}`;
      expect(parseAutoencoderRecipe(readFileSync(file, 'utf8'), file).steps, name).toBeGreaterThan(0);
    }
  });

  it('are refused by key, value and what is allowed', () => {
    const recipe = (more: string) => () =>
      parseAutoencoderRecipe(`task: autoencoder\nname: a\nsteps: 200\n${more}`, 'r.yaml');
    expect(recipe('data: {datasets: [a], size: 20}\nmodel: {kind: vae, channels: [4, 4, 4]}')).toThrow(
      'data.size: 20; allowed: a multiple of 8, for 3 halvings',
    );
    const product = 'data: {datasets: [a], size: 64}\nmodel: {kind: product, channels: [4, 4]';
    expect(recipe(`${product}, block: 24}`)).toThrow(
      'model.block: 24; allowed: a multiple of 4 pixels, which a token covers, that divides 64',
    );
    expect(recipe(`${product}, block: 64}`)).toThrow('block');
    expect(recipe(`${product}, codeLength: 49}`)).toThrow(
      'model.codeLength: 49; allowed: at most 48, since a block of 16 pixels has 768 numbers for 16 tokens',
    );
    expect(recipe('data: {datasets: [a]}\nmodel: {kind: vqq, channels: [4]}')).toThrow('vqq');
  });
});

it('Codes are uneven by their mean over a batch, not by how sure a place is', async () => {
  const { even, one, some } = await values((graph) => ({
    even: unevennessOf(graph.constant([1, 0, 0, 1], [2, 2])),
    one: unevennessOf(graph.constant([1, 0, 1, 0], [2, 2])),
    some: unevennessOf(graph.constant([1, 0, 0.5, 0.5], [2, 2])),
  }));
  expect(even![0]).toBeCloseTo(0, 6);
  expect(one![0]).toBeCloseTo(Math.LN2, 6);
  // Of three quarters and one quarter.
  expect(some![0]).toBeCloseTo(Math.LN2 + 0.75 * Math.log(0.75) + 0.25 * Math.log(0.25), 6);
});

it('The temperature of the Gumbel softmax falls to its last by half the training', () => {
  const { dvae } = models;
  expect([0, 0.25, 0.5, 1].map((share) => temperatureAt(dvae, share))).toEqual([1, 0.25, 0.0625, 0.0625]);
});

it('The numbers of a vector are in the order in which they differ from face to face', () => {
  expect(widest(Float32Array.of(0, 5, 1, 0, -5, 3), 3)).toEqual([1, 2, 0]);
});
