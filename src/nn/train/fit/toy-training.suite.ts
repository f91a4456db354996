/** A training for tests of {@link fit}: of a "network" with one weight, whose losses depend on every step before. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { StoppedError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import type { StepSource } from './batches.js';
import { type FitOptions, type StepTrainer, fit as train } from './fit.js';
import { learningRateAt } from './learning-rate.js';

/** One weight w with momentum. */
export function toyTrainer(onStep: (step: number) => void = () => {}): StepTrainer {
  let weight = Math.fround(1);
  let velocity = Math.fround(0);
  let steps = 0;
  return {
    async step({ train }, { learningRate }) {
      onStep(steps++);
      const image = train![0]!.image;
      const loss = Math.fround((weight - image![0]!) ** 2);
      velocity = Math.fround(0.9 * velocity + 2 * (weight - image![0]!));
      weight = Math.fround(weight - learningRate * velocity);
      return { loss, metrics: { half: loss / 2 }, gradientNorm: 1 };
    },
    state: () => ({
      step: steps,
      parameterLayout: [],
      statisticLayout: [],
      parameters: Float32Array.of(weight),
      firstMoments: Float32Array.of(velocity),
      secondMoments: new Float32Array(1),
      statistics: new Float32Array(0),
    }),
    restore(state) {
      weight = state.parameters[0]!;
      velocity = state.firstMoments[0]!;
      steps = state.step;
    },
  };
}

export const source: StepSource = {
  batch: async (step) => ({ image: Float32Array.of(Math.sin(step)) }),
};

/** Its score is the weight's size. */
export const validation: NonNullable<FitOptions['validation']> = {
  every: 5,
  run: async ({ parameters }) => ({ name: 'size', value: Math.abs(parameters[0]!), direction: 'lower' }),
};

export async function options(changes: Partial<FitOptions> = {}): Promise<FitOptions> {
  return {
    trainer: toyTrainer(),
    sources: { train: source },
    samplesPerStep: 1,
    steps: 20,
    learningRateAt: (step) => learningRateAt(step, 20, { peak: 0.05, final: 0.001, warmUp: 2 }),
    recordEvery: 3,
    validation,
    checkpointMinutes: 60,
    settings: { seed: 1, steps: 20 },
    out: await mkdtemp(join(tmpdir(), 'loop-')),
    ...changes,
  };
}

export async function records(out: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(out, 'metrics.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const { samplesPerSecond: _, ...rest } = JSON.parse(line) as Record<string, unknown>;
      return rest;
    });
}

/** A work that remembers what it is told. */
export function watched(): { work: Work; lines: string[]; reports: unknown[][] } {
  const lines: string[] = [];
  const reports: unknown[][] = [];
  const say = (line: string): void => void lines.push(line);
  const report = (...told: unknown[]): void => void reports.push(told);
  return { work: { ...silentWork, log: { info: say, warn: say }, report }, lines, reports };
}

export async function stopAt(step: number, changes: Partial<FitOptions> = {}): Promise<FitOptions> {
  const controller = new AbortController();
  const stopped = await options({
    trainer: toyTrainer((done) => {
      if (done === step - 1) controller.abort();
    }),
    ...changes,
  });
  await expect(train(stopped, { ...silentWork, signal: controller.signal })).rejects.toThrow(StoppedError);
  return { ...stopped, trainer: toyTrainer(), resume: true };
}
