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
  return image.graph.scope(name, () => {
    const features = imageLevels(image, { channels, blocks }, [0, channels.length]);
    return drawnTogether(features, units);
  });
}

/**
 * The convolutions of some levels, in the scope that is open.
 * @param x – what the level before `first` gives, or the picture. @returns `[B, C, H, W]`.
 */
export function imageLevels(
  x: Tensor,
  { channels, blocks }: ClipArchitecture['image'],
  [first, end]: readonly [number, number],
): Tensor {
  let features = x;
  for (let level = first; level < end; level++)
    features = x.graph.scope(`level${level}`, () => {
      let y = normalisedConvolution('down', features, { channels: channels[level]!, kernel: 3, stride: 2 });
      for (let block = 0; block < blocks[level]!; block++)
        y = residualBlock(`block${block}`, y, channels[level]! / 2);
      return y;
    });
  return features;
}

/** By a kernel of its own size. @param features – `[B, C, H, H]`. @returns `[B, units]`. */
export function drawnTogether(features: Tensor, units: number): Tensor {
  const [, deep, side] = features.shape as readonly [number, number, number, number];
  const weight = features.graph.parameter('together', [units, deep, side, side], kaimingInitialiser('in', 1));
  // One place is left: its mean takes the two axes away whatever the batch, which a reshape with fixed sizes would not.
  return reduceMean(conv2d(features, weight), [2, 3]);
}

/** @param words – `[B, T]`, 0 where there is none. @param count – words that have a number. @returns `[B, D]`, each row of length 1. */
export function textEmbedding(
  words: Tensor,
  count: number,
  { text, embedding }: Pick<ClipArchitecture, 'text' | 'embedding'>,
): Tensor {
  return words.graph.scope('text', () => {
    const { said, there } = readWords(words, count, text);
    const mean = divide(reduceSum(said, [1]), reduceSum(there, [1], true));
    return ofLengthOne(linear('together', mean, { units: embedding, weight: forNoActivation, bias: false }));
  });
}

/**
 * What the transformer makes of each word, in the scope that is open.
 * @returns `said` `[B, T, C]`, zeros where there is no word, and `there` `[B, T]`, 1 where there is one.
 */
export function readWords(
  words: Tensor,
  count: number,
  { width, blocks, heads }: ClipArchitecture['text'],
): { said: Tensor; there: Tensor } {
  const { graph } = words;
  const [batch, length] = words.shape as readonly [number, number];
  const there = step(words);
  const bias = multiply(reshape(subtract(there, 1), [batch, 1, 1, length]), 1e9);
  const position = graph.parameter('position', [length, width], normalInitialiser(0.02));
  let y = add(learnedEmbedding('words', graph, words, { count, size: width }), position);
  for (let block = 0; block < blocks; block++) y = transformerBlock(`block${block}`, y, { heads, bias });
  return { said: multiply(layerNormalisation('norm', y), reshape(there, [batch, length, 1])), there };
}

/** Each row of the last axis. */
export function ofLengthOne(x: Tensor): Tensor {
  return divide(x, sqrt(add(reduceSum(square(x), [x.shape.length - 1], true), 1e-8)));
}
