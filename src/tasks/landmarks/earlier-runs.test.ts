import { expect, test } from 'vitest';
import { networkSchema } from '../../networks/registry.js';
import { upgradeRun } from './earlier-runs.js';

test('A run of November 2026 is read as today would have written it', () => {
  const state = { step: 8, best: { step: 4, nme: 3.5 }, waiting: { nme: 3.6, validations: 1 } };
  const loss = { heatmaps: 1, deviation: 1 };
  const model = { inputSize: 128, stride: 4, stacks: 1, depth: 2, width: 8, bottleneck: 4, blocks: 1 };
  expect(upgradeRun({ state, settings: { seed: 1, model, loss } })).toEqual({
    state: { step: 8, best: { step: 4, value: 3.5 }, waiting: { value: 3.6, validations: 1 } },
    settings: {
      seed: 1,
      model: networkSchema.parse({ depth: 2, width: 8, bottleneck: 4 }),
      loss: { ...loss, visibility: 0 },
    },
  });
});

test('A run of today is left as it is', () => {
  const run = { state: { step: 1, best: null }, settings: { model: networkSchema.parse({}) } };
  expect(upgradeRun(run)).toEqual(run);
});
