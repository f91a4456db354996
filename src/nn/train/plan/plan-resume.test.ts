import { afterAll, describe, expect, it } from 'vitest';
import {
  normalisedNetwork,
  planTrainer,
  pull,
  randomBatch,
  releaseAll,
  saddle,
  target,
} from './plan-networks.suite.js';
import { createPlanTrainer, type PlanTrainer, type PlanTrainerOptions } from './plan-trainer.js';
import type { StepPlan } from './step-plan.js';

afterAll(releaseAll);

const rate = { learningRate: 0.1 };

/** Everything at once: two datasets, two updates, batch normalisation, two replicas. */
const everything: StepPlan = {
  programs: {
    source: { batch: 4, build: normalisedNetwork('source') },
    target: { batch: 8, build: normalisedNetwork('target') },
  },
  updates: [
    {
      phases: [
        { name: 'source', program: 'source', data: 'a' },
        { name: 'target', program: 'target', data: 'b', weight: (step) => 0.1 * step },
      ],
    },
    {
      phases: [{ name: 'apart', program: 'target', data: 'b', weight: -0.01 }],
      moves: [{ match: 'last', rate: 0.1 }],
    },
  ],
};
const everythingOn: Partial<PlanTrainerOptions> = {
  replicas: 2,
  optimiser: { kind: 'sgd', momentum: 0.9, nesterov: true, weightDecay: 1e-3, clipNorm: 1 },
  groups: [
    { match: 'first', rate: 0.1 },
    { match: 'gamma', weightDecay: 0 },
    { match: 'beta', frozen: true },
  ],
  ema: 0.99,
};

describe('step plan: guards and resume', () => {
  const steps = async (trainer: PlanTrainer, from: number, to: number): Promise<number[]> => {
    const losses: number[] = [];
    for (let step = from; step < to; step++) {
      const [a, b] = [
        [randomBatch(step), randomBatch(100 + step)],
        [randomBatch(200 + step, 8), randomBatch(300 + step, 8)],
      ];
      const { loss, metrics } = await trainer.step({ a: a!, b: b! }, rate);
      losses.push(loss, ...Object.values(metrics));
    }
    return losses;
  };

  it('goes on bit for bit with momentum, averages, groups, accumulation and two datasets', async () => {
    const first = await planTrainer(everything, everythingOn);
    await steps(first, 0, 3);
    const saved = first.state();
    const expected = await steps(first, 3, 6);
    const second = await planTrainer(everything, { ...everythingOn, seed: 77 });
    second.restore(saved);
    expect(await steps(second, 3, 6)).toEqual(expected);
    expect(second.state()).toEqual(first.state());
    expect(new Set(expected).size).toBeGreaterThan(9);
  });

  it('keeps the slots that the optimiser declares, and no others', async () => {
    const size = (await planTrainer(everything, everythingOn)).state().parameters.length;
    const lengths = async (optimiser: NonNullable<PlanTrainerOptions['optimiser']>): Promise<number[]> => {
      const { firstMoments, secondMoments } = (await planTrainer(everything, { optimiser })).state();
      return [firstMoments.length, secondMoments.length];
    };
    expect(await lengths({ kind: 'sgd' })).toEqual([size, 0]);
    expect(await lengths({ kind: 'adam' })).toEqual([size, size]);
    expect(await lengths({})).toEqual([size, size]);
  });

  it('goes on from a state with a slot that it does not keep, and begins from one without slots at zero', async () => {
    const first = await planTrainer(everything, everythingOn);
    await steps(first, 0, 2);
    const saved = first.state();
    const expected = await steps(first, 2, 4);
    const second = await planTrainer(everything, everythingOn);
    second.restore({ ...saved, secondMoments: new Float32Array(saved.parameters.length) });
    expect(await steps(second, 2, 4)).toEqual(expected);

    const none = { firstMoments: new Float32Array(0), secondMoments: new Float32Array(0) };
    expect(() => second.restore({ ...saved, ...none })).toThrow(
      /restore: firstMoments must hold \d+ numbers/,
    );
    second.restore({ ...saved, ...none, step: 0, updates: undefined });
    expect([...new Set(second.state().firstMoments)]).toEqual([0]);
  });

  it('stops at NaN with step, loss, phase and sample, and puts all updates of the step back', async () => {
    const trainer = await planTrainer(everything, everythingOn);
    await steps(trainer, 0, 1);
    const before = trainer.state();
    const spoilt = randomBatch(5, 8);
    spoilt.x[9] = Number.NaN;
    await expect(
      trainer.step({ a: [randomBatch(1), randomBatch(2)], b: [randomBatch(3, 8), spoilt] }, rate),
    ).rejects.toThrow(
      /step 2 gave loss NaN and gradient norm NaN; phase 'target' gave loss NaN; input 'x' of phase 'target' holds NaN, first in sample 3 of batch 1 of 2 \(correct.*those before the step/,
    );
    expect(trainer.state()).toEqual(before);
    // The second update fails after the first has moved the parameters.
    const late: StepPlan = {
      programs: { pull, saddle },
      updates: [
        { phases: [{ name: 'pull', program: 'pull', data: 'a' }] },
        { phases: [{ name: 'saddle', program: 'saddle', data: 'b' }] },
      ],
    };
    const two = await planTrainer(late, { ema: 0.5 });
    const start = two.state();
    const huge = target(3e38, 3e38);
    await expect(two.step({ a: target(3, 3), b: huge }, rate)).rejects.toThrow(
      /step 1 gave loss -Infinity .*phase 'saddle'.*the largest gradients are 1\.39\d* in head\.v, 0\.5 in features\.w/,
    );
    expect(two.state()).toEqual(start);
    await two.step({ a: target(3, 3), b: target(1, 1) }, rate);
  });

  it.each<[string, StepPlan, string]>([
    ['a plan of nothing', { programs: { pull }, updates: [{ phases: [] }] }, 'the plan has no phase'],
    [
      'a program that is not there',
      { programs: { pull }, updates: [{ phases: [{ name: 'a', program: 'push', data: 'd' }] }] },
      "phase 'a' runs program 'push'; there are pull",
    ],
    [
      'a phase twice',
      {
        programs: { pull },
        updates: [{ phases: ['a', 'a'].map((name) => ({ name, program: 'pull', data: 'd' })) }],
      },
      "phase 'a' is there twice",
    ],
    [
      'a feed from nowhere',
      {
        programs: { pull },
        updates: [{ phases: [{ name: 'a', program: 'pull', feeds: { target: 'b.points' } }] }],
      },
      "phase 'a' takes 'b.points' as input 'target'; earlier phases of its update give nothing",
    ],
    [
      'a move of nothing',
      {
        programs: { pull },
        updates: [{ phases: [{ name: 'a', program: 'pull', data: 'd' }], moves: [{ match: 'heads/**' }] }],
      },
      "phase 'a' has no parameter that may move",
    ],
    [
      'an average that is not kept',
      {
        programs: { pull },
        updates: [{ phases: [{ name: 'a', program: 'pull', data: 'd', averaged: true }] }],
      },
      "phase 'a' runs with the averaged weights, which this training does not keep (set ema)",
    ],
  ])('refuses %s', async (_, plan, message) => {
    await expect(createPlanTrainer(plan, { seed: 1 })).rejects.toThrow(message);
  });
});
