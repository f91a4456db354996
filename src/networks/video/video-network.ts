/**
 * Clips and sentences in one space, out of the encoders of pictures and sentences (`clip/clip-network.ts`): each frame is read as a
 * picture, and a transformer that knows the places of the frames says what changes among them. What it says is added to the mean over the
 * frames, so that a model begins with what its picture encoder knows.
 *
 * `tokens` keeps a vector for each frame and each word and compares them one by one (Ma et al., "X-CLIP: End-to-End Multi-grained
 * Contrastive Learning for Video-Text Retrieval", ACM MM 2022; Yao et al., "FILIP", ICLR 2022): each word looks for the frame that fits it
 * best, each frame for its word, and the means of both are taken.
 *
 * B batch, F frames, C numbers of a frame, T words, D the embedding; C = D.
 */
import { normalInitialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { layerNormalisation } from '../../nn/layers/layer-normalisation.js';
import { forNoActivation, linear } from '../../nn/layers/linear.js';
import { transformerBlock } from '../../nn/layers/transformer-block.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { divide } from '../../nn/operators/arithmetic/divide.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { subtract } from '../../nn/operators/arithmetic/subtract.js';
import { matmul } from '../../nn/operators/products/matmul.js';
import { reduceMax } from '../../nn/operators/reductions/reduce-max.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../nn/operators/reductions/reduce-sum.js';
import { reshape } from '../../nn/operators/shapes/reshape.js';
import { slice } from '../../nn/operators/shapes/slice.js';
import { transpose } from '../../nn/operators/shapes/transpose.js';
import { drawnTogether, imageLevels, ofLengthOne, readWords } from '../clip/clip-network.js';
import type { VideoArchitecture } from './video-metadata.js';

/** What the first levels give of a picture. @param image – `[N, 3, S, S]`. @returns `[N, C, H, W]`. */
export function frameMaps(image: Tensor, { image: levels }: VideoArchitecture, end: number): Tensor {
  return image.graph.scope('image', () => imageLevels(image, levels, [0, end]));
}

/** The rest of the picture encoder. @param maps – of {@link frameMaps}. @returns `[N, C]`, each of length 1. */
export function frameFeatures(
  maps: Tensor,
  { image: levels, embedding }: VideoArchitecture,
  first: number,
): Tensor {
  return maps.graph.scope('image', () =>
    ofLengthOne(drawnTogether(imageLevels(maps, levels, [first, levels.channels.length]), embedding)),
  );
}

/** @param frames – `[B, F, C]`. @returns `[B, K, D]`, each of length 1. */
export function clipVectors(frames: Tensor, { kind, embedding, time }: VideoArchitecture): Tensor {
  const { graph } = frames;
  const [, count, size] = frames.shape as readonly [number, number, number];
  const middle = Math.floor(count / 2);
  if (kind === 'middle') return ofLengthOne(slice(frames, 1, middle, middle + 1));
  const mean = reduceMean(frames, [1], true);
  if (kind === 'mean') return ofLengthOne(mean);
  return graph.scope('time', () => {
    let y = add(frames, graph.parameter('position', [count, size], normalInitialiser(0.05)));
    for (let block = 0; block < time.blocks; block++)
      y = transformerBlock(`block${block}`, y, { heads: time.heads });
    const normed = layerNormalisation('norm', y);
    const told = (x: Tensor): Tensor =>
      linear('told', x, { units: embedding, weight: normalInitialiser(0.01), bias: false });
    if (kind === 'tokens') return ofLengthOne(add(frames, told(normed)));
    return ofLengthOne(add(mean, told(reduceMean(normed, [1], true))));
  });
}

/** @param words – `[B, T]`, 0 where there is none. @returns `[B, L, D]`, each of length 1, or 0 where there is no word. */
export function sentenceVectors(
  words: Tensor,
  count: number,
  { text, kind, embedding }: VideoArchitecture,
): Tensor {
  return words.graph.scope('text', () => {
    const { said, there } = readWords(words, count, text);
    const together = (x: Tensor): Tensor =>
      linear('together', x, { units: embedding, weight: forNoActivation, bias: false });
    if (kind === 'tokens') return ofLengthOne(together(said));
    const sum = reduceSum(said, [1], true);
    return ofLengthOne(together(divide(sum, reshape(reduceSum(there, [1]), [words.shape[0]!, 1, 1]))));
  });
}

/** @param clips – `[B, K, D]`. @param sentences – `[B, L, D]`. @param words – `[B, T]`. @returns `[B, B]`: how well the sentence of the column fits the clip of the row. */
export function fits(clips: Tensor, sentences: Tensor, there: Tensor): Tensor {
  const [batch, frames, size] = clips.shape as readonly [number, number, number];
  const length = sentences.shape[1]!;
  const rows = reshape(clips, [batch * frames, size]);
  const columns = reshape(sentences, [batch * length, size]);
  const each = reshape(matmul(rows, transpose(columns, [1, 0])), [batch, frames, batch, length]);
  if (frames === 1 && length === 1) return reshape(each, [batch, batch]);
  const present = reshape(there, [1, 1, batch, length]);
  const words = divide(
    reduceSum(multiply(reduceMax(each, [1], true), present), [3]),
    reduceSum(present, [3]),
  );
  // A word that is not there fits no frame.
  const shown = reduceMean(
    reduceMax(subtract(each, multiply(add(multiply(present, -1), 1), 4)), [3], true),
    [1],
  );
  return multiply(add(reshape(words, [batch, batch]), reshape(shown, [batch, batch])), 0.5);
}
