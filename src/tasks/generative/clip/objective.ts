/**
 * What a CLIP minimises. Inputs: `image` `[B, 3, S, S]`, `words` `[B, T]`, and `shown` and `said` `[B, F]`, the facts of picture and
 * sentence, of which the loss takes which sentence is true of which picture.
 */
import type { ClipArchitecture } from '../../../networks/clip/clip-metadata.js';
import { imageEmbedding, textEmbedding } from '../../../networks/clip/clip-network.js';
import { Graph } from '../../../nn/graph/graph.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { reduceMean } from '../../../nn/operators/reductions/reduce-mean.js';
import type { Frozen } from '../../../nn/optimisers/parameter-groups.js';
import { factPlaces } from '../text/fact-codes.js';
import { type ContrastiveLoss, contrastiveLoss, learnedLogits, trueOf } from './contrastive-loss.js';

export interface ClipObjective {
  graph: Graph;
  loss: Tensor;
  metrics: Record<string, Tensor>;
}

/** @param batch – pairs of one replica: it tells apart only these. @param wordCount – words that have a number. */
export function buildClipObjective(
  { model, loss: kind, wordCount }: { model: ClipArchitecture; loss: ContrastiveLoss; wordCount: number },
  batch: number,
  frozen?: Frozen,
): ClipObjective {
  const graph = new Graph('training', frozen);
  const { size, length } = model;
  const images = imageEmbedding(graph.input('image', [batch, 3, size, size]), model);
  const texts = textEmbedding(graph.input('words', [batch, length]), wordCount, model);
  const truth = trueOf(graph.input('shown', [batch, factPlaces]), graph.input('said', [batch, factPlaces]));
  const logits = learnedLogits(graph, kind);
  const loss = contrastiveLoss(kind, images, texts, truth, logits);
  return { graph, loss, metrics: { scale: reduceMean(logits.scale) } };
}
