import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentWork } from '../../core/work.js';
import { type GenerativeRecipe, parseGenerative } from './generative-recipe.js';
import { keepBest } from './measurements/measure-drawn.js';
import { digestOfModel, modelOfSeed, planModels, type StudyModel } from './plan-models.js';
import { type GenerativeResult, runGenerative } from './run-generative.js';

const file = 'recipes/generative.yaml';

describe('the recipe of the generative study', () => {
  const yaml = (models: string): string => `
study: generative
faces: { models: [{ count: 8, pose: frontal, seed: 1 }] }
models:
${models}
judges: judges
measured: {}
`;
  const judges = '  judges: { recipe: generative/judges.yaml }';

  it('fills in what is left out', () => {
    const { models, measured, size } = parseGenerative(yaml(judges), 'full', 'a.yaml');
    expect(models).toEqual({
      judges: { recipe: 'generative/judges.yaml', settings: {}, faces: 'models', seeds: [1] },
    });
    expect([measured.faces, size]).toEqual([1000, 64]);
  });

  it('refuses rows that lean on what is not there, or comes later', () => {
    const refused = (models: string): void => {
      expect(() => parseGenerative(yaml(models), 'full', 'a.yaml')).toThrow(/a\.yaml|judges|models/);
    };
    refused(`${judges}\n  video: { recipe: generative/video-mean.yaml, clip: clip }`);
    refused(`${judges}\n  prior: { recipe: generative/vae-prior.yaml, autoencoder: vae }`);
    refused('  vae: { recipe: generative/vae.yaml }');
    refused(`${judges}\n  dalle: { recipe: generative/dalle.yaml, tokens: fsq }`);
    refused(`${judges}\n  vae: { recipe: generative/vae.yaml, faces: others }`);
    refused(
      `${judges}\n  dalle: { recipe: generative/dalle.yaml, tokens: fsq }\n  fsq: { recipe: generative/tokens-fsq.yaml }`,
    );
  });
});

describe('a model that is there already', () => {
  const plan = (models: GenerativeRecipe['models'], judges = 'none', size = 64): Promise<StudyModel[]> =>
    planModels({ models, judges, size }, {}, undefined, 'recipes');

  it('is what its file says, and as new as its bytes', async () => {
    const [clip, tokens] = await plan({
      clip: { file: '../models/clip.onnx' },
      tokens: { file: '../models/face-tokens.onnx' },
    });
    expect(clip).toMatchObject({ row: 'clip', task: 'clip', isVector: false, training: undefined });
    expect(tokens!.task).toBe('autoencoder');
    const sha = createHash('sha256')
      .update(await readFile('models/clip.onnx'))
      .digest('hex');
    expect(await digestOfModel(clip!)).toBe(sha);
  });

  it('is refused where judges see pictures that need none, or the other way round', async () => {
    const row = { settings: {}, faces: 'models', seeds: [1] };
    const tokens = { file: '../models/face-tokens.onnx' };
    const seen = { ...row, recipe: 'generative/vae-likeness.yaml' };
    const plain = { ...row, recipe: 'generative/vae.yaml' };
    const rule = 'models.vae: judges belong to an autoencoder whose recipe has `likeness`';
    await expect(plan({ vae: seen })).rejects.toThrow(rule);
    await expect(plan({ tokens, vae: { ...seen, judges: 'tokens' } })).rejects.toThrow(rule);
    await expect(plan({ tokens, vae: { ...plain, judges: 'tokens' } })).rejects.toThrow(rule);
  });

  it('is refused where it is no model, or counts and is no judge', async () => {
    await expect(plan({ own: { file: '../models/dense1001.onnx' } })).rejects.toThrow(/dense1001\.onnx/);
    await expect(plan({ own: { file: 'none.onnx' } })).rejects.toThrow(/none\.onnx/);
    await expect(plan({ own: { file: '../models/clip.onnx' } }, 'own')).rejects.toThrow('has the task clip');
    const tokens = { own: { file: '../models/face-tokens.onnx' } };
    await expect(plan(tokens, 'none', 32)).rejects.toThrow('pictures of 64 pixels in a study of 32');
    await expect(plan({ own: { ...tokens.own, tokens: 'other' } })).rejects.toThrow('belong to a DALL·E');
    await expect(plan({ own: { file: '../models/clip-video.onnx' } })).rejects.toThrow('measured on clips');
  });
});

it('Of several drawn faces the one that fits best is kept, for each sentence', () => {
  const best = { pictures: Float32Array.of(1, 1, 2, 2), scores: Float32Array.of(0.5, 0.5) };
  keepBest(best, Float32Array.of(3, 3, 4, 4), [0.4, 0.6]);
  expect([...best.pictures]).toEqual([1, 1, 4, 4]);
  keepBest(best, Float32Array.of(5, 5, 6, 6), [0.55, 0.55]);
  expect([...best.pictures]).toEqual([5, 5, 4, 4]);
});

