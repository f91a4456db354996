import { describe, expect, it } from 'vitest';
import { Graph } from '../../../nn/graph/graph.js';
import { givenInitialiser } from '../../../nn/graph/initialisers.js';
import type { StepResult } from '../../../nn/train/plan/plan-trainer.js';
import { createTrainer } from '../../../nn/train/plan/trainer.js';
import { gaussianLikelihood } from './gaussian-likelihood.js';

interface Case {
  points: number[];
  sigma: number[];
  labels: number[];
  weights: number[];
  scale?: number;
}

/** The loss and the norm of its gradient with respect to σ (and the points, unless they are fixed). */
async function evaluate(given: Case, train: 'sigma' | 'points'): Promise<StepResult> {
  const count = given.sigma.length;
  const trainer = await createTrainer(
    () => {
      const graph = new Graph('training');
      const labels = graph.input('labels', [1, count, 2]);
      const weights = graph.input('weights', [1, count]);
      const value = (name: 'sigma' | 'points', shape: number[]) =>
        train === name
          ? graph.parameter(name, shape, givenInitialiser(given[name]))
          : graph.constant(given[name], shape);
      const loss = gaussianLikelihood({
        points: value('points', [1, count, 2]),
        sigma: value('sigma', [1, count]),
        labels,
        weights,
        scale: given.scale ?? 1,
      });
      return { graph, loss };
    },
    { batch: 1, seed: 0 },
  );
  const result = await trainer.step(
    { labels: Float32Array.from(given.labels), weights: Float32Array.from(given.weights) },
    { learningRate: 0 },
  );
  await trainer.release();
  return result;
}

describe('Gaussian likelihood', () => {
  const one = { points: [3, 4], labels: [0, 0], weights: [1] };

  it('is 2·ln σ + d²/2σ², worked by hand', async () => {
    const { loss } = await evaluate({ ...one, sigma: [5] }, 'sigma');
    expect(loss).toBeCloseTo(2 * Math.log(5) + 25 / 50, 5);
  });

  it('counts σ in units of the scale', async () => {
    const { loss } = await evaluate({ ...one, sigma: [5], scale: 5 }, 'sigma');
    expect(loss).toBeCloseTo(0.5, 5);
  });

  it('is least where σ² is half the squared distance', async () => {
    const best = Math.sqrt(25 / 2);
    const there = await evaluate({ ...one, sigma: [best] }, 'sigma');
    expect(there.gradientNorm).toBeLessThan(1e-6);
    for (const sigma of [0.9 * best, 1.1 * best])
      expect((await evaluate({ ...one, sigma: [sigma] }, 'sigma')).loss).toBeGreaterThan(there.loss);
  });

  it('pulls a point by its distance over σ²', async () => {
    const { gradientNorm } = await evaluate({ ...one, sigma: [2] }, 'points');
    expect(gradientNorm).toBeCloseTo(5 / 4, 5);
  });

  it('weighs points, and takes the mean over all of them', async () => {
    const { loss } = await evaluate(
      { points: [3, 4, 9, 9], labels: [0, 0, 0, 0], sigma: [5, 1], weights: [1, 0] },
      'sigma',
    );
    expect(loss).toBeCloseTo((2 * Math.log(5) + 0.5) / 2, 5);
  });
});
