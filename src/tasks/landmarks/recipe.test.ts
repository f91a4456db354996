import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../core/errors.js';
import { optimiserOf } from '../../nn/train/fit/optimisation-settings.js';
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
      backbone: 'hourglass',
      head: { kind: 'heatmaps' },
      inputSize: 128,
      stride: 4,
      stacks: 1,
      depth: 4,
      width: 64,
      bottleneck: 32,
      blocks: 1,
    });
    expect(recipe.augmentation.flip.probability).toBe(0.5);
    expect(recipe.provider).toBe('cpu');
  });

  it.each(['..', '.', '.hidden', '-o', 'a/b', 'a b'])('refuses the name %j, which names a folder', (name) => {
    expect(messageFor(least.replace(/^name: .*$/m, `name: ${JSON.stringify(name)}`))).toContain(
      `name: ${JSON.stringify(name)}; allowed: a name of letters`,
    );
  });

  it.each([
    ['provider: gpu', 'r.yaml: provider: "gpu"; allowed: one of cpu, cuda, webgpu'],
    ['model: {width: 0}', 'r.yaml: model.width: 0; allowed: a whole number from 4 to 512'],
    ['model: {inputSize: 100}', 'r.yaml: model.inputSize: 100; allowed: one of 64, 96, 128, 192, 256'],
    [
      'model: {hight: 3}',
      'r.yaml: model.hight: no such key; allowed under model: backbone, inputSize, stride, stacks',
    ],
    ['model: {backbone: resnet}', 'model.backbone: "resnet"; allowed: one of hourglass, unet'],
    [
      'model: {backbone: unet, stacks: 2}',
      'model.stacks: no such key; allowed under model: backbone, inputSize, depth',
    ],
    ['model: {head: {kind: peaks}}', 'model.head.kind: "peaks"; allowed: one of heatmaps, low-rank'],
    [
      'model: {backbone: unet, depth: 4, inputSize: 96}',
      'model.depth is 4; features of 24 × 24 cells can be halved 3 times',
    ],
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
    ['optimiser: {kind: adagrad}', 'optimiser.kind: "adagrad"; allowed: one of adamw, adam, sgd'],
    [
      'optimiser: {momentum: 0.9}',
      'optimiser.momentum: no such key; allowed under optimiser: kind, beta1, beta2, epsilon',
    ],
    [
      'optimiser: {kind: sgd, beta1: 0.9}',
      'optimiser.beta1: no such key; allowed under optimiser: kind, momentum, nesterov',
    ],
    [
      'optimiser: {kind: sgd, rate: 1}',
      'optimiser.rate: no such key; allowed under optimiser: kind, momentum',
    ],
    ['schedule: {kind: exponential}', 'schedule.0.kind: "exponential"; allowed: one of constant, linear'],
    ['schedule: {kind: cosine, pace: 3}', 'schedule.0.pace: no such key; allowed under schedule.0: kind'],
    ['schedule: {kind: cosine, every: 3}', 'schedule.0.every: 3; allowed with kind cosine: steps, from, to'],
    ['schedule: {kind: step}', 'schedule.0.every: missing; allowed: a whole number of steps'],
    [
      'schedule: {kind: multiStep, at: [500, 1000]}',
      'schedule.0.at: 1000; allowed: before the last step, 1000',
    ],
    [
      'schedule: [{kind: constant}, {kind: cosine}]',
      'schedule.0.steps: missing; allowed: a whole number of steps (only the last stage takes the rest)',
    ],
    [
      'schedule: [{kind: constant, steps: 900}, {kind: cosine}]\nlearningRate: {warmUp: 101}',
      'the stages and the warm-up have 1001 steps; allowed: at most steps, 1000',
    ],
    ['schedule: []', 'schedule: []; allowed: at least one stage'],
    ['groups: [{rate: 0.1}]', "groups.0.match: missing; allowed: a pattern of names such as 'stack0/**'"],
    ["groups: [{match: '**', rate: -1}]", 'groups.0.rate: -1; allowed: a number from 0 to 100'],
    [
      "groups: [{match: '**', frozen: true, rate: 0.1}]",
      'groups.0.frozen: true; allowed: without rate and weightDecay',
    ],
    [
      'from: ""',
      'from: ""; allowed: checkpoint.bin or best-checkpoint.bin of a run, or a model file (.onnx)',
    ],
    ['ema: 1', 'ema: 1; allowed: a number from 0 to 0.999999'],
    ['accumulate: 0', 'accumulate: 0; allowed: a whole number from 1 to 1024'],
    ['earlyStopping: {patience: 0}', 'earlyStopping.patience: 0; allowed: a whole number from 1'],
    ['validation: {normaliser: eyes}', 'validation.normaliser: "eyes"; allowed: one of outer-eye-corners'],
    [
      'validation: {normaliser: true-pupils}',
      'validation.normaliser: "true-pupils"; allowed: one of outer-eye-corners, pupils, box, diagonal',
    ],
  ])('refuses %j with file, key, value and what is allowed', (yaml, message) => {
    expect(messageFor(`${least}${yaml}\n`)).toContain(message);
  });

  it('takes one stage of a schedule for a list of one, and leaves out what it was not given', () => {
    expect(parseRecipe(`${least}schedule: {kind: constant}\n`, 'r.yaml').schedule).toEqual([
      { kind: 'constant' },
    ]);
    const recipe = parseRecipe(least, 'r.yaml');
    for (const key of ['optimiser', 'schedule', 'groups', 'ema', 'accumulate', 'earlyStopping'])
      expect(recipe).not.toHaveProperty(key);
    expect(optimiserOf(undefined, recipe)).toEqual({ weightDecay: 0, clipNorm: 20 });
    const { optimiser } = parseRecipe(`${least}optimiser: {kind: sgd, nesterov: true}\n`, 'r.yaml');
    expect(optimiserOf(optimiser, { weightDecay: 0.1, clipNorm: 1 })).toEqual({
      kind: 'sgd',
      momentum: 0.9,
      nesterov: true,
      weightDecay: 0.1,
      clipNorm: 1,
    });
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

  it('lets the network say what can be seen where loss.visibility has a weight', () => {
    expect(parseRecipe(least, 'r.yaml').model).not.toHaveProperty('visibility');
    expect(parseRecipe(`${least}\nloss: {visibility: 0.2}`, 'r.yaml').model.visibility).toBe(true);
    expect(() => parseRecipe(`${least}\nmodel: {visibility: true}`, 'r.yaml')).toThrow(
      'r.yaml: model.visibility: true; with loss.visibility 0 it is false',
    );
  });

  it('takes faces made while training in place of datasets, not beside them', () => {
    const generated = 'name: a\nsteps: 500\ndata: {generate: {head: cage}, landmarks: ibug68}';
    expect(parseRecipe(generated, 'a.yaml').data).toMatchObject({
      train: [],
      validation: [],
      generate: { head: 'cage', size: 160, seed: 0, pose: 'in-the-wild', without: [] },
    });
    expect(messageFor(least.replace('train: data/a', 'train: data/a, generate: {head: cage}'))).toContain(
      'data: both train and generate; allowed: one of them',
    );
    expect(messageFor(least.replace('train: data/a,', ''))).toContain('data: neither train nor generate');
    expect(messageFor(least.replace(/validation: \[[^\]]+\],/, ''))).toContain('data.validation: missing');
    expect(messageFor(generated.replace('cage', 'bust'))).toContain(
      'data.generate.head: "bust"; allowed: one of cage, ict-facekit',
    );
  });

  it('accepts every recipe that comes with the package', async () => {
    // Studies and face finders have recipes of other kinds; those of a study's rows are read by a test of their own.
    const files: string[] = [];
    for (const file of await readdir('recipes'))
      if (/^steps:/m.test(file.endsWith('.yaml') ? await readFile(`recipes/${file}`, 'utf8') : ''))
        files.push(file);
    files.splice(files.indexOf('face-finder.yaml'), 1);
    expect(files).toContain('ibug68-ict.yaml');
    for (const file of files) expect((await readRecipe(`recipes/${file}`)).steps).toBeGreaterThan(0);
  });
});
