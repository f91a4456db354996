/** The network of the PyTorch reference (hourglass.py), with the same names, order and shapes of parameters. */
import { Graph } from '../graph/graph.js';
import { constantInitialiser, kaimingInitialiser } from '../graph/initialisers.js';
import type { Tensor } from '../graph/tensor.js';
import { relu } from '../operators/activations/relu.js';
import { add } from '../operators/arithmetic/add.js';
import { multiply } from '../operators/arithmetic/multiply.js';
import { addBias } from '../operators/convolution/add-bias.js';
import { conv2d } from '../operators/convolution/conv2d.js';
import { meanSquaredError } from '../operators/losses/mean-squared-error.js';
import { batchNorm } from '../operators/normalisation/batch-norm.js';
import { maxPool2d } from '../operators/pooling/max-pool.js';
import { upsampleNearest2d } from '../operators/pooling/upsample-nearest.js';
import type { TrainableNetwork } from '../train/plan/step-plan.js';

export interface ReferenceSettings {
  batch: number;
  /** Input side in pixels; heatmaps are a quarter of it. */
  size: number;
  channels: number;
  middle: number;
  landmarks: number;
  depth: number;
}

/** Parameters are called for in PyTorch's order: that of the modules' definition. */
export function referenceHourglass(settings: ReferenceSettings): TrainableNetwork {
  const { batch, size, landmarks } = settings;
  const graph = new Graph('training');
  const image = graph.input('image', [batch, 3, size, size]);
  const target = graph.input('target', [batch, landmarks, size / 4, size / 4]);
  const loss = multiply(meanSquaredError(heatmaps(image, settings), target), 100);
  return { graph, loss };
}

export function heatmaps(image: Tensor, settings: ReferenceSettings): Tensor {
  const { channels, landmarks, depth } = settings;
  const graph = image.graph;
  const stem = convolution('stem', image, channels, 7, { stride: 2, padding: 3 });
  const features = maxPool2d(relu(normalisation('sn', stem)));
  const y = graph.scope('hg', () => hourglass(features, depth, settings));
  const head = convolution('head', y, landmarks, 1);
  return graph.scope('head', () =>
    addBias(head, graph.parameter('bias', [landmarks], constantInitialiser(0))),
  );
}

function hourglass(x: Tensor, depth: number, settings: ReferenceSettings): Tensor {
  const upper = twoBlocks('skip', x, settings);
  const low = twoBlocks('low1', maxPool2d(x), settings);
  const middle =
    depth > 1
      ? x.graph.scope('mid', () => hourglass(low, depth - 1, settings))
      : twoBlocks('mid', low, settings);
  return add(upper, upsampleNearest2d(twoBlocks('low3', middle, settings)));
}

function twoBlocks(name: string, x: Tensor, settings: ReferenceSettings): Tensor {
  const graph = x.graph;
  return graph.scope(name, () =>
    [0, 1].reduce((y, index) => graph.scope(`${index}`, () => block(y, settings)), x),
  );
}

function block(x: Tensor, { channels, middle }: ReferenceSettings): Tensor {
  const first = relu(normalisation('n1', convolution('c1', x, middle, 1)));
  const second = relu(normalisation('n2', convolution('c2', first, middle, 3, { padding: 1 })));
  return add(x, normalisation('n3', convolution('c3', second, channels, 1)));
}

function convolution(
  name: string,
  x: Tensor,
  filters: number,
  kernel: number,
  options: { stride?: number; padding?: number } = {},
): Tensor {
  return x.graph.scope(name, () => {
    const shape = [filters, x.shape[1]!, kernel, kernel];
    return conv2d(x, x.graph.parameter('weight', shape, kaimingInitialiser()), options);
  });
}

function normalisation(name: string, x: Tensor): Tensor {
  const graph = x.graph;
  const shape = [x.shape[1]!];
  return graph.scope(name, () =>
    batchNorm(x, {
      gamma: graph.parameter('weight', shape, constantInitialiser(1)),
      beta: graph.parameter('bias', shape, constantInitialiser(0)),
      mean: graph.statistic('running_mean', shape, 0),
      variance: graph.statistic('running_var', shape, 1),
    }),
  );
}
