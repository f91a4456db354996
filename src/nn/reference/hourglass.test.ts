/** The whole training step against PyTorch: hourglass.json, made by hourglass.py. */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryValues, type ParameterLayout } from '../program/parameter-layout.js';
import { createTrainer, type Trainer } from '../train/plan/trainer.js';
import { type ReferenceSettings, referenceHourglass } from './hourglass.suite.js';

/** Euclidean norm, first and last element. */
type Numbers = [norm: number, first: number, last: number];

interface Reference {
  settings: ReferenceSettings;
  learningRate: number;
  loss: number;
  losses: number[];
  gradients: Record<string, Numbers>;
  statistics: Record<string, Numbers>;
}

const reference = JSON.parse(readFileSync(new URL('hourglass.json', import.meta.url), 'utf8')) as Reference;
const { batch, size, landmarks } = reference.settings;

/** sin(0.1 i² + seed), as in hourglass.py. */
const waves = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(0.1 * i * i + seed));

const data = {
  image: waves(batch * 3 * size * size, 0.5),
  target: waves((batch * landmarks * size * size) / 16, 0.25),
};

function parameters(layout: ParameterLayout, count: number): Float32Array {
  const values = new Float32Array(count);
  layout.forEach((entry, index) => {
    const [, channels, height, width] = entry.shape;
    const own = entryValues(values, entry);
    const wave = waves(own.length, index);
    if (entry.shape.length === 4) own.set(wave.map((v) => v * (2 / Math.sqrt(channels! * height! * width!))));
    else if (index === layout.length - 1) own.set(wave);
    else own.set(wave.map((v) => 0.1 * v + (index % 3 === 1 ? 1 : 0)));
  });
  return values;
}

/** Largest difference of the numbers, relative to the tensor's norm. */
function difference(values: Float32Array, [norm, first, last]: Numbers): number {
  const differences = [Math.hypot(...values) - norm, values[0]! - first, values.at(-1)! - last];
  return Math.max(...differences.map(Math.abs)) / norm;
}

describe('the reference hourglass', () => {
  let trainer: Trainer;
  beforeAll(async () => {
    trainer = await createTrainer(() => referenceHourglass(reference.settings), { batch, seed: 0 });
  });
  afterAll(() => trainer.release());

  const start = (): void => {
    const { parameters: parameterLayout, statistics: statisticLayout, initialState } = trainer.program;
    const initial = initialState(0);
    const values = parameters(parameterLayout, initial.parameters.length);
    trainer.restore({ ...initial, parameterLayout, statisticLayout, parameters: values });
  };

  it('has the names, the loss and the gradients of PyTorch', async () => {
    start();
    const { loss } = await trainer.step(data, { learningRate: 0 });
    expect(trainer.program.parameters.map(({ name }) => name)).toEqual(Object.keys(reference.gradients));
    expect(loss / reference.loss).toBeCloseTo(1, 5);
    const { firstMoments } = trainer.state();
    const errors = trainer.program.parameters.map((entry) => {
      // After one step the first moment is a tenth of the gradient.
      const gradient = entryValues(firstMoments, entry).map((value) => 10 * value);
      return { name: entry.name, error: difference(gradient, reference.gradients[entry.name]!) };
    });
    for (const { name, error } of errors) expect(error, name).toBeLessThan(1e-4);
  });

  it('goes through ten steps of Adam as PyTorch does, running statistics included', async () => {
    start();
    // One forward pass more than there are steps, for the statistics alone.
    await trainer.step(data, { learningRate: 0 });
    const { statistics } = trainer.state();
    start();
    trainer.restore({ ...trainer.state(), statistics });
    const losses: number[] = [];
    for (const _ of reference.losses)
      losses.push((await trainer.step(data, { learningRate: reference.learningRate })).loss);
    losses.forEach((loss, i) => {
      expect(loss / reference.losses[i]!, `step ${i + 1}`).toBeCloseTo(1, 4);
    });
    const final = trainer.state();
    expect(final.statisticLayout.map(({ name }) => name)).toEqual(Object.keys(reference.statistics));
    for (const entry of final.statisticLayout)
      expect(
        difference(entryValues(final.statistics, entry), reference.statistics[entry.name]!),
        entry.name,
      ).toBeLessThan(1e-3);
  });
});
