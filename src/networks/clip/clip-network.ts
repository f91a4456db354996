/**
 * The two encoders. Pictures: strided convolutions with residual blocks, the last level drawn together by a kernel of its own size,
 * so that where something lies counts (a head turned left and one turned right have the same parts). Sentences: a transformer that
 * looks both ways, and the mean over the words that are there.
 *
 * B batch, S side of the picture, T words, D the embedding.
 */
import { kaimingInitialiser, normalInitialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { layerNormalisation } from '../../nn/layers/layer-normalisation.js';
import { learnedEmbedding } from '../../nn/layers/learned-embedding.js';
import { forNoActivation, linear } from '../../nn/layers/linear.js';
import { normalisedConvolution } from '../../nn/layers/normalised-convolution.js';
import { residualBlock } from '../../nn/layers/residual-block.js';
import { transformerBlock } from '../../nn/layers/transformer-block.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { divide } from '../../nn/operators/arithmetic/divide.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { sqrt } from '../../nn/operators/arithmetic/sqrt.js';
import { square } from '../../nn/operators/arithmetic/square.js';
import { subtract } from '../../nn/operators/arithmetic/subtract.js';
import { step } from '../../nn/operators/comparisons/step.js';
import { conv2d } from '../../nn/operators/convolution/conv2d.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../nn/operators/reductions/reduce-sum.js';
import { reshape } from '../../nn/operators/shapes/reshape.js';
import type { ClipArchitecture } from './clip-metadata.js';

/** @param image – `[B, 3, S, S]`, normalised RGB. @returns `[B, D]`, each row of length 1. */
export function imageEmbedding(image: Tensor, architecture: ClipArchitecture): Tensor {
  return ofLengthOne(imageFeatures('image', image, architecture.image, architecture.embedding));
}

/**
 * The picture's features before they are brought to one length: what classifiers of pictures are built of, too.
 * @returns `[B, units]`. Parameters below `name`.
 */
export function imageFeatures(
  name: string,
  image: Tensor,
  { channels, blocks }: ClipArchitecture['image'],
  units: number,
): Tensor {
  const { graph } = image;
  return graph.scope(name, () => {
    let features = image;
    for (const [level, count] of channels.entries())
      features = graph.scope(`level${level}`, () => {
        let y = normalisedConvolution('down', features, { channels: count, kernel: 3, stride: 2 });
        for (let block = 0; block < blocks[level]!; block++) y = residualBlock(`block${block}`, y, count / 2);
        return y;
      });
    const [, deep, side] = features.shape as readonly [number, number, number, number];
    const weight = graph.parameter('together', [units, deep, side, side], kaimingInitialiser('in', 1));
    // One place is left: its mean takes the two axes away whatever the batch, which a reshape with fixed sizes would not.
    return reduceMean(conv2d(features, weight), [2, 3]);
  });
}

/** @param words – `[B, T]`, 0 where there is none. @param count – words that have a number. @returns `[B, D]`, each row of length 1. */
export function textEmbedding(
  words: Tensor,
  count: number,
  { text: { width, blocks, heads }, embedding }: ClipArchitecture,
): Tensor {
  const { graph } = words;
  const [batch, length] = words.shape as readonly [number, number];
  return graph.scope('text', () => {
    const there = step(words);
    const bias = multiply(reshape(subtract(there, 1), [batch, 1, 1, length]), 1e9);
    const position = graph.parameter('position', [length, width], normalInitialiser(0.02));
    let y = add(learnedEmbedding('words', graph, words, { count, size: width }), position);
    for (let block = 0; block < blocks; block++) y = transformerBlock(`block${block}`, y, { heads, bias });
    const said = multiply(layerNormalisation('norm', y), reshape(there, [batch, length, 1]));
    const mean = divide(reduceSum(said, [1]), reduceSum(there, [1], true));
    return ofLengthOne(linear('together', mean, { units: embedding, weight: forNoActivation, bias: false }));
  });
}

/** @param x – `[B, D]`. */
function ofLengthOne(x: Tensor): Tensor {
  return divide(x, sqrt(add(reduceSum(square(x), [1], true), 1e-8)));
}
