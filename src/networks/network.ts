/**
 * A network out of its settings: the backbone with its head at each place where it is supervised. Nothing outside
 * `backbones/` and `heads/` knows which they are. B batch, S input size, K landmarks.
 */
import type { Tensor } from '../nn/graph/tensor.js';
import type { HeadEstimate } from './head.js';
import { backboneOf, headOf, type NetworkSettings } from './registry.js';

/**
 * Builds the network into the graph of the image.
 * @param image – `[B, 3, S, S]`, normalised RGB.
 * @param landmarks – K.
 * @returns an estimate for each place where the backbone is supervised, at least one; the last is the network's answer.
 */
export function buildNetwork(image: Tensor, landmarks: number, settings: NetworkSettings): HeadEstimate[] {
  const estimates: HeadEstimate[] = [];
  const head = headOf(settings);
  const { inputSize, visibility = false } = settings;
  backboneOf(settings).build(image, settings, (features) => {
    const estimate = head.build(features, settings.head, { landmarks, inputSize, visibility });
    estimates.push(estimate);
    return estimate.heatmaps.logits;
  });
  return estimates;
}

/** Side of the features that the head reads, and so of heatmaps. */
export function featureSide(settings: NetworkSettings): number {
  return backboneOf(settings).featureSide(settings);
}

/** Which of K landmarks have a heatmap, rising. */
export function heatmapLandmarks(settings: NetworkSettings, landmarks: number): number[] {
  return headOf(settings).heatmapsOf(settings.head, landmarks);
}
