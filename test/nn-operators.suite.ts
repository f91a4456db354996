/** How each operator of `lineament/nn` is built, and what it refuses: the cases of nn-operators.test.ts. */
import * as nn from '../src/nn/index.js';

type Build = (graph: nn.Graph) => nn.Tensor;

export interface OperatorCase {
  fits: Build;
  /** Each with the end of its message, from "got". */
  refused: readonly (readonly [build: Build, got: string])[];
  /** Nothing flows through it. */
  withoutGradient?: true;
}

const of = (graph: nn.Graph, name: string, ...shape: number[]): nn.Tensor =>
  graph.parameter(name, shape, nn.constantInitialiser(0.5));
const whole = (graph: nn.Graph, ...shape: number[]): nn.Tensor => graph.input('whole', shape, 'int64');

/** One tensor of any shape. */
const each = (build: (x: nn.Tensor) => nn.Tensor): OperatorCase => ({
  fits: (graph) => build(of(graph, 'x', 2, 3)),
  refused: [[(graph) => build(whole(graph, 2, 3)), 'got whole of int64']],
});

/** Two tensors that broadcast. */
const pair = (build: (a: nn.Tensor, b: nn.Tensor) => nn.Tensor): OperatorCase => ({
  fits: (graph) => build(of(graph, 'a', 2, 3), of(graph, 'b', 3)),
  refused: [
    [(graph) => build(of(graph, 'a', 2, 3), of(graph, 'b', 2)), 'got a [2, 3] and b [2]'],
    [(graph) => build(of(graph, 'a', 2), whole(graph, 2)), 'got whole of int64'],
  ],
});

/** One tensor and axes of it. */
const along = (build: (x: nn.Tensor, axis: number) => nn.Tensor): OperatorCase => ({
  fits: (graph) => build(of(graph, 'x', 2, 3), 1),
  refused: [
    [(graph) => build(of(graph, 'x', 2, 3), 2), 'got [2, 3]'],
    [(graph) => build(of(graph, 'x', 2, 3), 0.5), 'got [2, 3]'],
    [(graph) => build(whole(graph, 2, 3), 1), 'got whole of int64'],
  ],
});

const image = (graph: nn.Graph): nn.Tensor => of(graph, 'x', 2, 4, 6, 6);
const kernel = (graph: nn.Graph, ...shape: number[]): nn.Tensor => of(graph, 'weight', ...shape);

/** Pooling and resizing: images alone. */
const ofImages = (
  build: (x: nn.Tensor) => nn.Tensor,
  refused: OperatorCase['refused'] = [],
): OperatorCase => ({
  fits: (graph) => build(image(graph)),
  refused: [
    [(graph) => build(of(graph, 'x', 4, 6, 6)), 'got x [4, 6, 6]'],
    [(graph) => build(whole(graph, 2, 4, 6, 6)), 'got whole of int64'],
    ...refused,
  ],
});

/** γ and β of `channels`, and statistics. */
const normalisers = (graph: nn.Graph, channels: number) => ({
  gamma: of(graph, 'gamma', channels),
  beta: of(graph, 'beta', channels),
  mean: graph.statistic('mean', [channels], 0),
  variance: graph.statistic('variance', [channels], 1),
});

