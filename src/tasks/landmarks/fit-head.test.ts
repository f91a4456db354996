import { expect, test } from 'vitest';
import { silentLog } from '../../core/log.js';
import { Random } from '../../core/random.js';
import { spreadLandmarks } from '../../landmarks/spread-landmarks.js';
import { createTrainer } from '../../nn/train/plan/trainer.js';
import type { LandmarkBatch } from './face-batches.js';
import { fitHead, fitsHead } from './fit-head.js';
import { buildObjective } from './objective.js';
import { parseRecipe } from './recipe.js';

const size = 64;
const landmarks = 12;
const count = 8;
const recipe = parseRecipe(
  `
name: low-rank
steps: 60
learningRate: {warmUp: 2}
batch: ${count}
data: {train: a, validation: a, landmarks: ibug68}
model: {backbone: unet, inputSize: ${size}, depth: 2, width: 12, head: {kind: low-rank, anchors: 4}}
`,
  'low-rank.yaml',
);
const anchors = spreadLandmarks(landmarks, 4);
const centres = [
  [20, 20],
  [44, 20],
  [20, 44],
  [44, 44],
] as const;
const colours = [
  [2, -1, -1],
  [-1, 2, -1],
  [-1, -1, 2],
  [2, 2, -1],
] as const;

/** Four coloured blobs, the anchors; every other landmark lies at the same place between them. */
function blobs(number: number): LandmarkBatch {
  const batch: LandmarkBatch = {
    images: new Float32Array(count * 3 * size * size).fill(-1),
    points: new Float32Array(count * 2 * landmarks),
    weights: new Float32Array(count * landmarks).fill(1),
  };
  for (let face = 0; face < count; face++) {
    const random = new Random('blobs', number, face);
    const [dx, dy] = [random.uniform(-8, 8), random.uniform(-8, 8)];
    const places = centres.map(
      ([x, y]) => [x + dx + random.uniform(-3, 3), y + dy + random.uniform(-3, 3)] as const,
    );
    for (const [index, [x, y]] of places.entries())
      for (let i = 0; i < size * size; i++) {
        const height = Math.exp(-(((i % size) - x) ** 2 + (Math.floor(i / size) - y) ** 2) / 12);
        for (let channel = 0; channel < 3; channel++)
          batch.images[(face * 3 + channel) * size * size + i]! += (colours[index]![channel]! + 1) * height;
      }
    for (let k = 0; k < landmarks; k++) {
      const own = anchors.indexOf(k);
      const shares = new Random('shares', k);
      const weights = places.map((_, i) => (own >= 0 ? Number(i === own) : shares.uniform(-0.5, 1)));
      const total = own >= 0 ? 1 : weights.reduce((sum, weight) => sum + weight, 0);
      const last = 1 - total;
      const at = (axis: 0 | 1): number =>
        places.reduce((sum, place, i) => sum + (weights[i]! + last / 4) * place[axis], 0);
      batch.points.set([at(0), at(1)], 2 * (face * landmarks + k));
    }
  }
  return batch;
}

test('The low-rank head begins with the shapes that it is shown, and learns all points through four heatmaps', async () => {
  const faces = { batch: async (number: number) => blobs(number), close: async () => {} };
  const objective = { model: recipe.model, landmarks, loss: recipe.loss };
  const trainer = await createTrainer((batch) => buildObjective(objective, batch), {
    batch: count,
    seed: 1,
    optimiser: { clipNorm: 20 },
  });
  try {
    expect(fitsHead(recipe)).toBe(true);
    const fitted = await fitHead(trainer.state(), landmarks, { recipe, faces, log: silentLog });
    expect(fitted.parameters).not.toEqual(trainer.state().parameters);
    trainer.restore(fitted);
    const step = async (number: number, learningRate: number): Promise<number> => {
      const { images, points, weights } = blobs(number);
      return (await trainer.step({ image: images, points, weights }, { learningRate })).metrics.distance!;
    };
    const first = await step(0, 1e-2);
    let last = first;
    for (let number = 1; number < 60; number++) last = await step(number, number < 45 ? 1e-2 : 2e-3);
    expect(first).toBeGreaterThan(5);
    expect(last).toBeLessThan(1);
  } finally {
    await trainer.release();
  }
});
