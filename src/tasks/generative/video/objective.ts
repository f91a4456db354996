/**
 * What a model of clips and sentences minimises. Each clip of a batch is there twice, forwards and backwards, each with a sentence of its
 * own: of all wrong sentences that of the twin is the nearest, and only the order of the frames tells it from the right one.
 *
 * P clips of a batch. Inputs: `maps` `[P, F · C · H · W]`, what the frozen levels give of the frames (the pictures themselves where none is
 * frozen); `words` `[P, 2 · T]`, `shown` and `said` `[P, 2 · places]`: forwards, then backwards.
 */
import { specialNumbers } from '../../../networks/clip/clip-file.js';
import type { VideoArchitecture } from '../../../networks/video/video-metadata.js';
import { clipVectors, fits, frameFeatures, sentenceVectors } from '../../../networks/video/video-network.js';
import { Graph } from '../../../nn/graph/graph.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { step } from '../../../nn/operators/comparisons/step.js';
import { gather } from '../../../nn/operators/indexing/gather.js';
import { reduceMean } from '../../../nn/operators/reductions/reduce-mean.js';
import { concat } from '../../../nn/operators/shapes/concat.js';
import { reshape } from '../../../nn/operators/shapes/reshape.js';
import type { Frozen } from '../../../nn/optimisers/parameter-groups.js';
import { type ContrastiveLoss, learnedLogits, lossOfFits, trueOf } from '../clip/contrastive-loss.js';
import type { ClipObjective } from '../clip/objective.js';
import { clipPlaces } from '../text/clip-codes.js';

/** `[C, H, W]` of what the first levels give. */
export function mapShape({ size, image }: VideoArchitecture, frozen: number): [number, number, number] {
  const side = size / 2 ** frozen;
  return [frozen === 0 ? 3 : image.channels[frozen - 1]!, side, side];
}

/** @param batch – P. @param words – that have a number, the special ones left out. */
export function buildVideoObjective(
  {
    model,
    frozen,
    loss: kind,
    words,
  }: { model: VideoArchitecture; frozen: number; loss: ContrastiveLoss; words: number },
  batch: number,
  held?: Frozen,
): ClipObjective {
  const graph = new Graph('training', held);
  const { frames: count, length, embedding } = model;
  const shape = mapShape(model, frozen);
  const size = shape.reduce((product, side) => product * side, 1);
  const maps = reshape(graph.input('maps', [batch, count * size]), [batch * count, ...shape]);
  const frames = reshape(frameFeatures(maps, model, frozen), [batch, count, embedding]);
  const backwards = gather(
    frames,
    Array.from({ length: count }, (_, i) => count - 1 - i),
    1,
  );
  const both = (x: Tensor, width: number): Tensor => reshape(x, [2 * batch, width]);
  const clips = clipVectors(reshape(concat([frames, backwards], 1), [2 * batch, count, embedding]), model);
  const told = both(graph.input('words', [batch, 2 * length]), length);
  const sentences = sentenceVectors(told, words + specialNumbers, model);
  const truth = trueOf(
    both(graph.input('shown', [batch, 2 * clipPlaces]), clipPlaces),
    both(graph.input('said', [batch, 2 * clipPlaces]), clipPlaces),
  );
  const logits = learnedLogits(graph, kind);
  const loss = lossOfFits(kind, fits(clips, sentences, step(told)), truth, logits);
  return { graph, loss, metrics: { scale: reduceMean(logits.scale) } };
}
