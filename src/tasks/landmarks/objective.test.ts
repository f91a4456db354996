import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { unknownVisibility, visibility } from '../../landmarks/landmark-set.js';
import { networkSchema } from '../../networks/registry.js';
import { createTrainer, type Trainer } from '../../nn/train/plan/trainer.js';
import { visibilityShares } from './losses/visibility-cross-entropy.js';
import { buildObjective } from './objective.js';

const size = 128;
const landmarks = 3;
const images = 8;

const model = networkSchema.parse({ depth: 3, width: 16, bottleneck: 8 });

/** Spots of which every second is dim, because something hides it. */
function halfHidden(side: number): { batch: Record<string, Float32Array>; seen: Uint8Array } {
  const batch = spots(side);
  const seen = Uint8Array.from({ length: images * landmarks }, (_, i) =>
    i % 2 === 1 ? visibility.hiddenByOther : visibility.visible,
  );
  const dimmed = batch.image!.map((value, i) => (Math.floor(i / side ** 2) % 2 === 1 ? value / 2 : value));
  return { batch: { ...batch, image: dimmed }, seen };
}

const tinyTrainer = (seed: number): Promise<Trainer> =>
  createTrainer(
    (batch) =>
      buildObjective({ model, landmarks, loss: { heatmaps: 1, deviation: 1, visibility: 0 } }, batch),
    {
      batch: images,
      seed,
      optimiser: { clipNorm: 100 },
    },
  );

/** Grey images with a soft red, a green and a blue spot: landmark k is the spot of channel k. */
function spots(side = size): Record<string, Float32Array> {
  const random = new Random(3);
  const image = new Float32Array(images * 3 * side * side);
  const points = new Float32Array(images * landmarks * 2);
  for (let plane = 0; plane < images * landmarks; plane++) {
    const x = random.uniform(12, side - 12);
    const y = random.uniform(12, side - 12);
    points.set([x, y], 2 * plane);
    for (let i = 0; i < side * side; i++) {
      const squared = ((i % side) - x) ** 2 + (Math.floor(i / side) - y) ** 2;
      image[plane * side * side + i] = 2 * Math.exp(-squared / 50);
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

  it.each([{ kind: 'heatmaps' }, { kind: 'low-rank', anchors: 4 }])(
    'teaches what can be seen of the points that something is known of, with the head $kind',
    async (head) => {
      const seeing = networkSchema.parse({
        ...{ backbone: 'unet', inputSize: 64, depth: 2, width: 12 },
        ...{ head, visibility: true },
      });
      const loss = { heatmaps: 1, deviation: 1, visibility: 1 };
      const trainer = await createTrainer(
        (batch) => buildObjective({ model: seeing, landmarks, loss }, batch),
        { batch: images, seed: 1, optimiser: { clipNorm: 100 } },
      );
      const { batch, seen } = halfHidden(64);
      seen[0] = unknownVisibility;
      const fed = { ...batch, visibility: visibilityShares(seen, seen.length) };
      const first = await trainer.step(fed, { learningRate: 1e-2 });
      let last = first;
      for (let step = 1; step < 60; step++) last = await trainer.step(fed, { learningRate: 1e-2 });
      await trainer.release();
      const known = seen.length - 1;
      expect(first.metrics.visibility).toBeCloseTo((Math.log(4) * known) / seen.length, 4);
      // Without a look at the spots it stays at ln 2.
      expect(last.metrics.visibility).toBeLessThan(0.5);
      expect(last.metrics.distance).toBeLessThan(first.metrics.distance! / 4);
    },
  );

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
