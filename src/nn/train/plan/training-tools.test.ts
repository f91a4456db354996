import { afterAll, describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { expectClose } from '../../operators/operator-case.suite.js';
import { entryValues } from '../../program/parameter-layout.js';
import { averagedState, type TrainerState } from '../../program/trainer-state.js';
import { normalisedNetwork, pull, randomBatch } from './plan-networks.suite.js';
import type { TrainableNetwork } from './step-plan.js';
import { createTrainer, type Trainer, type TrainerOptions } from './trainer.js';

const trainers: Trainer[] = [];
afterAll(() => Promise.all(trainers.map((trainer) => trainer.release())));

const sgd = { kind: 'sgd', momentum: 0 } as const;

async function trainer(
  options: Partial<TrainerOptions> = {},
  build = normalisedNetwork('own'),
): Promise<Trainer> {
  const made = await createTrainer(build, { batch: 4, seed: 1, optimiser: sgd, ...options });
  trainers.push(made);
  return made;
}

const rate = { learningRate: 0.1 };

function values({ parameterLayout, parameters }: TrainerState, name: string): Float32Array {
  return entryValues(parameters, parameterLayout.find((entry) => entry.name === name)!);
}

/** How far a parameter went. */
function moved(from: TrainerState, to: TrainerState, name: string): Float32Array {
  const before = values(from, name);
  return values(to, name).map((value, i) => value - before[i]!);
}

describe('parameter groups', () => {
  it('go at their own rate and decay', async () => {
    const plain = await trainer();
    const grouped = await trainer({
      groups: [
        { match: 'first', rate: 0.25 },
        { match: 'last', weightDecay: 0.5 },
      ],
    });
    const start = plain.state();
    await plain.step(randomBatch(1), rate);
    await grouped.step(randomBatch(1), rate);
    const [one, two] = [plain.state(), grouped.state()];
    expectClose(
      moved(start, two, 'first'),
      moved(start, one, 'first').map((value) => value / 4),
      1e-6,
    );
    const last = values(start, 'last');
    expectClose(
      moved(start, two, 'last'),
      moved(start, one, 'last').map((value, i) => value - 0.1 * 0.5 * last[i]!),
      1e-6,
    );
    expect(values(two, 'gamma')).toEqual(values(one, 'gamma'));
  });

  it('that are frozen do not move by one bit, nor do their statistics and averages', async () => {
    const one = await trainer({
      optimiser: { weightDecay: 0.1 },
      ema: 0.9,
      groups: ['first', 'gamma', 'beta', 'own/**'].map((match) => ({ match, frozen: true })),
    });
    const start = one.state();
    for (let step = 0; step < 3; step++) await one.step(randomBatch(step), rate);
    const end = one.state();
    const averages = averagedState(end);
    for (const name of ['first', 'gamma', 'beta']) {
      expect(values(end, name)).toEqual(values(start, name));
      expect(values(averages, name)).toEqual(values(start, name));
    }
    expect(end.statistics).toEqual(start.statistics);
    expect(averages.statistics).toEqual(start.statistics);
    expect(values(end, 'last')).not.toEqual(values(start, 'last'));
    expect(one.program.gradients.map(({ name }) => name)).toEqual(['last']);
    expect(end.updates).toEqual([0, 0, 0, 3]);
  });

  it('that are frozen normalise by their running statistics', async () => {
    const groups = [{ match: 'own/**', frozen: true }];
    const frozen = await trainer({ groups });
    const state = frozen.state();
    const batch = randomBatch(1);
    const { loss } = await frozen.step(batch, rate);
    // The network by hand, with mean 0 and variance 1.
    const [first, last] = [values(state, 'first'), values(state, 'last')];
    let sum = 0;
    for (let sample = 0; sample < 4; sample++)
      for (let output = 0; output < 2; output++) {
        let answer = 0;
        for (let hidden = 0; hidden < 8; hidden++) {
          let value = 0;
          for (let i = 0; i < 3; i++) value += batch.x[3 * sample + i]! * first[8 * i + hidden]!;
          answer += Math.max(0, value / Math.sqrt(1 + 1e-5)) * last[2 * hidden + output]!;
        }
        sum += (answer - batch.y[2 * sample + output]!) ** 2;
      }
    expect(loss).toBeCloseTo(sum / 8, 5);
  });

  it('are refused where they match nothing, and where the network was not told what is frozen', async () => {
    await expect(trainer({ groups: [{ match: 'frist', rate: 0.1 }] })).rejects.toThrow(
      "groups: 'frist' matches no parameter; there are first, gamma, beta, last, own/mean, own/variance",
    );
    await expect(trainer({ groups: [{ match: '**', rate: Number.NaN }] })).rejects.toThrow(
      "groups: '**' has rate NaN; allowed: a finite number from 0",
    );
    const deaf = (batch: number): TrainableNetwork => pull.build(batch, () => false) as TrainableNetwork;
    await expect(trainer({ groups: [{ match: '**', frozen: true }] }, deaf)).rejects.toThrow(
      'groups freeze features.w, but the network was built without knowing it',
    );
    const told = (batch: number): TrainableNetwork =>
      pull.build(batch, new Graph('training', () => true).isFrozen) as TrainableNetwork;
    await expect(trainer({ groups: [{ match: '**', frozen: true }] }, told)).rejects.toThrow(
      'the network has no parameter that may move; there are features/w',
    );
  });
});

describe('gradient accumulation', () => {
  const network = (batch: number, frozen: (name: string) => boolean): TrainableNetwork =>
    pull.build(batch, frozen) as TrainableNetwork;
  const targets = (...list: number[]): Record<string, Float32Array> => ({ target: Float32Array.from(list) });

  it('takes the mean gradient: three batches of two as one of six', async () => {
    const options = { optimiser: { clipNorm: 5 } };
    const small = await trainer({ batch: 2, ...options }, network);
    const large = await trainer({ batch: 6, ...options }, network);
    const all = [4, 5, 6, -1, 3, 8];
    const parts = [all.slice(0, 2), all.slice(2, 4), all.slice(4)].map((part) => targets(...part));
    for (let step = 0; step < 3; step++) {
      const one = await small.step(parts, rate);
      const other = await large.step(targets(...all), rate);
      expect(one.loss).toBeCloseTo(other.loss, 5);
      expect(one.gradientNorm).toBeCloseTo(other.gradientNorm, 5);
    }
    expectClose(small.state().parameters, large.state().parameters, 1e-6);
    expect(small.state().step).toBe(3);
  });

  it('counts as one step and normalises each batch by itself', async () => {
    const batches = [randomBatch(1), randomBatch(2)];
    // With β₁ = 0 the first moment after one step is the gradient itself.
    const optimiser = { beta1: 0 };
    const both = await trainer({ optimiser });
    const result = await both.step(batches, rate);
    const parts = [];
    for (const batch of batches) {
      const one = await trainer({ optimiser });
      parts.push({ ...(await one.step(batch, rate)), ...one.state() });
    }
    const [a, b] = parts as [(typeof parts)[0], (typeof parts)[0]];
    const { firstMoments, statistics, step } = both.state();
    expectClose(
      firstMoments,
      a.firstMoments.map((value, i) => (value + b.firstMoments[i]!) / 2),
      1e-6,
    );
    expect(result.loss).toBeCloseTo((a.loss + b.loss) / 2, 6);
    expect(result.metrics.answer).toBeCloseTo((a.metrics.answer! + b.metrics.answer!) / 2, 6);
    expect(step).toBe(1);
    // Running statistics see one batch after the other: r₂ = 0.9 r₁ + 0.1 s₂, and s₂ = (r_b − 0.9 r₀) / 0.1.
    const initial = [...new Array<number>(8).fill(0), ...new Array<number>(8).fill(1)];
    expectClose(
      statistics,
      a.statistics.map((value, i) => 0.9 * value + b.statistics[i]! - 0.9 * initial[i]!),
      1e-5,
    );
  });

  it('names the batch that is no number', async () => {
    const one = await trainer({ batch: 2 }, network);
    const before = one.state();
    await expect(one.step([targets(1, 2), targets(3, Number.NaN)], rate)).rejects.toThrow(
      /step 1 gave loss NaN .*input 'target' holds NaN, first in sample 1 of batch 1 of 2/,
    );
    expect(one.state()).toEqual(before);
  });
});

describe('moving averages of weights', () => {
  it('follow parameters and statistics by the warmed-up decay, in each segment of each replica', async () => {
    const one = await trainer({ replicas: 2, ema: 0.4 });
    let { parameters, statistics } = one.state();
    for (let step = 1; step <= 5; step++) {
      await one.step(randomBatch(step), rate);
      const state = one.state();
      const share = 1 - Math.min(0.4, (1 + step) / (10 + step));
      const follow = (average: Float32Array, now: Float32Array): Float32Array =>
        average.map((value, i) => value + share * (now[i]! - value));
      parameters = follow(parameters, state.parameters);
      statistics = follow(statistics, state.statistics);
      expect(state.averages).toEqual({ parameters, statistics });
    }
    expect(averagedState(one.state())).toMatchObject({ parameters, statistics, step: 5 });
    expect(averagedState(one.state()).averages).toBe(undefined);
  });

  it('begin at the parameters where a state without them is restored', async () => {
    const plain = await trainer();
    await plain.step(randomBatch(1), rate);
    const { updates: _, ...saved } = plain.state();
    const averaging = await trainer({ ema: 0.9, seed: 5 });
    averaging.restore(saved);
    expect(averaging.state().averages).toEqual({
      parameters: saved.parameters,
      statistics: saved.statistics,
    });
    expect(averaging.state().updates).toEqual([1, 1, 1, 1]);
    await expect(trainer({ ema: 1 })).rejects.toThrow('ema: 1; allowed: from 0 to below 1');
  });
});
