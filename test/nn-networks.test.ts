/**
 * The kinds of network that the engine is for, each small and whole, through the public API: its gradient agrees with the
 * slope of its loss along a direction, and training makes the loss a fraction of what it was.
 */
import { describe, expect, test } from 'vitest';
import { Random } from '../src/core/random.js';
import * as nn from '../src/nn/index.js';

interface Network {
  build: (batch: number) => { graph: nn.Graph; loss: nn.Tensor };
  /** Of one batch, by input. */
  data: (random: Random, batch: number) => Record<string, Float32Array>;
  batch: number;
  learningRate: number;
  steps: number;
  /** Share of the first loss that is left at most. */
  left: number;
  /** The direction leaves these parameters alone: their gradient is turned around on purpose. */
  without?: RegExp;
}

type Scoped = (x: nn.Tensor, name: string, size: number) => nn.Tensor;

/** […, C] to […, size]. */
const dense: Scoped = (x, name, size) =>
  x.graph.scope(name, () => {
    const inputs = x.shape.at(-1)!;
    const weight = x.graph.parameter('weight', [inputs, size], nn.normalInitialiser(inputs ** -0.5));
    return nn.add(nn.matmul(x, weight), x.graph.parameter('bias', [size], nn.constantInitialiser(0)));
  });

const convolution = (x: nn.Tensor, name: string, size: number, stride = 1): nn.Tensor =>
  x.graph.scope(name, () => {
    const weight = x.graph.parameter('weight', [size, x.shape[1]!, 3, 3], nn.kaimingInitialiser());
    const gamma = x.graph.parameter('gamma', [size], nn.constantInitialiser(1));
    const beta = x.graph.parameter('beta', [size], nn.constantInitialiser(0));
    return nn.silu(nn.groupNorm(nn.conv2d(x, weight, { stride, padding: 1 }), { groups: 2, gamma, beta }));
  });

const normalised: Scoped = (x, name, size) =>
  x.graph.scope(name, () =>
    nn.layerNorm(x, {
      gamma: x.graph.parameter('gamma', [size], nn.constantInitialiser(1)),
      beta: x.graph.parameter('beta', [size], nn.constantInitialiser(0)),
    }),
  );

/** Two heads; x and the result are [B, T, D]. */
function attention(x: nn.Tensor): nn.Tensor {
  const [batch, length, width] = x.shape as [number, number, number];
  const heads = (name: string): nn.Tensor =>
    nn.transpose(nn.reshape(dense(x, name, width), [batch, length, 2, width / 2]), [0, 2, 1, 3]);
  const scores = nn.einsum('bhqd,bhkd->bhqk', heads('query'), heads('key'));
  const mixed = nn.matmul(nn.softmax(nn.multiply(scores, (width / 2) ** -0.5), -1), heads('value'));
  return dense(nn.reshape(nn.transpose(mixed, [0, 2, 1, 3]), [batch, length, width]), 'join', width);
}

const waves = (random: Random, length: number): Float32Array =>
  Float32Array.from({ length }, () => random.normal());

