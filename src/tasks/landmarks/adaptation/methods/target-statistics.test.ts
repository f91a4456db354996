import { expect, it } from 'vitest';
import { entryValues } from '../../../../nn/program/parameter-layout.js';
import type { TrainerState } from '../../../../nn/program/trainer-state.js';
import { createPlanTrainer } from '../../../../nn/train/plan/plan-trainer.js';
import type { AdaptationContext } from '../adaptation-method.js';
import { composePlan } from '../compose-plan.js';
import { toyBatch, toyContext, toyObjective } from '../toy-domains.suite.js';
import { targetStatistics } from './target-statistics.js';

const batches = 3;

/** Target pictures without any contrast: what the first convolution makes of them is 0 everywhere. */
function greyContext(): AdaptationContext {
  const context = toyContext();
  return {
    ...context,
    open: async (faces, options) => {
      const open = await context.open(faces, options);
      return {
        ...open,
        batch: async (number) => {
          const batch = await open.batch(number);
          return { ...batch, images: batch.images.fill(0) };
        },
      };
    },
  };
}

async function firstState(): Promise<TrainerState> {
  const { plan } = composePlan([], { objective: toyObjective, batch: toyBatch, accumulate: 1 });
  const trainer = await createPlanTrainer(plan, { seed: 1 });
  try {
    return trainer.state();
  } finally {
    await trainer.release();
  }
}

it("takes the target's statistics as far as the weight says, and no weight of the network moves", async () => {
  const state = await firstState();
  const weight = 0.5;
  const part = await targetStatistics.create(
    targetStatistics.schema.parse({
      method: 'target-statistics',
      target: { data: 'toy' },
      weight,
      batches,
    }) as never,
    greyContext(),
  );
  const begun = await part.beginsWith!(state);
  const first = (kind: string): number[] => {
    const entry = begun.statisticLayout.find(({ name }) => name.endsWith(kind))!;
    return [...entryValues(begun.statistics, entry)];
  };
  // Of the running means 0 and 1 that it begins with, 0.9 to the power of the batches is left.
  const left = 1 + weight * (0.9 ** batches - 1);
  for (const value of first('.variance')) expect(value).toBeCloseTo(left, 5);
  for (const value of first('.mean')) expect(value).toBeCloseTo(0, 6);
  expect(begun.parameters).toEqual(state.parameters);
  await part.close();
});

it('refuses more than all of it', () => {
  const settings = targetStatistics.schema.parse({
    method: 'target-statistics',
    target: { data: 'toy' },
    weight: 2,
  });
  expect(
    targetStatistics.check!(settings as never, { batch: 8, replicas: 1, data: { landmarks: 'ibug68' } })
      ?.what,
  ).toMatch('weight: 2; allowed: up to 1');
});
