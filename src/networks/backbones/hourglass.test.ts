import { describe, expect, it } from 'vitest';
import { Graph } from '../../nn/graph/graph.js';
import { sizeOf } from '../../nn/graph/shape.js';
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
}

const landmarks = 5;

function built(config: NetworkSettings, batch = 2) {
  const graph = new Graph('inference');
  const image = graph.input('image', [batch, 3, config.inputSize, config.inputSize]);
  const estimates = buildNetwork(image, landmarks, config);
  return { graph, estimates };
}

/** Counted by hand from the paper's structure and ours: every weight and bias, and γ and β of every normalisation. */
function expectedParameters({ stacks, depth, width, bottleneck, blocks }: Shape): number {
  const normal = (channels: number): number => 2 * channels;
  const block = 2 * width * bottleneck + 9 * bottleneck * bottleneck + 2 * normal(bottleneck) + normal(width);
  const half = Math.ceil(width / 2);
  const stem = 49 * 3 * half + normal(half) + half * width + normal(width) + block;
  // Each level has blocks beside, before and after the lower levels; the innermost has some of its own.
  const hourglass = (3 * depth + 1) * blocks * block;
  const features = width * width + normal(width);
  const head = 2 * (width * landmarks + landmarks);
  const between = width * width + landmarks * width;
  return stem + stacks * (hourglass + features + head) + (stacks - 1) * between;
}

const configurations: Partial<Shape>[] = [
  {},
  { stacks: 2, depth: 3, width: 24, bottleneck: 12, blocks: 2 },
  { inputSize: 256, stacks: 3, depth: 5, width: 16, bottleneck: 8 },
  { stride: 2, depth: 4, width: 8, bottleneck: 4 },
  { inputSize: 192, depth: 4, width: 8, bottleneck: 4 },
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
});