const networks: Record<string, Network> = {
  /** Learns to tell where each image was thresholded. */
  'a U-Net': {
    build: (batch) => {
      const graph = new nn.Graph('training');
      const image = graph.input('image', [batch, 1, 8, 8]);
      const fine = convolution(image, 'fine', 4);
      const coarse = convolution(nn.maxPool2d(fine), 'coarse', 8);
      const weight = graph.parameter('up', [8, 4, 2, 2], nn.normalInitialiser(0.3));
      const up = nn.transposedConv2d(coarse, weight, { stride: 2 });
      const joined = nn.concat([fine, up, nn.resizeBilinear2d(coarse, 8, 8)], 1);
      const last = graph.parameter('last', [1, 16, 1, 1], nn.normalInitialiser(0.25));
      const logits = nn.conv2d(joined, last);
      return { graph, loss: nn.meanSquaredError(nn.sigmoid(logits), graph.input('mask', [batch, 1, 8, 8])) };
    },
    data: (random, batch) => {
      const image = waves(random, batch * 64);
      return { image, mask: image.map((value) => (value > 0.3 ? 1 : 0)) };
    },
    batch: 8,
    learningRate: 0.02,
    steps: 60,
    left: 0.3,
  },
  /** Learns to say which of five words comes twice. */
  'a transformer': {
    build: (batch) => {
      const graph = new nn.Graph('training');
      const words = graph.input('words', [batch, 4]);
      const table = graph.parameter('words.table', [5, 16], nn.normalInitialiser(1));
      const x = nn.embedding(table, words);
      const attended = nn.add(x, attention(normalised(x, 'first', 16)));
      const inner = dense(nn.gelu(dense(normalised(attended, 'second', 16), 'wide', 32)), 'narrow', 16);
      const mean = nn.reduceMean(nn.add(attended, inner), [1]);
      return { graph, loss: nn.crossEntropy(dense(mean, 'classes', 5), graph.input('twice', [batch])) };
    },
    data: (random, batch) => {
      const rows = Array.from({ length: batch }, () => {
        const [twice, ...others] = [0, 1, 2, 3, 4].sort(() => random.next() - 0.5);
        return {
          twice: twice!,
          words: [twice!, others[0]!, twice!, others[1]!].sort(() => random.next() - 0.5),
        };
      });
      return {
        words: Float32Array.from(rows.flatMap(({ words }) => words)),
        twice: Float32Array.from(rows.map(({ twice }) => twice)),
      };
    },
    batch: 32,
    learningRate: 0.01,
    steps: 60,
    left: 0.3,
  },
  /** Six numbers that are made of two. */
  'a variational autoencoder': {
    build: (batch) => {
      const graph = new nn.Graph('training');
      const x = graph.input('x', [batch, 6]);
      const hidden = nn.tanh(dense(x, 'encoder', 16));
      const [mean, logVariance] = [dense(hidden, 'mean', 2), dense(hidden, 'logVariance', 2)];
      const noise = nn.normalNoise(graph.input('seed', [batch]), [2]);
      const code = nn.add(mean, nn.multiply(nn.exp(nn.multiply(logVariance, 0.5)), noise));
      const again = dense(nn.tanh(dense(code, 'decoder', 16)), 'again', 6);
      const divergence = nn.reduceMean(
        nn.subtract(nn.add(nn.square(mean), nn.exp(logVariance)), nn.add(logVariance, 1)),
      );
      return { graph, loss: nn.add(nn.meanSquaredError(again, x), nn.multiply(divergence, 0.005)) };
    },
    data: (random, batch) => ({
      x: Float32Array.from(
        Array.from({ length: batch }, () => [random.normal(), random.normal()]).flatMap(([a, b]) => [
          a!,
          b!,
          a! + b!,
          a! - b!,
          0.5 * a!,
          -b!,
        ]),
      ),
      seed: Float32Array.from({ length: batch }, () => random.integer(0, 2 ** 24 - 1)),
    }),
    batch: 32,
    learningRate: 0.02,
    steps: 120,
    left: 0.3,
  },
  /** The critic learns; the features before the reversal run away from it, and serve the task alone. */
  'a network with an adversary': {
    build: (batch) => {
      const graph = new nn.Graph('training');
      const features = nn.relu(dense(graph.input('x', [batch, 4]), 'features', 16));
      const task = nn.meanSquaredError(dense(features, 'task', 1), graph.input('y', [batch, 1]));
      const domain = dense(nn.reverseGradient(features, 0.05), 'critic', 2);
      const critic = nn.crossEntropy(domain, graph.input('domain', [batch]));
      return { graph, loss: nn.add(task, nn.multiply(critic, 0.01)) };
    },
    data: (random, batch) => {
      const x = waves(random, 4 * batch);
      return {
        x,
        y: Float32Array.from({ length: batch }, (_, i) => x[4 * i]! - 2 * x[4 * i + 1]!),
        domain: Float32Array.from({ length: batch }, (_, i) => (x[4 * i + 2]! > 0 ? 1 : 0)),
      };
    },
    batch: 32,
    learningRate: 0.02,
    steps: 100,
    left: 0.1,
    without: /^features/,
  },
};

describe.each(Object.entries(networks))('%s', (name, network) => {
  test('has the slope that its gradient says', async () => {
    const { graph, loss } = network.build(network.batch);
    const program = nn.compileTraining(graph, { loss });
    const random = new Random(3, name);
    const { parameters } = program.initialState(1);
    const data = network.data(random, network.batch);
    const feeds = Object.fromEntries(
      program.inputs.map(({ name: input, shape }) => [input, { data: data[input]!, shape }]),
    );
    const session = await nn.createInferenceSession(program.onnx, { optimise: false });
    const direction = new Float32Array(parameters.length);
    const at = async (distance: number): Promise<Record<string, Float32Array>> =>
      session.run({
        ...feeds,
        parameters: {
          data: parameters.map((value, i) => value + distance * direction[i]!),
          shape: [parameters.length],
        },
      });
    const gradient = (await at(0)).gradient!;
    // Along the gradient, so that there is a slope, and across it, so that what it wrongly leaves out shows.
    for (const { name: parameter, offset, shape } of program.parameters) {
      if (network.without?.test(parameter)) continue;
      const size = shape.reduce((product, length) => product * length, 1);
      for (let i = offset; i < offset + size; i++)
        direction[i] =
          gradient[i]! / Math.hypot(...gradient) + random.normal() / Math.sqrt(parameters.length);
    }
    // Steps of a hundredth, extrapolated from two (Richardson): float32 leaves about four digits.
    const slope = async (h: number): Promise<number> =>
      ((await at(h)).loss![0]! - (await at(-h)).loss![0]!) / (2 * h);
    const measured = (4 * (await slope(0.02)) - (await slope(0.04))) / 3;
    await session.release();
    const told = gradient.reduce((sum, value, i) => sum + value * direction[i]!, 0);
    expect(Math.abs(told)).toBeGreaterThan(1e-2);
    expect(Math.abs(measured - told)).toBeLessThan(0.01 * Math.abs(told) + 1e-4);
  });

  test('learns', async () => {
    const { batch, steps, learningRate, left, build, data } = network;
    const trainer = await nn.createTrainer(build, { batch, seed: 1 });
    const random = new Random(4, name);
    const losses: number[] = [];
    for (let step = 0; step < steps; step++)
      losses.push((await trainer.step(data(random, batch), { learningRate })).loss);
    await trainer.release();
    const last = losses.slice(-5).reduce((sum, loss) => sum + loss / 5, 0);
    expect(last).toBeLessThan(left * losses[0]!);
  });
});
