/** The reference hourglass as the benchmarks use it: 3.1 GFLOP forward at batch 16. */
import { Random } from '../src/core/random.js';
import { Graph } from '../src/nn/graph/graph.js';
import { exportInference } from '../src/nn/program/export-inference.js';
import { compileTraining } from '../src/nn/program/training-program.js';
import { heatmaps, type ReferenceSettings, referenceHourglass } from '../src/nn/reference/hourglass.suite.js';
import { createTrainer, type Trainer } from '../src/nn/train/plan/trainer.js';

export const reference: ReferenceSettings = {
  batch: 16,
  size: 128,
  channels: 64,
  middle: 32,
  landmarks: 68,
  depth: 3,
};

export function referenceTrainer(settings: ReferenceSettings, replicas = 1): Promise<Trainer> {
  return createTrainer((batch) => referenceHourglass({ ...settings, batch }), {
    batch: settings.batch,
    replicas,
    seed: 1,
  });
}

export function randomBatch({ batch, size, landmarks }: ReferenceSettings): Record<string, Float32Array> {
  const random = new Random(1, 'bench');
  const values = (length: number, draw: () => number): Float32Array => Float32Array.from({ length }, draw);
  return {
    image: values(batch * 3 * size * size, () => random.normal()),
    target: values((batch * landmarks * size * size) / 16, () => random.next()),
  };
}

/** A model file of the network with its initial weights: `image` [1, 3, S, S] to `heatmaps`. */
export function referenceModel(settings: ReferenceSettings): Uint8Array {
  const { graph, loss } = referenceHourglass({ ...settings, batch: 2 });
  const program = compileTraining(graph, { loss });
  const inference = new Graph('inference');
  const image = inference.input('image', [1, 3, settings.size, settings.size]);
  return exportInference(inference, { heatmaps: heatmaps(image, settings) }, program.initialState(1), {});
}

/** Floating point operations of one training step: forward, and twice as many backward. */
export function stepFlops({ batch, size, channels, middle, landmarks, depth }: ReferenceSettings): number {
  const quarter = (size / 4) ** 2;
  const block = 2 * channels * middle + 9 * middle * middle;
  let blockPixels = 0;
  // At each level a skip; one level down what goes down and what comes up; at the bottom the middle.
  for (let level = 0; level < depth; level++) {
    const pixels = quarter / 4 ** level;
    blockPixels += 2 * pixels + (2 + 2 + (level === depth - 1 ? 2 : 0)) * (pixels / 4);
  }
  const stem = 3 * 49 * channels * 4 * quarter;
  const head = channels * landmarks * quarter;
  return 3 * 2 * batch * (stem + block * blockPixels + head);
}
