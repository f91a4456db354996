import { afterAll, describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { constantInitialiser } from '../../graph/initialisers.js';
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../../operators/arithmetic/multiply.js';
import { square } from '../../operators/arithmetic/square.js';
import { subtract } from '../../operators/arithmetic/subtract.js';
import { reduceMean } from '../../operators/reductions/reduce-mean.js';
import type { Frozen } from '../../optimisers/parameter-groups.js';
import { exportInference } from '../../program/export-inference.js';
import { averagedState } from '../../program/trainer-state.js';
import { createInferenceSession } from '../../runtime/inference-session.js';
import {
  normalisedAnswer,
  normalisedNetwork,
  numberIn,
  planTrainer,
  pull,
  randomBatch,
  releaseAll,
  target,
} from './plan-networks.suite.js';
import type { PlanTrainer } from './plan-trainer.js';
import type { ForwardNetwork, StepPlan, TrainableNetwork } from './step-plan.js';

afterAll(releaseAll);

const rate = { learningRate: 0.1 };

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
      {
        ema: 0.5,
        replicas: 2,
        // The teacher's network is not told of what is frozen: it trains nothing.
        groups: [
          { match: 'w', rate: 0 },
          { match: 'own/mean', frozen: true },
        ],
      },
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
