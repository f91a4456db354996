import { describe, expect, it } from 'vitest';
import { unknownVisibility, visibility } from '../../../landmarks/landmark-set.js';
import { Graph } from '../../../nn/graph/graph.js';
import { givenInitialiser } from '../../../nn/graph/initialisers.js';
import type { StepResult } from '../../../nn/train/plan/plan-trainer.js';
import { createTrainer } from '../../../nn/train/plan/trainer.js';
import { visibilityCrossEntropy, visibilityShares } from './visibility-cross-entropy.js';

/** The loss and the norm of its gradient for the logits of some points. */
async function evaluate(logits: number[], seen: number[]): Promise<StepResult> {
  const shape = [1, seen.length, 4];
  const trainer = await createTrainer(
    () => {
      const graph = new Graph('training');
      const loss = visibilityCrossEntropy(
        graph.parameter('logits', shape, givenInitialiser(logits)),
        graph.input('visibility', shape),
      );
      return { graph, loss };
    },
    { batch: 1, seed: 0 },
  );
  const target = visibilityShares(Uint8Array.from(seen), seen.length);
  const result = await trainer.step({ visibility: target }, { learningRate: 0 });
  await trainer.release();
  return result;
}

/** e⁰, e¹, … in all: softmax by hand. */
const logits = [0, 1, -2, 0.5];
const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);

describe('visibility cross-entropy', () => {
  it('is the logarithm of the share of what is known, with the slope softmax − target', async () => {
    const { loss, gradientNorm } = await evaluate(logits, [visibility.hiddenByOther]);
    expect(loss).toBeCloseTo(Math.log(sum) + 2, 5);
    const slope = logits.map(
      (logit, kind) => Math.exp(logit) / sum - Number(kind === visibility.hiddenByOther),
    );
    expect(gradientNorm).toBeCloseTo(Math.hypot(...slope), 5);
  });

  it('gives a point of which nothing is known no weight, and takes the mean over all points', async () => {
    const alone = await evaluate(logits, [visibility.visible]);
    const both = await evaluate([...logits, 9, -9, 3, 4], [visibility.visible, unknownVisibility]);
    expect(both.loss).toBeCloseTo(alone.loss / 2, 5);
    expect(both.gradientNorm).toBeCloseTo(alone.gradientNorm / 2, 5);
    const none = await evaluate(logits, [unknownVisibility]);
    expect([none.loss, none.gradientNorm]).toEqual([0, 0]);
  });

  it('has a target of zeros where a batch says nothing', () => {
    expect([...visibilityShares(undefined, 2)]).toEqual(new Array(8).fill(0));
    expect([...visibilityShares(Uint8Array.of(3, 255), 2)]).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
  });
});
