import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { silentWork } from '../../core/work.js';
import type { RowResult } from '../../evaluation/rows/row-result.js';
import { defineJob } from '../../jobs/job.js';
import { contextOf, outcomeOf, runJobs } from '../../jobs/run-jobs.js';
import { type ModelOutcome, weightsOf } from '../job-kinds/training-job.js';
import { choiceJob, type Trial } from './choice-job.js';

const out = mkdtempSync(join(tmpdir(), 'lineament-choice-'));
afterEach(() => rmSync(out, { recursive: true, force: true }));

const cell = (comparison: string, points: string, nme: number) => ({
  ...{ part: 'validation', comparison, points },
  figures: { 'outer-eye-corners': { nme } },
});

function trial(name: string, cells: unknown[]): Trial {
  const training = defineJob<ModelOutcome>({
    ...{ name: `train ${name}`, kind: 'training', settings: name, seconds: 1 },
    run: async ({ folder }) => {
      await writeFile(join(folder, 'model.onnx'), `model ${name}`);
      return { steps: 7, seconds: 3 };
    },
  });
  const measuring = defineJob<RowResult>({
    ...{ name: `measure ${name}`, kind: 'measuring', settings: name, needs: [training], seconds: 1 },
    run: async () => ({ cells }) as unknown as RowResult,
  });
  return { name, training, measuring };
}

async function chosen(trials: Trial[]) {
  const job = choiceJob('choose', trials);
  const jobs = [...trials.flatMap(({ training, measuring }) => [training, measuring]), job];
  return { job, ends: await runJobs(jobs, { out }, silentWork) };
}

it('The trial of the least error on validation stands where the training of a row would', async () => {
  const { job, ends } = await chosen([
    trial('weak', [cell('nearest-subset', 'all', 4.2), cell('nearest-subset', 'direct', 1)]),
    trial('strong', [cell('nearest-subset', 'all', 5), cell('own-head', 'all', 4.1)]),
    trial('slow', [cell('nearest-subset', 'all', 4.1)]),
  ]);
  expect(outcomeOf(ends, job)).toMatchObject({
    chosen: 'strong',
    steps: 7,
    trials: [
      { name: 'weak', nme: 4.2 },
      { name: 'strong', nme: 4.1 },
      { name: 'slow', nme: 4.1 },
    ],
  });
  expect(readFileSync(weightsOf(contextOf(ends, out), job), 'utf8')).toBe('model strong');
});

it('A trial without a measured face fails the choice in words', async () => {
  const { job, ends } = await chosen([trial('weak', [])]);
  expect(ends.get(job)).toMatchObject({
    state: 'failed',
    reason: expect.stringMatching(/trial weak: no face/),
  });
});
