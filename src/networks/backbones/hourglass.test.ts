import { describe, expect, it } from 'vitest';
import { Graph } from '../../nn/graph/graph.js';
import { sizeOf } from '../../nn/graph/shape.js';
import { square } from '../../nn/operators/arithmetic/square.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { entryValues } from '../../nn/program/parameter-layout.js';
import { createTrainer } from '../../nn/train/plan/trainer.js';
import { buildNetwork } from '../network.js';
import { type NetworkSettings, networkFault, networkSchema } from '../registry.js';

interface Shape {
  inputSize: number;
  stride: number;
  stacks: number;
  depth: number;
  width: number;
  bottleneck: number;
  blocks: number;
  context?: number;
}

const landmarks = 5;

function built(config: NetworkSettings, batch = 2) {
  const graph = new Graph('inference');
  const image = graph.input('image', [batch, 3, config.inputSize, config.inputSize]);
  const estimates = buildNetwork(image, landmarks, config);
  return { graph, estimates };
}

/** Counted by hand from the paper's structure and ours: every weight and bias, and γ and β of every normalisation. */
function expectedParameters({ stacks, depth, width, bottleneck, blocks, context }: Shape): number {
  const normal = (channels: number): number => 2 * channels;
  const blockOf = (wide: number, narrow: number): number =>
    2 * wide * narrow + 9 * narrow * narrow + 2 * normal(narrow) + normal(wide);
  const block = blockOf(width, bottleneck);
  const half = Math.ceil(width / 2);
  const stem = 49 * 3 * half + normal(half) + half * width + normal(width) + block;
  // Each level has blocks beside, before and after the lower levels; the innermost has some of its own.
  const hourglass = (3 * depth + 1) * blocks * block;
  const features = width * width + normal(width);
  const head = 2 * (width * landmarks + landmarks);
  const between = width * width + landmarks * width;
  return stem + stacks * (hourglass + features + head) + (stacks - 1) * between + contextParameters();

  /** A half, three quarters and all of its channels; 2, 2 and 3 blocks; two ways up; a way into each of three levels of a stack. */
  function contextParameters(): number {
    if (context === undefined) return 0;
    const channels = [context / 2, (3 * context) / 4, context] as const;
    const widen = 9 * (width * channels[0] + channels[0] * channels[1] + channels[1] * channels[2]);
    const normals = channels.reduce((sum, count) => sum + normal(count), 0);
    const blocks = [2, 2, 3].reduce(
      (sum, count, i) => sum + count * blockOf(channels[i]!, channels[i]! / 2),
      0,
    );
    const up = channels[0] * channels[1] + channels[1] * channels[2];
    const into = stacks * width * channels.reduce((sum, count) => sum + count, 0);
    return widen + normals + blocks + up + into;
  }
}

const configurations: Partial<Shape>[] = [
  {},
  { stacks: 2, depth: 3, width: 24, bottleneck: 12, blocks: 2 },
  { inputSize: 256, stacks: 3, depth: 5, width: 16, bottleneck: 8 },
  { stride: 2, depth: 4, width: 8, bottleneck: 4 },
  { inputSize: 192, depth: 4, width: 8, bottleneck: 4 },
  { stacks: 2, width: 8, bottleneck: 4, context: 16 },
];

describe('stacked hourglass', () => {
  it.each(configurations)('%j has the shapes and the parameters of its configuration', (given) => {
    const config = networkSchema.parse(given) as NetworkSettings & Shape;
    const { graph, estimates } = built(config);
    const side = config.inputSize / config.stride;
    expect(estimates).toHaveLength(config.stacks);
    for (const { heatmaps, points, sigma } of estimates) {
      expect(heatmaps.logits.shape).toEqual([2, landmarks, side, side]);
      expect(points.shape).toEqual([2, landmarks, 2]);
      expect(sigma.shape).toEqual([2, landmarks]);
    }
    const parameters = graph.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    expect(parameters).toBe(expectedParameters(config));
  });

  it('refuses a depth that the heatmap cannot be halved by', () => {
    const config = networkSchema.parse({ inputSize: 192, depth: 5 });
    expect(networkFault(config)?.what).toMatch(/48 × 48 cells can be halved 4 times/);
  });

  it('refuses a context for hourglasses with fewer levels than it speaks to', () => {
    expect(networkFault(networkSchema.parse({ depth: 2, context: 16 }))?.what).toMatch(/first 3 levels/);
    expect(networkFault(networkSchema.parse({ depth: 3, context: 16 }))).toBeUndefined();
  });

  it('with a context begins as without; every weight of the context then learns', async () => {
    const shape = { inputSize: 64, width: 8, bottleneck: 4 };
    const [plain, wide] = [shape, { ...shape, context: 16 }].map((given) => networkSchema.parse(given));
    expect((await lossesOf(plain!, 1)).losses).toEqual((await lossesOf(wide!, 1)).losses);
    // The first step moves the ways into the trunk alone, later ones all that is before them.
    const [before, after] = [await lossesOf(wide!, 0), await lossesOf(wide!, 3)];
    const own = [...before.weights.keys()].filter((name) => name.includes('ontext'));
    expect(own.length).toBeGreaterThan(60);
    for (const name of own) expect(after.weights.get(name), name).not.toEqual(before.weights.get(name));
  });
});

/** Losses of so many steps on one picture of noise, and the weights after them by their names. */
async function lossesOf(settings: NetworkSettings, steps: number) {
  const side = settings.inputSize;
  const trainer = await createTrainer(
    (count, frozen) => {
      const graph = new Graph('training', frozen);
      const image = graph.input('image', [count, 3, side, side]);
      const { points } = buildNetwork(image, landmarks, settings).at(-1)!;
      return { graph, loss: reduceMean(square(points)) };
    },
    { batch: 2, seed: 1 },
  );
  const image = Float32Array.from({ length: 2 * 3 * side * side }, (_, i) => Math.sin(i * i));
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) losses.push((await trainer.step({ image }, { learningRate: 1e-2 })).loss);
  const { parameterLayout, parameters } = trainer.state();
  await trainer.release();
  return {
    losses,
    weights: new Map(parameterLayout.map((entry) => [entry.name, entryValues(parameters, entry)])),
  };
}
