import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defineJob } from '../../../jobs/job.js';
import { type JobEnd, jobFolder } from '../../../jobs/run-jobs.js';
import type { MetricsRecord } from '../../../nn/train/fit/metrics-file.js';
import type { Recipe } from '../../../tasks/landmarks/recipe.js';
import type { ModelOutcome } from '../../job-kinds/training-job.js';
import { choiceJob } from '../choice-job.js';
import type { StudyPlan } from '../plan-study.js';
import { lossParts, rowLosses } from './row-losses.js';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'losses-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

const recipe = {
  loss: { heatmaps: 2, deviation: 1, visibility: 0 },
  adaptation: [{ method: 'dann', weight: 0.1, start: 0 }],
} as unknown as Pick<Recipe, 'adaptation' | 'loss'>;

const reading = (step: number, parts: Record<string, number>): MetricsRecord => ({
  ...{ kind: 'training', step, learningRate: 1, loss: 9, samplesPerSecond: 1 },
  parts,
});

test('Beginning and end are means over tenths of the readings; the task is without what a method adds', () => {
  const records = Array.from({ length: 20 }, (_, i) =>
    reading(i + 1, {
      ...{ 'source.likelihood': -1, 'source.heatmaps': i, 'source.distance': 5, 'source.loss': 99 },
      ...{ 'source.dann.right': 0.5, gradientNorm: 7 },
      // The method begins later.
      ...(i >= 10 && { 'dann.loss': i }),
    }),
  );
  const parts = lossParts(records, recipe);
  expect(parts.map(({ name, weight }) => [name, weight])).toEqual([
    ['task', 1],
    ['source.dann.right', 0.1],
    ['dann.loss', 0.1],
  ]);
  const [task, , dann] = parts;
  // −1 + 2 · (0 + 1) / 2, −1 + 2 · (18 + 19) / 2.
  expect(task).toMatchObject({ beginning: 0, end: 36 });
  expect(task!.course).toHaveLength(10);
  expect(task!.course.slice(0, 2)).toEqual([0, 4]);
  expect(dann).toMatchObject({ beginning: 10, end: 19 });
});

test('Of a training on synthetic faces alone the parts have no prefix; of one without readings there is nothing', () => {
  expect(lossParts([reading(1, { likelihood: 1, heatmaps: 3 })], { loss: recipe.loss })).toEqual([
    { name: 'task', weight: 1, beginning: 7, end: 7, course: [7] },
  ]);
  expect(lossParts([], recipe)).toEqual([]);
});

test('A row has the log of its training, one with trials that of the trial that was taken; what is not done is left out', async () => {
  const ends = new Map<object, JobEnd>();
  const job = (name: string) =>
    defineJob<ModelOutcome>({
      name,
      kind: 'training',
      settings: { name },
      seconds: 1,
      run: async () => null!,
    });
  const trained = async (name: string, likelihood: number) => {
    const training = job(name);
    const record = reading(1, { 'source.likelihood': likelihood, 'source.heatmaps': 0 });
    await mkdir(jobFolder(out, training), { recursive: true });
    await writeFile(join(jobFolder(out, training), 'metrics.jsonl'), `${JSON.stringify(record)}\n{"kind":`);
    ends.set(training, {
      ...{ state: 'done', seconds: 1, reused: false },
      outcome: { steps: 1, seconds: 1, recipe },
    });
    return training;
  };
  const plain = await trained('plain', 1);
  const trials = await Promise.all(
    ['weak', 'strong', 'odd'].map(async (name, i) => {
      const measuring = job(`measure ${name}`) as never;
      return { name, training: await trained(name, i + 2), measuring };
    }),
  );
  const choice = choiceJob('choose', trials);
  const outcome = {
    steps: 1,
    seconds: 1,
    chosen: 'strong',
    trials: trials.map(({ name }) => ({ name, nme: 1 })),
  };
  ends.set(choice, { state: 'done', seconds: 1, reused: false, outcome });
  const row = (name: string, run: object, changed: object = {}) => ({
    ...{ name, on: 'synthetic', recipe: 'r.yaml', runs: [{ seed: 1, ...run }] },
    ...changed,
  });
  const rows = [
    row('base', { training: plain }, { recipe: null }),
    row('real', { training: plain }, { on: 'real' }),
    row('plain', { training: plain }),
    row('tried', { training: choice, choice }),
    row('unfinished', { training: job('unfinished') }),
  ];
  const losses = await rowLosses({ rows } as unknown as StudyPlan, ends as never, out);
  expect(losses.map(({ row: name, parts }) => [name, parts[0]!.beginning])).toEqual([
    ['plain', 1],
    ['tried', 3],
  ]);
  expect(losses[0]!.methods).toEqual(['dann']);
});
