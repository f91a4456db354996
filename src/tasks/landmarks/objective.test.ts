import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { networkSchema } from '../../networks/registry.js';
import { createTrainer, type Trainer } from '../../nn/train/plan/trainer.js';
import { buildObjective } from './objective.js';

const size = 128;
const landmarks = 3;
const images = 8;

const model = networkSchema.parse({ depth: 3, width: 16, bottleneck: 8 });
const tinyTrainer = (seed: number): Promise<Trainer> =>
  createTrainer((batch) => buildObjective({ model, landmarks, loss: { heatmaps: 1, deviation: 1 } }, batch), {
    batch: images,
    seed,
    optimiser: { clipNorm: 100 },
  });

/** Grey images with a soft red, a green and a blue spot: landmark k is the spot of channel k. */
function spots(): Record<string, Float32Array> {
  const random = new Random(3);
  const image = new Float32Array(images * 3 * size * size);
  const points = new Float32Array(images * landmarks * 2);
  for (let plane = 0; plane < images * landmarks; plane++) {
    const x = random.uniform(12, size - 12);
    const y = random.uniform(12, size - 12);
    points.set([x, y], 2 * plane);
    for (let i = 0; i < size * size; i++) {
      const squared = ((i % size) - x) ** 2 + (Math.floor(i / size) - y) ** 2;
      image[plane * size * size + i] = 2 * Math.exp(-squared / 50);
    }
  }
  return { image, points, weights: new Float32Array(images * landmarks).fill(1) };
}

describe('training objective', () => {
  it('lets a tiny network learn eight images by heart, to a fraction of a cell and with a σ to match', async () => {
    const trainer = await tinyTrainer(1);
    const batch = spots();
    const first = await trainer.step(batch, { learningRate: 1e-2 });
    let last = first;
    for (let step = 1; step < 70; step++)
      last = await trainer.step(batch, { learningRate: step < 55 ? 1e-2 : 2e-3 });
    await trainer.release();
    expect(first.metrics.distance).toBeGreaterThan(20);
    expect(last.metrics.distance).toBeLessThan(0.5);
    // A σ that matches errors below a pixel makes the likelihood term, in units of a cell of 4 pixels, negative.
    expect(last.metrics.likelihood).toBeLessThan(-2);
  });

  it('goes on bit for bit from a state', async () => {
    const batch = spots();
    const unbroken = await tinyTrainer(2);
    const losses: number[] = [];
    for (let step = 0; step < 4; step++)
      losses.push((await unbroken.step(batch, { learningRate: 1e-3 })).loss);
    await unbroken.release();

    const first = await tinyTrainer(2);
    const halves: number[] = [];
    for (let step = 0; step < 2; step++) halves.push((await first.step(batch, { learningRate: 1e-3 })).loss);
    const state = first.state();
    await first.release();
    const second = await tinyTrainer(99);
    second.restore(state);
    for (let step = 0; step < 2; step++) halves.push((await second.step(batch, { learningRate: 1e-3 })).loss);
    await second.release();
    expect(halves).toEqual(losses);
  });
});
