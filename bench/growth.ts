/** How a training step of the reference hourglass grows with batch, width and landmarks: one thread, processor time. */
import { Random } from '../src/core/random.js';
import type { ReferenceSettings } from '../src/nn/reference/hourglass.suite.js';
import { createTrainer } from '../src/nn/train/plan/trainer.js';
import { buildObjective } from '../src/tasks/landmarks/objective.js';
import { readRecipe } from '../src/tasks/landmarks/recipe.js';
import { type Benchmark, type Figure, throughput } from './figure.js';
import { openPyTorch } from './pytorch.js';
import { randomBatch, reference, referenceTrainer, stepFlops } from './reference-network.js';
import { inTurns, timed } from './timing.js';

const cases: { axis: string; settings: ReferenceSettings }[] = [
  ...[1, 2, 4, 8, 16, 32, 64].map((batch) => ({ axis: `batch ${batch}`, settings: { ...reference, batch } })),
  ...[32, 64, 96, 128].map((channels) => ({
    axis: `width ${channels}`,
    settings: { ...reference, channels, middle: channels / 2 },
  })),
  ...[68, 490, 1001].map((landmarks) => ({
    axis: `${landmarks} landmarks`,
    settings: { ...reference, landmarks },
  })),
];

export const benchGrowth: Benchmark = async ({ quick, say }) => {
  const figures: Figure[] = [];
  for (const { axis, settings } of cases) {
    // A batch of one still has many pixels, but normalisation at 4 × 4 over one image is noisy: it is timed all the same.
    const trainer = await referenceTrainer(settings);
    const pytorch = await openPyTorch(settings, 1);
    const batch = randomBatch(settings);
    const steps = Math.max(1, Math.round(32 / settings.batch / (settings.channels / 64)));
    const { ours, theirs, ratio } = await inTurns(
      quick ? 1 : 3,
      () => timed(() => trainer.step(batch, { learningRate: 1e-3 }), steps),
      pytorch && (() => pytorch.train(steps)),
    );
    const theirName = pytorch && `PyTorch ${pytorch.version} channels-last`;
    pytorch?.close();
    await trainer.release();
    const rate = stepFlops(settings) / ours.cpu / 1e9;
    say(
      `growth, ${axis}: ${(1000 * ours.cpu).toFixed(1)} ms a step, ${((1000 * ours.cpu) / settings.batch).toFixed(2)} an image, ` +
        `${rate.toFixed(0)} GFLOP/s${theirs ? `; PyTorch ${(1000 * theirs.cpu).toFixed(1)} ms, ratio ${ratio.cpu!.toFixed(2)}` : ''}`,
    );
    figures.push({
      benchmark: 'growth',
      conditions: `reference hourglass, ${axis}, one thread`,
      value: 1000 * ours.cpu,
      unit: throughput('ms/step', 'cpu'),
      ...(theirName !== undefined && { reference: { name: theirName, ratio: ratio.cpu! } }),
    });
  }
  return [...figures, ...(await detectorGrowth(quick, say))];
};

/** The shipped detector's network and losses, at its batch's half, for sets of more points. */
async function detectorGrowth(quick: boolean, say: (line: string) => void): Promise<Figure[]> {
  const { model, loss } = await readRecipe('recipes/ibug68-ict.yaml');
  const batch = 16;
  const figures: Figure[] = [];
  for (const landmarks of [68, 490, 1001]) {
    const trainer = await createTrainer((size) => buildObjective({ model, landmarks, loss }, size), {
      batch,
      seed: 1,
    });
    const random = new Random(1, 'bench');
    const values = (length: number, scale: number): Float32Array =>
      Float32Array.from({ length }, () => scale * random.next());
    const faces = {
      image: values(batch * 3 * model.inputSize ** 2, 1),
      points: values(batch * landmarks * 2, model.inputSize - 1),
      weights: new Float32Array(batch * landmarks).fill(1),
    };
    const { ours } = await inTurns(quick ? 1 : 2, () =>
      timed(() => trainer.step(faces, { learningRate: 1e-5 }), 3),
    );
    await trainer.release();
    say(`growth, detector with ${landmarks} landmarks: ${(1000 * ours.cpu).toFixed(1)} ms a step`);
    figures.push({
      benchmark: 'growth',
      conditions: `shipped detector and its losses, ${landmarks} landmarks, batch ${batch}, one thread`,
      value: 1000 * ours.cpu,
      unit: throughput('ms/step', 'cpu'),
    });
  }
  return figures;
}
