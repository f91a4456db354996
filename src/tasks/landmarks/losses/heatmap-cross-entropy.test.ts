import { describe, expect, it } from 'vitest';
import { Graph } from '../../../nn/graph/graph.js';
import { givenInitialiser } from '../../../nn/graph/initialisers.js';
import type { StepResult } from '../../../nn/train/plan/plan-trainer.js';
import { createTrainer } from '../../../nn/train/plan/trainer.js';
import { heatmapCrossEntropy } from './heatmap-cross-entropy.js';

const side = 8;
const inputSize = 32;
const deviation = 1.25;

async function evaluate(logits: number[], labels: number[], weights: number[]): Promise<StepResult> {
  const count = weights.length;
  const trainer = await createTrainer(
    () => {
      const graph = new Graph('training');
      const loss = heatmapCrossEntropy({
        logits: graph.parameter('logits', [1, count, side, side], givenInitialiser(logits)),
        labels: graph.input('labels', [1, count, 2]),
        weights: graph.input('weights', [1, count]),
        inputSize,
        deviation,
      });
      return { graph, loss };
    },
    { batch: 1, seed: 0 },
  );
  const result = await trainer.step(
    { labels: Float32Array.from(labels), weights: Float32Array.from(weights) },
    { learningRate: 0 },
  );
  await trainer.release();
  return result;
}

/** The target for a label, cell by cell, in plain loops. */
function target(x: number, y: number): number[] {
  const cells = Array.from({ length: side * side }, (_, i) => {
    const dx = ((i % side) + 0.5) * 4 - 0.5 - x;
    const dy = (Math.floor(i / side) + 0.5) * 4 - 0.5 - y;
    return Math.exp(-(dx * dx + dy * dy) / (2 * (4 * deviation) ** 2));
  });
  const sum = cells.reduce((a, b) => a + b);
  return cells.map((cell) => cell / sum);
}

function crossEntropy(logits: number[], wanted: number[]): number {
  const sum = Math.log(logits.reduce((total, logit) => total + Math.exp(logit), 0));
  return wanted.reduce((total, share, i) => total + share * (sum - logits[i]!), 0);
}

const wavy = Array.from({ length: side * side }, (_, i) => 2 * Math.sin(0.7 * i) + 0.1 * (i % side));

describe('heatmap cross-entropy', () => {
  it('of a flat heatmap is the logarithm of its cells, whatever the label', async () => {
    const flat = new Array<number>(side * side).fill(3);
    expect((await evaluate(flat, [10, 20], [1])).loss).toBeCloseTo(Math.log(64), 5);
  });

  it('agrees with plain loops', async () => {
    const { loss } = await evaluate(wavy, [9.3, 21.8], [1]);
    expect(loss).toBeCloseTo(crossEntropy(wavy, target(9.3, 21.8)), 4);
  });

  it('is least, without slope, where the heatmap is the target', async () => {
    const wanted = target(9.3, 21.8);
    const { loss, gradientNorm } = await evaluate(wanted.map(Math.log), [9.3, 21.8], [1]);
    expect(gradientNorm).toBeLessThan(1e-6);
    expect(loss).toBeCloseTo(-wanted.reduce((sum, share) => sum + share * Math.log(share), 0), 4);
  });

  it('has the slope softmax − target', async () => {
    const wanted = target(9.3, 21.8);
    const total = wavy.reduce((sum, logit) => sum + Math.exp(logit), 0);
    const slope = Math.hypot(...wavy.map((logit, i) => Math.exp(logit) / total - wanted[i]!));
    expect((await evaluate(wavy, [9.3, 21.8], [1])).gradientNorm).toBeCloseTo(slope, 5);
  });

  it('does not overflow, counts a label outside on the border, and leaves out points of weight 0', async () => {
    const high = wavy.map((logit) => logit + 500);
    const { loss } = await evaluate([...high, ...wavy], [-40, 12, 5, 5], [1, 0]);
    expect(loss).toBeCloseTo(crossEntropy(wavy, target(1.5, 12)) / 2, 3);
  });
});
