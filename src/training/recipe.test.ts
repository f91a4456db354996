import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../core/errors.js';
import { parseRecipe, readRecipe } from './recipe.js';

const least = `
name: least
data: {train: data/a, validation: [data/a, data/b], landmarks: ibug68}
steps: 1000
`;

const messageFor = (yaml: string): string => {
  try {
    parseRecipe(yaml, 'r.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
};

describe('recipe', () => {
  it('needs a name, data and steps; the rest has defaults', () => {
    const recipe = parseRecipe(least, 'r.yaml');
    expect(recipe.data).toMatchObject({ train: ['data/a'], validation: ['data/a', 'data/b'] });
    expect(recipe.model).toEqual({
      inputSize: 128,
      stride: 4,
      stacks: 1,
      depth: 4,
      width: 64,
      bottleneck: 32,
      blocks: 1,
    });
    expect(recipe.augmentation.flip.probability).toBe(0.5);
  });

  it.each([
    ['model: {width: 0}', 'r.yaml: model.width: 0; allowed: a whole number from 4 to 512'],
    ['model: {inputSize: 100}', 'r.yaml: model.inputSize: 100; allowed: one of 128, 192, 256'],
    ['model: {hight: 3}', 'r.yaml: model.hight: no such key; allowed under model: inputSize, stride, stacks'],
    ['batch: 7\nreplicas: 2', 'r.yaml: batch: 7; allowed: a multiple of replicas, 2'],
    ['learningRate: {warmUp: 1000}', 'learningRate.warmUp: 1000; allowed: fewer than steps, 1000'],
    ['learningRate: {final: 0.1}', 'learningRate.final: 0.1; allowed: at most learningRate.peak, 0.001'],
    [
      'augmentation: {flip: {probability: 2}}',
      'augmentation.flip.probability: 2; allowed: a number from 0 to 1',
    ],
    [
      'model: {inputSize: 192, depth: 5}',
      'r.yaml: model.depth is 5; a heatmap of 48 × 48 cells can be halved 4 times at most',
    ],
    ['validation: {normaliser: eyes}', 'validation.normaliser: "eyes"; allowed: one of outer-eye-corners'],
    [
      'validation: {normaliser: true-pupils}',
      'validation.normaliser: "true-pupils"; allowed: one of outer-eye-corners, pupils, box, diagonal',
    ],
  ])('refuses %j with file, key, value and what is allowed', (yaml, message) => {
    expect(messageFor(`${least}${yaml}\n`)).toContain(message);
  });

  it('refuses data that is missing, of unknown landmarks or no folder', () => {
    expect(messageFor('name: a\nsteps: 1')).toContain('data: missing; allowed: the keys train');
    expect(messageFor(least.replace('ibug68', 'ibug67'))).toContain(
      'data.landmarks: "ibug67"; allowed: one of ibug68',
    );
    expect(messageFor(least.replace('train: data/a', 'train: 3'))).toContain(
      'data.train: 3; allowed: the folder of a dataset, or a list of folders',
    );
  });

  it('accepts every recipe that comes with the package', async () => {
    const files = (await readdir('recipes')).filter((file) => file.endsWith('.yaml'));
    expect(files).toContain('ibug68-ict.yaml');
    for (const file of files) expect((await readRecipe(`recipes/${file}`)).steps).toBeGreaterThan(0);
  });
});
