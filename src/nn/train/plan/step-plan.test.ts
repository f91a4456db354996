import { afterAll, describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { constantInitialiser } from '../../graph/initialisers.js';
import { multiply } from '../../operators/arithmetic/multiply.js';
import { square } from '../../operators/arithmetic/square.js';
import { subtract } from '../../operators/arithmetic/subtract.js';
import { reverseGradient } from '../../operators/gradients/reverse-gradient.js';
import { nuclearNorm } from '../../operators/products/nuclear-norm.js';
import { reduceMean } from '../../operators/reductions/reduce-mean.js';
import {
  normalisedNetwork,
  numberIn,
  planTrainer,
  pull,
  randomBatch,
  releaseAll,
  saddle,
  target,
} from './plan-networks.suite.js';
import type { PlanProgram, StepPlan } from './step-plan.js';

afterAll(releaseAll);

const rate = { learningRate: 0.1 };

describe('step plan: several losses in one update', () => {
  const twoDomains = (weight: number): StepPlan => ({
    programs: { pull },
    updates: [
      {
        phases: [
          { name: 'source', program: 'pull', data: 'synthetic' },
          { name: 'target', program: 'pull', data: 'real', weight },
        ],
      },
    ],
  });

  it('sums weighted gradients: one step by hand, and the minimum between two domains', async () => {
    const trainer = await planTrainer(twoDomains(3));
    const data = { synthetic: target(4, 6), real: target(-1, 3) };
    // Gradient 2(1 − 5) + 3 · 2(1 − 1) = −8; loss (9 + 25) / 2 + 3 · (4 + 4) / 2.
    const { loss, metrics, gradientNorm } = await trainer.step(data, rate);
    expect(loss).toBeCloseTo(29, 5);
    expect(metrics['source.loss']).toBeCloseTo(17, 5);
    expect(metrics['target.loss']).toBeCloseTo(4, 5);
    expect(gradientNorm).toBeCloseTo(8, 5);
    expect(numberIn(trainer.state(), 'features.w')).toBeCloseTo(1.8, 6);
    for (let step = 0; step < 40; step++) await trainer.step(data, rate);
    // (5 + 3 · 1) / (1 + 3)
    expect(numberIn(trainer.state(), 'features.w')).toBeCloseTo(2, 5);
  });

  it('alternates datasets by weights that are functions of the step', async () => {
    const turn = (own: number) => (step: number) => (step % 2 === own ? 1 : 0);
    const trainer = await planTrainer({
      programs: { pull },
      updates: [
        {
          phases: [
            { name: 'source', program: 'pull', data: 'synthetic', weight: turn(0) },
            { name: 'target', program: 'pull', data: 'real', weight: turn(1) },
          ],
        },
      ],
    });
    await trainer.step({ synthetic: target(6, 6) }, rate);
    expect(numberIn(trainer.state(), 'features.w')).toBeCloseTo(1 + 0.2 * 5, 6);
    await expect(trainer.step({ synthetic: target(6, 6) }, rate)).rejects.toThrow(
      "data 'real' must have 1 batches, got 0",
    );
    await trainer.step({ real: target(0, 0) }, rate);
    expect(numberIn(trainer.state(), 'features.w')).toBeCloseTo(2 - 0.2 * 2, 6);
  });

  it('reverses a gradient for an adversary, one step by hand', async () => {
    const adversary: PlanProgram = {
      batch: 2,
      build: (batch, frozen) => {
        const graph = new Graph('training', frozen);
        const w = graph.scope('features', () => graph.parameter('w', [1], constantInitialiser(1)));
        const v = graph.scope('domain', () => graph.parameter('v', [1], constantInitialiser(0.5)));
        const coefficient = graph.input('coefficient', [batch]);
        const seen = reverseGradient(multiply(w, graph.input('ones', [batch])), coefficient);
        return { graph, loss: reduceMean(square(subtract(multiply(seen, v), 2))) };
      },
    };
    const trainer = await planTrainer({
      programs: { pull, adversary },
      updates: [
        {
          phases: [
            { name: 'task', program: 'pull', data: 'source' },
            { name: 'domain', program: 'adversary', data: 'both' },
          ],
        },
      ],
    });
    const both = { ones: Float32Array.of(1, 1), coefficient: Float32Array.of(0.25, 0.25) };
    await trainer.step({ source: target(3, 3), both }, rate);
    // Task: 2(1 − 3) = −4. Adversary: 2(0.5 − 2) = −3, times w for v, times v and −0.25 for w.
    expect(numberIn(trainer.state(), 'domain.v')).toBeCloseTo(0.5 + 0.1 * 3, 6);
    expect(numberIn(trainer.state(), 'features.w')).toBeCloseTo(1 - 0.1 * (-4 + 0.25 * 1.5), 6);
  });
});

describe('step plan: discriminator-free adaptation (Chen et al., "DALN", CVPR 2022)', () => {
  it('moves head and features apart on the nuclear-norm discrepancy, one step by hand', async () => {
    // The head's answer is v · w · D for a diagonal D, so that its nuclear norm is v · w · trace(D).
    const norm: PlanProgram = {
      batch: 2,
      build: (batch, frozen) => {
        const graph = new Graph('training', frozen);
        const w = graph.scope('features', () => graph.parameter('w', [1], constantInitialiser(1)));
        const v = graph.scope('head', () => graph.parameter('v', [1], constantInitialiser(0.5)));
        const seen = reverseGradient(multiply(graph.input('images', [batch, 2, 2]), w));
        return { graph, loss: reduceMean(nuclearNorm(multiply(seen, v))) };
      },
    };
    const trainer = await planTrainer({
      programs: { pull, norm },
      updates: [
        {
          phases: [
            { name: 'task', program: 'pull', data: 'labels' },
            { name: 'source', program: 'norm', data: 'synthetic', weight: -0.2 },
            { name: 'target', program: 'norm', data: 'real', weight: 0.2 },
          ],
        },
      ],
    });
    const diagonal = (a: number, d: number): Record<string, Float32Array> => ({
      images: Float32Array.of(a, 0, 0, d, a, 0, 0, d),
    });
    const data = { labels: target(3, 3), synthetic: diagonal(1, 2), real: diagonal(4, 1) };
    const { metrics, loss } = await trainer.step(data, rate);
    expect(metrics['source.loss']).toBeCloseTo(1.5, 4);
    expect(loss).toBeCloseTo(4 - 0.2 * (1.5 - 2.5), 4);
    // Discrepancy 0.2 · w · v · (5 − 3): its gradient is 0.4 for v and 0.2 for w, there reversed; the task's is −4.
    expect(numberIn(trainer.state(), 'head.v')).toBeCloseTo(0.5 - 0.1 * 0.4, 5);
    expect(numberIn(trainer.state(), 'features.w')).toBeCloseTo(1 + 0.1 * (4 + 0.2), 5);
  });
});

describe('step plan: updates in turns', () => {
  it('lets the heads climb and the features descend, each with what the other left', async () => {
    const trainer = await planTrainer({
      programs: { saddle },
      updates: [
        {
          phases: [{ name: 'apart', program: 'saddle', data: 'real', weight: -1 }],
          moves: [{ match: 'head/**' }],
        },
        {
          phases: [{ name: 'together', program: 'saddle', data: 'real' }],
          moves: [{ match: 'features/**', rate: 0.5 }],
        },
      ],
    });
    let [w, v] = [1, 0.5];
    for (let step = 0; step < 5; step++) {
      const { loss, metrics } = await trainer.step({ real: target(1, 2) }, rate);
      expect(loss).toBeCloseTo(-(w * v - 1.5), 5);
      v += 0.1 * w;
      expect(metrics['together.loss']).toBeCloseTo(w * v - 1.5, 5);
      w -= 0.05 * v;
    }
    expect(numberIn(trainer.state(), 'features.w')).toBeCloseTo(w, 5);
    expect(numberIn(trainer.state(), 'head.v')).toBeCloseTo(v, 5);
  });

  it('leaves what no running phase has a gradient of, where momentum would move it on', async () => {
    const trainer = await planTrainer(
      {
        programs: { pull, saddle },
        updates: [
          {
            phases: [
              { name: 'task', program: 'pull', data: 'labels' },
              { name: 'both', program: 'saddle', data: 'd', weight: (step) => (step === 1 ? 0 : 1) },
            ],
          },
        ],
      },
      { optimiser: { kind: 'sgd', momentum: 0.9 } },
    );
    const data = { labels: target(2, 2), d: target(0, 0) };
    await trainer.step(data, rate);
    const before = trainer.state();
    await trainer.step(data, rate);
    const after = trainer.state();
    expect(numberIn(after, 'head.v')).toBe(numberIn(before, 'head.v'));
    expect(numberIn(after, 'features.w')).not.toBe(numberIn(before, 'features.w'));
    expect(after.updates).toEqual([2, 1]);
    // Momentum 0.9 of the first gradient, w = 1, and the gradient now.
    await trainer.step(data, rate);
    const expected = numberIn(before, 'head.v') - 0.1 * (0.9 * 1 + numberIn(after, 'features.w'));
    expect(numberIn(trainer.state(), 'head.v')).toBeCloseTo(expected, 6);
  });

  it("corrects Adam's moments by each parameter's own number of updates", async () => {
    const trainer = await planTrainer(
      {
        programs: { saddle },
        updates: [
          { phases: [{ name: 'all', program: 'saddle', data: 'd' }] },
          { phases: [{ name: 'head', program: 'saddle', data: 'd' }], moves: [{ match: 'head/**' }] },
        ],
      },
      { optimiser: {} },
    );
    for (let step = 0; step < 3; step++) await trainer.step({ d: target(0, 0) }, rate);
    expect(trainer.state().updates).toEqual([3, 6]);
  });
});

describe('step plan: weight 0', () => {
  it('gives bit for bit the run without that loss, whatever it adds, clipping and decay included', async () => {
    const source = { name: 'source', program: 'network', data: 'a' };
    const network: PlanProgram = { batch: 4, build: normalisedNetwork('own') };
    // A discriminator with parameters of its own, which regroup the flat vectors.
    const judge: PlanProgram = {
      batch: 4,
      build: (batch, frozen) => {
        const built = normalisedNetwork('own')(batch, frozen);
        const own = built.graph.parameter('judge', [7], constantInitialiser(1));
        return { graph: built.graph, loss: reduceMean(multiply(built.loss, square(own))) };
      },
    };
    const options = {
      replicas: 2,
      optimiser: { clipNorm: 0.05, weightDecay: 0.1 },
      ema: 0.9,
    };
    const alone = await planTrainer({ programs: { network }, updates: [{ phases: [source] }] }, options);
    const both = await planTrainer(
      {
        programs: { network, judge },
        updates: [{ phases: [source, { name: 'target', program: 'judge', data: 'b', weight: 0 }] }],
      },
      options,
    );
    for (let step = 0; step < 4; step++) {
      const expected = await alone.step({ a: randomBatch(step) }, rate);
      const { loss, gradientNorm, metrics } = await both.step(
        { a: randomBatch(step), b: randomBatch(99) },
        rate,
      );
      expect({ loss, gradientNorm, metrics }).toEqual(expected);
    }
    const [one, two] = [alone.state(), both.state()];
    const part = one.parameters.length;
    expect(two.parameters.slice(0, part)).toEqual(one.parameters);
    expect(two.statistics).toEqual(one.statistics);
    expect(two.averages!.parameters.slice(0, part)).toEqual(one.averages!.parameters);
    expect(two.parameters.length).toBe(part + 7);
  });
});