describe('rows of several seeds', () => {
  it('lean on the model of their own seed, or else on the first', () => {
    const models = [1, 2].map((seed) => ({ row: 'fsq', seed }) as StudyModel);
    expect(modelOfSeed(models, 'fsq', 2)).toBe(models[1]);
    expect(modelOfSeed(models, 'fsq', 3)).toBe(models[0]);
    expect(modelOfSeed(models, 'vq', 1)).toBeUndefined();
  });
});

describe('the generative study, tiny', () => {
  let out: string;
  let result: GenerativeResult;

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'generative-'));
    result = await runGenerative({ file, scale: 'tiny', out });
  });
  afterAll(() => rm(out, { recursive: true, force: true }));

  it('trains and measures every row, and tells it in one report', async () => {
    const { measured } = JSON.parse(await readFile(result.files!.json, 'utf8'));
    expect(measured.trainings.map(({ row, steps }: { row: string; steps: number }) => [row, steps])).toEqual(
      [
        'judges',
        'vae',
        'vae through judges',
        'vae with a prior',
        'fsq',
        'clip',
        'dalle',
        'video transformer',
      ].map((row) => [row, 2]),
    );
    for (const { measured: code } of measured.codes) {
      expect(Number.isFinite(code.moved), code.name).toBe(true);
      expect(code.psnr.every((value: number) => value > 3 && value < 40)).toBe(true);
    }
    const [floor] = measured.samples;
    expect(floor.name).toBe('rendered faces');
    const [plain, learnt] = ['vae through judges', 'vae with a prior'].map(
      (row) => measured.samples.find(({ name }: { name: string }) => name === row).distance,
    );
    expect(plain).not.toBe(learnt);
    expect(measured.clips.map(({ name }: { name: string }) => name)).toEqual(['clip', 'shipped clip']);
    const [video] = measured.videos;
    expect(video).toMatchObject({ name: 'video transformer', kind: 'transformer', clips: 2 });
    expect(video.twins.every((share: number) => share >= 0 && share <= 1)).toBe(true);
    const { seen } = measured.drawn[0];
    expect(seen.facts.length).toBeGreaterThan(8);
    expect(seen.facts.every(({ best }: { best: number }) => best >= 0 && best <= 1)).toBe(true);
    const page = await readFile(result.files!.html, 'utf8');
    for (const words of [
      'What codes keep',
      'Clips and sentences',
      'Whether it is there',
      'WebP, quality 10',
      'Drawn',
      'Validation over steps',
    ])
      expect(page).toContain(words);
    expect(page.split('data:image/png').length).toBeGreaterThan(18);
  });

  it.each([
    'measure components, WebP and JPEG',
    'measure fsq',
    'measure samples of vae, vae through judges, vae with a prior',
    'measure judges',
    'measure clip',
    'measure dalle',
    'measure video transformer',
  ])('stops in the middle of the job: %s', async (name) => {
    const place = result.plan.jobs.findIndex((job) => job.name === name);
    const folders = await readdir(join(out, 'jobs'));
    const own = `${name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}-`;
    const [folder, ...others] = folders.filter((one) => one.replace(/[0-9a-f]{10}$/, '') === own);
    expect(others).toEqual([]);
    const done = join(out, 'jobs', folder!, 'done.json');
    await rename(done, `${done}.kept`);
    const stop = new AbortController();
    const info = (line: string): void => {
      if (line.includes(`${name} (all: about`)) stop.abort();
    };
    const work = { ...silentWork, log: { ...silentWork.log, info }, signal: stop.signal };
    const total = result.plan.jobs.length;
    try {
      await expect(runGenerative({ file, scale: 'tiny', out }, work)).rejects.toThrow(
        `after ${place} of ${total} jobs`,
      );
    } finally {
      // Else one failure would take the next tests along.
      await rename(`${done}.kept`, done);
    }
  });

  it('does nothing again', async () => {
    const lines: string[] = [];
    const log = {
      info: (line: string) => void lines.push(line),
      warn: (line: string) => void lines.push(line),
    };
    const { plan } = await runGenerative({ file, scale: 'tiny', out }, { ...silentWork, log });
    expect(plan).toMatchObject({ seconds: 0, busy: 1 });
    expect(plan.jobs.filter(({ done }) => !done)).toEqual([]);
    // The plan and nothing else.
    expect(lines).toHaveLength(plan.jobs.length + 2);
    expect(lines[0]).toBe(`${plan.jobs.length} jobs, ${plan.jobs.length} of them done:`);
    expect(lines.at(-1)).toBe('expected time on two cores with nothing else to do: 0 s');
  });
});