/** By the name of the export. */
export const cases: Record<string, OperatorCase> = {
  add: pair(nn.add),
  subtract: pair(nn.subtract),
  multiply: pair(nn.multiply),
  divide: pair(nn.divide),
  minimum: pair(nn.minimum),
  maximum: pair(nn.maximum),
  power: each((x) => nn.power(x, 2)),
  negate: each(nn.negate),
  abs: each(nn.abs),
  square: each(nn.square),
  sqrt: each(nn.sqrt),
  exp: each(nn.exp),
  log: each(nn.log),
  clip: {
    ...each((x) => nn.clip(x, 0, 1)),
    refused: [
      [(graph) => nn.clip(whole(graph, 2), 0, 1), 'got whole of int64'],
      [(graph) => nn.clip(of(graph, 'x', 2), 1, 0), 'got 1 and 0'],
    ],
  },
  broadcastTo: {
    fits: (graph) => nn.broadcastTo(of(graph, 'x', 3), [2, 3]),
    refused: [[(graph) => nn.broadcastTo(of(graph, 'x', 2), [2, 3]), 'got x [2] and [2, 3]']],
  },
  where: {
    fits: (graph) => nn.where(of(graph, 'mask', 2, 1), of(graph, 'a', 3), 0),
    refused: [
      [
        (graph) => nn.where(of(graph, 'mask', 2), of(graph, 'a', 3), of(graph, 'b', 3)),
        'got mask [2] and a [3]',
      ],
      [(graph) => nn.where(whole(graph, 2), 1, 0), 'got whole of int64'],
    ],
  },
  step: { ...each((x) => nn.step(x)), withoutGradient: true },
  relu: each(nn.relu),
  leakyRelu: each((x) => nn.leakyRelu(x)),
  prelu: {
    fits: (graph) => nn.prelu(image(graph), of(graph, 'slope', 4)),
    refused: [[(graph) => nn.prelu(image(graph), of(graph, 'slope', 6)), 'got x [2, 4, 6, 6] and slope [6]']],
  },
  elu: each((x) => nn.elu(x)),
  selu: each(nn.selu),
  gelu: each(nn.gelu),
  silu: each(nn.silu),
  sigmoid: each(nn.sigmoid),
  tanh: each(nn.tanh),
  softplus: each(nn.softplus),
  erf: each(nn.erf),
  softmax: along(nn.softmax),
  logSoftmax: along(nn.logSoftmax),
  reduceSum: along((x, axis) => nn.reduceSum(x, [axis])),
  reduceMean: along((x, axis) => nn.reduceMean(x, [axis])),
  reduceMax: along((x, axis) => nn.reduceMax(x, [axis])),
  reduceMin: along((x, axis) => nn.reduceMin(x, [axis])),
  reshape: {
    fits: (graph) => nn.reshape(of(graph, 'x', 2, 6), [3, -1]),
    refused: [
      [(graph) => nn.reshape(of(graph, 'x', 2, 6), [5]), 'got x [2, 6] and [5]'],
      [(graph) => nn.reshape(of(graph, 'x', 2, 6), [-1, -1]), 'got x [2, 6] and [-1, -1]'],
      [(graph) => nn.reshape(of(graph, 'x', 2, 6), [5, -1]), 'got x [2, 6] and [5, -1]'],
      [(graph) => nn.reshape(of(graph, 'x', 2, 6), [-3, -4]), 'got x [2, 6] and [-3, -4]'],
      [(graph) => nn.reshape(of(graph, 'x', 2, 6), [0, -1]), 'got x [2, 6] and [0, -1]'],
    ],
  },
  transpose: {
    fits: (graph) => nn.transpose(of(graph, 'x', 2, 3), [1, 0]),
    refused: [
      [(graph) => nn.transpose(of(graph, 'x', 2, 3), [0]), 'got x [2, 3]'],
      [(graph) => nn.transpose(of(graph, 'x', 2, 3), [0, 0]), 'got x [2, 3]'],
    ],
  },
  slice: {
    fits: (graph) => nn.slice(of(graph, 'x', 4), 0, 1, 3),
    refused: [
      [(graph) => nn.slice(of(graph, 'x', 4), 0, 1, 5), 'got x [4]'],
      [(graph) => nn.slice(of(graph, 'x', 4), 1, 1, 2), 'got [4]'],
    ],
  },
  split: {
    fits: (graph) => nn.split(of(graph, 'x', 4), [1, 3], 0)[1]!,
    refused: [
      [(graph) => nn.split(of(graph, 'x', 4), [1, 2], 0)[0]!, 'got x [4]'],
      [(graph) => nn.split(of(graph, 'x', 4), [], 0)[0]!, 'got x [4]'],
    ],
  },
  concat: {
    fits: (graph) => nn.concat([of(graph, 'a', 2, 3), of(graph, 'b', 1, 3)], 0),
    refused: [
      [(graph) => nn.concat([of(graph, 'a', 2, 3), of(graph, 'b', 2, 4)], 0), 'got a [2, 3] and b [2, 4]'],
      [() => nn.concat([], 0), 'got none'],
    ],
  },
  pad: {
    fits: (graph) => nn.pad(of(graph, 'x', 2, 3), [1, 0], [0, 1]),
    refused: [
      [(graph) => nn.pad(of(graph, 'x', 2, 3), [1], [1]), 'got x [2, 3]'],
      [(graph) => nn.pad(of(graph, 'x', 2), [-1], [1]), 'got [-1, 1]'],
    ],
  },
  gather: {
    fits: (graph) => nn.gather(of(graph, 'x', 2, 3), [2, 0], 1),
    refused: [[(graph) => nn.gather(of(graph, 'x', 2, 3), [3], 1), 'got x [2, 3]']],
  },
  takeAlongAxis: {
    fits: (graph) => nn.takeAlongAxis(of(graph, 'x', 2, 3), whole(graph, 2, 1), 1),
    refused: [
      [
        (graph) => nn.takeAlongAxis(of(graph, 'x', 2, 3), whole(graph, 3, 1), 1),
        'got x [2, 3] and whole [3, 1]',
      ],
    ],
  },
  scatter: {
    fits: (graph) => nn.scatter(of(graph, 'x', 4), [1], of(graph, 'updates', 1), 0),
    refused: [
      [
        (graph) => nn.scatter(of(graph, 'x', 4), [1, 2], of(graph, 'updates', 1), 0),
        'got x [4] and [2] and updates [1]',
      ],
      [(graph) => nn.scatter(of(graph, 'x', 4), [4], of(graph, 'updates', 1), 0), 'got x [4]'],
    ],
  },
  embedding: {
    fits: (graph) => nn.embedding(of(graph, 'table', 5, 2), whole(graph, 3)),
    refused: [
      [(graph) => nn.embedding(of(graph, 'table', 5), [0]), 'got table [5]'],
      [(graph) => nn.embedding(of(graph, 'table', 5, 2), [5]), 'got table [5, 2]'],
    ],
  },
  oneHot: {
    fits: (graph) => nn.oneHot(whole(graph, 3), 4),
    refused: [
      [(graph) => nn.oneHot(whole(graph, 3), 0), 'got whole [3]'],
      [(graph) => nn.oneHot(whole(graph, 3), 4, 3), 'got [3, 4]'],
    ],
    withoutGradient: true,
  },
  matmul: {
    fits: (graph) => nn.matmul(of(graph, 'a', 2, 3, 4), of(graph, 'b', 4, 5)),
    refused: [
      [(graph) => nn.matmul(of(graph, 'a', 2, 3), of(graph, 'b', 2, 3)), 'got a [2, 3] and b [2, 3]'],
      [(graph) => nn.matmul(of(graph, 'a', 3), of(graph, 'b', 3, 2)), 'got a [3] and b [3, 2]'],
      [
        (graph) => nn.matmul(of(graph, 'a', 2, 3, 4), of(graph, 'b', 3, 4, 5)),
        'got a [2, 3, 4] and b [3, 4, 5]',
      ],
    ],
  },
  einsum: {
    fits: (graph) => nn.einsum('ij,jk->ik', of(graph, 'a', 2, 3), of(graph, 'b', 3, 4)),
    refused: [
      [
        (graph) => nn.einsum('ij,jk->ik', of(graph, 'a', 2, 3), of(graph, 'b', 2, 4)),
        'got a [2, 3] and b [2, 4]',
      ],
      [(graph) => nn.einsum('ij,jk->ik', of(graph, 'a', 2, 3)), 'got 1'],
    ],
  },
  conv2d: {
    fits: (graph) => nn.conv2d(image(graph), kernel(graph, 2, 4, 3, 3)),
    refused: [
      [
        (graph) => nn.conv2d(of(graph, 'x', 4, 6, 6), kernel(graph, 2, 4, 3, 3)),
        'got x [4, 6, 6] and weight [2, 4, 3, 3]',
      ],
      [
        (graph) => nn.conv2d(image(graph), kernel(graph, 2, 3, 3, 3)),
        'got x [2, 4, 6, 6] and weight [2, 3, 3, 3]',
      ],
      [
        (graph) => nn.conv2d(image(graph), kernel(graph, 3, 2, 3, 3), { groups: 2 }),
        'and weight [3, 2, 3, 3]',
      ],
      [(graph) => nn.conv2d(image(graph), kernel(graph, 2, 4, 7, 7)), 'and weight [2, 4, 7, 7]'],
      [(graph) => nn.conv2d(image(graph), kernel(graph, 2, 4, 3, 3), { stride: 0 }), 'got 0'],
      [(graph) => nn.conv2d(image(graph), kernel(graph, 2, 4, 3, 3), { padding: -1 }), 'got -1'],
      [(graph) => nn.conv2d(image(graph), kernel(graph, 2, 4, 3, 3), { dilation: 1.5 }), 'got 1.5'],
      [(graph) => nn.conv2d(image(graph), kernel(graph, 2, 4, 3, 3), { groups: 0 }), 'got 0'],
    ],
  },
  transposedConv2d: {
    fits: (graph) => nn.transposedConv2d(image(graph), kernel(graph, 4, 2, 2, 2), { stride: 2 }),
    refused: [
      [(graph) => nn.transposedConv2d(image(graph), kernel(graph, 2, 4, 2, 2)), 'and weight [2, 4, 2, 2]'],
      [
        (graph) => nn.transposedConv2d(image(graph), kernel(graph, 4, 2, 2, 2), { outputPadding: 1 }),
        'and weight [4, 2, 2, 2]',
      ],
      [
        (graph) => nn.transposedConv2d(image(graph), kernel(graph, 4, 2, 2, 2), { padding: 4 }),
        'and weight [4, 2, 2, 2]',
      ],
      [(graph) => nn.transposedConv2d(image(graph), kernel(graph, 4, 2, 2, 2), { stride: 0.5 }), 'got 0.5'],
    ],
  },
  addBias: {
    fits: (graph) => nn.addBias(image(graph), of(graph, 'bias', 4)),
    refused: [[(graph) => nn.addBias(image(graph), of(graph, 'bias', 2)), 'got x [2, 4, 6, 6] and bias [2]']],
  },
  maxPool2d: ofImages(
    (x) => nn.maxPool2d(x),
    [
      [(graph) => nn.maxPool2d(image(graph), 7), 'got x [2, 4, 6, 6]'],
      [(graph) => nn.maxPool2d(image(graph), 2, { stride: 0 }), 'got 0'],
      [(graph) => nn.maxPool2d(image(graph), 0), 'got 0'],
      [(graph) => nn.maxPool2d(image(graph), 2, { padding: -1 }), 'got -1'],
    ],
  ),
  averagePool2d: ofImages(
    (x) => nn.averagePool2d(x),
    [
      [(graph) => nn.averagePool2d(image(graph), 7), 'got x [2, 4, 6, 6]'],
      [(graph) => nn.averagePool2d(image(graph), 2, { stride: 0 }), 'got 0'],
      [(graph) => nn.averagePool2d(image(graph), 1.5), 'got 1.5'],
    ],
  ),
  upsampleNearest2d: ofImages(
    (x) => nn.upsampleNearest2d(x),
    [[(graph) => nn.upsampleNearest2d(image(graph), 0.5), 'got x [2, 4, 6, 6]']],
  ),
  resizeBilinear2d: ofImages(
    (x) => nn.resizeBilinear2d(x, 3, 9),
    [[(graph) => nn.resizeBilinear2d(image(graph), 0, 3), 'got x [2, 4, 6, 6]']],
  ),
  spatialSoftArgmax: ofImages(
    (x) => nn.spatialSoftArgmax(x),
    [[(graph) => nn.spatialSoftArgmax(image(graph), { rows: [0, 1] }), 'got x [2, 4, 6, 6]']],
  ),
  batchNorm: {
    fits: (graph) => nn.batchNorm(image(graph), normalisers(graph, 4)),
    refused: [
      [
        (graph) => nn.batchNorm(image(graph), normalisers(graph, 3)),
        'got x [2, 4, 6, 6] and gamma [3] and beta [3] and mean [3] and variance [3]',
      ],
      [(graph) => nn.batchNorm(of(graph, 'x', 1, 4), normalisers(graph, 4)), 'got x [1, 4]'],
    ],
  },
  layerNorm: {
    fits: (graph) =>
      nn.layerNorm(of(graph, 'x', 2, 5), { gamma: of(graph, 'g', 5), beta: of(graph, 'b', 5) }),
    refused: [
      [
        (graph) => nn.layerNorm(of(graph, 'x', 2, 5), { gamma: of(graph, 'g', 2), beta: of(graph, 'b', 2) }),
        'got x [2, 5] and g [2] and b [2]',
      ],
    ],
  },
  groupNorm: {
    fits: (graph) => nn.groupNorm(image(graph), { groups: 2, ...normalisers(graph, 4) }),
    refused: [
      [(graph) => nn.groupNorm(image(graph), { groups: 3, ...normalisers(graph, 4) }), 'got x [2, 4, 6, 6]'],
      [
        (graph) => nn.groupNorm(image(graph), { groups: 2, ...normalisers(graph, 2) }),
        'and gamma [2] and beta [2]',
      ],
    ],
  },
  meanSquaredError: {
    fits: (graph) => nn.meanSquaredError(of(graph, 'a', 2, 3), of(graph, 'b', 2, 3)),
    refused: [
      [(graph) => nn.meanSquaredError(of(graph, 'a', 2, 3), of(graph, 'b', 3)), 'got a [2, 3] and b [3]'],
    ],
  },
  crossEntropy: {
    fits: (graph) => nn.crossEntropy(of(graph, 'logits', 2, 5), whole(graph, 2)),
    refused: [
      [
        (graph) => nn.crossEntropy(of(graph, 'logits', 2, 5), whole(graph, 5)),
        'got logits [2, 5] and whole [5]',
      ],
      [(graph) => nn.crossEntropy(of(graph, 'logits', 2, 5), whole(graph, 2), 2), 'got [2, 5]'],
    ],
  },
  nuclearNorm: {
    fits: (graph) => nn.nuclearNorm(of(graph, 'x', 2, 3, 4), 1),
    refused: [
      [(graph) => nn.nuclearNorm(of(graph, 'x', 3)), 'got x [3]'],
      [(graph) => nn.nuclearNorm(of(graph, 'x', 3, 3), 0), 'got 0'],
    ],
  },
  stopGradient: { fits: (graph) => nn.stopGradient(of(graph, 'x', 2)), refused: [], withoutGradient: true },
  straightThrough: {
    fits: (graph) => {
      const x = of(graph, 'x', 2);
      return nn.straightThrough(x, nn.step(x));
    },
    refused: [
      [(graph) => nn.straightThrough(of(graph, 'x', 2), of(graph, 'value', 3)), 'got x [2] and value [3]'],
    ],
  },
  reverseGradient: {
    fits: (graph) => nn.reverseGradient(of(graph, 'x', 2), 0.5),
    refused: [[(graph) => nn.reverseGradient(of(graph, 'x', 2), of(graph, 'factor', 3)), 'factor [3]']],
  },
  uniformNoise: {
    fits: (graph) => nn.uniformNoise(whole(graph, 2), [3]),
    refused: [
      [(graph) => nn.uniformNoise(whole(graph, 2, 2), [3]), 'got whole [2, 2]'],
      [(graph) => nn.uniformNoise(whole(graph, 2), [0]), 'got [0]'],
    ],
    withoutGradient: true,
  },
  normalNoise: {
    fits: (graph) => nn.normalNoise(whole(graph, 2), [3]),
    refused: [[(graph) => nn.normalNoise(whole(graph, 2, 2), [3]), 'got whole [2, 2]']],
    withoutGradient: true,
  },
  dropout: {
    fits: (graph) => nn.dropout(of(graph, 'x', 2, 3), 0.5, of(graph, 'noise', 2, 1)),
    refused: [
      [(graph) => nn.dropout(of(graph, 'x', 2, 3), 1, of(graph, 'noise', 2, 3)), 'got 1'],
      [(graph) => nn.dropout(of(graph, 'x', 2, 3), 0.5), 'got none'],
      [
        (graph) => nn.dropout(of(graph, 'x', 2, 3), 0.5, of(graph, 'noise', 3, 3)),
        'got x [2, 3] and noise [3, 3]',
      ],
    ],
  },
};
