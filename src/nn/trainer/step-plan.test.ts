import { afterAll, describe, expect, it } from 'vitest';
import { Graph } from '../graph/graph.js';
import { constantInitialiser } from '../graph/initialisers.js';
import type { Tensor } from '../graph/tensor.js';
import { multiply } from '../operators/multiply.js';
import { reduceMean } from '../operators/reduce-mean.js';
import { reverseGradient } from '../operators/reverse-gradient.js';
import { square } from '../operators/square.js';
import { subtract } from '../operators/subtract.js';
import type { Frozen } from '../optimisers/parameter-groups.js';
import { exportInference } from '../program/export-inference.js';
import { averagedState } from '../program/trainer-state.js';
import { createInferenceSession } from '../runtime/inference-session.js';
import {
  normalisedAnswer,
  normalisedNetwork,
  numberIn,
  planTrainer,
  pull,
  randomBatch,
  releaseAll,
  saddle,
  target,
} from './plan-networks.suite.js';
import type { PlanTrainer } from './plan-trainer.js';
import type { ForwardNetwork, PlanProgram, StepPlan, TrainableNetwork } from './step-plan.js';

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

describe('step plan: mean teacher', () => {
  it('feeds the points of the averaged network to the student', async () => {
    const build =
      (learns: boolean) =>
      (batch: number, frozen: Frozen): TrainableNetwork | ForwardNetwork => {
        const graph = new Graph(learns ? 'training' : 'inference', frozen);
        const w = graph.scope('features', () => graph.parameter('w', [1], constantInitialiser(1)));
        const y = multiply(w, graph.input('x', [batch]));
        return learns
          ? { graph, loss: reduceMean(square(subtract(y, graph.input('target', [batch])))) }
          : { graph, outputs: { y } };
      };
    const trainer = await planTrainer(
      {
        programs: {
          pull,
          teacher: { batch: 2, build: build(false) },
          student: { batch: 2, build: build(true) },
        },
        updates: [
          {
            phases: [
              { name: 'task', program: 'pull', data: 'source' },
              { name: 'teacher', program: 'teacher', data: 'clean', averaged: true },
              {
                name: 'student',
                program: 'student',
                data: 'noisy',
                weight: (step) => (step < 2 ? 0 : 0.5),
                feeds: { target: 'teacher.y' },
              },
            ],
          },
        ],
      },
      { ema: 0.9 },
    );
    let [w, average] = [1, 1];
    for (let step = 0; step < 6; step++) {
      const x = { x: Float32Array.of(1, 1) };
      await trainer.step({ source: target(2, 2), clean: x, noisy: { x: Float32Array.of(2, 2) } }, rate);
      // d/dw of 0.5 (2w − average)² is 2 (2w − average).
      w -= 0.1 * (2 * (w - 2) + (step < 2 ? 0 : 2 * (2 * w - average)));
      average += (1 - Math.min(0.9, (step + 2) / (step + 11))) * (w - average);
      const state = trainer.state();
      expect(numberIn(state, 'features.w')).toBeCloseTo(w, 5);
      expect(state.averages!.parameters[0]).toBeCloseTo(average, 5);
    }
  });

  it('runs the teacher with averaged weights and averaged statistics', async () => {
    const answer = (graph: Graph, batch: number): Record<'answer', Tensor> => ({
      answer: normalisedAnswer(graph, batch, 'own'),
    });
    const trainer = await planTrainer(
      {
        programs: {
          task: { batch: 4, build: normalisedNetwork('own') },
          teacher: {
            batch: 4,
            build: (batch) => {
              const graph = new Graph('inference');
              return { graph, outputs: answer(graph, batch) };
            },
          },
          student: {
            batch: 4,
            build: (batch, frozen) => {
              const graph = new Graph('training', frozen);
              const w = graph.parameter('w', [2], constantInitialiser(0));
              return { graph, loss: reduceMean(square(subtract(w, graph.input('label', [batch, 2])))) };
            },
          },
        },
        updates: [
          {
            phases: [
              { name: 'task', program: 'task', data: 'a' },
              { name: 'teacher', program: 'teacher', data: 'x', averaged: true },
              { name: 'student', program: 'student', feeds: { label: 'teacher.answer' } },
            ],
          },
        ],
      },
      { ema: 0.5, replicas: 2, groups: [{ match: 'w', rate: 0 }] },
    );
    const { x } = randomBatch(50);
    for (let step = 0; step < 2; step++) await trainer.step({ a: randomBatch(step), x: { x } }, rate);
    const state = averagedState(trainer.state());
    const { metrics } = await trainer.step({ a: randomBatch(2), x: { x } }, rate);
    const graph = new Graph('inference');
    const session = await createInferenceSession(exportInference(graph, answer(graph, 4), state, {}));
    const result = await session.run({ x: { data: x, shape: [4, 3] } });
    await session.release();
    const squares = [...result.answer!].map((value) => value * value);
    expect(metrics['student.loss']).toBeCloseTo(squares.reduce((sum, value) => sum + value, 0) / 8, 5);
  });
});

describe('step plan: batch normalisation', () => {
  it('takes the statistics of each phase in turn, or leaves them alone', async () => {
    const plan = (updatesStatistics: boolean): StepPlan => ({
      programs: { network: { batch: 4, build: normalisedNetwork('own') } },
      updates: [
        {
          phases: [
            { name: 'source', program: 'network', data: 'a' },
            { name: 'target', program: 'network', data: 'b', updatesStatistics },
          ],
        },
      ],
    });
    const statistics = async (
      trainer: PlanTrainer,
      data: Record<string, Record<string, Float32Array>>,
    ): Promise<Float32Array> => {
      await trainer.step(data, rate);
      return trainer.state().statistics;
    };
    const only = { ...plan(true), updates: [{ phases: [plan(true).updates[0]!.phases[0]!] }] };
    const [a, b] = [randomBatch(1), randomBatch(2)];
    const fromA = await statistics(await planTrainer(only), { a });
    const fromB = await statistics(await planTrainer(only), { a: b });
    expect(await statistics(await planTrainer(plan(false)), { a, b })).toEqual(fromA);
    // r = 0.9 (0.9 r₀ + 0.1 s_a) + 0.1 s_b, in which 0.9 r₀ is 0 for means and 0.9 for variances.
    const both = await statistics(await planTrainer(plan(true)), { a, b });
    both.forEach((value, i) => {
      expect(value).toBeCloseTo(0.9 * fromA[i]! + fromB[i]! - (i < 8 ? 0 : 0.9), 5);
    });
  });
});
