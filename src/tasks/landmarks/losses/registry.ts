/**
 * All losses of landmarks, and the schema of `loss` in recipes that is made of their keys. A new one is a file beside this
 * one and an entry here.
 */
import { z } from 'zod';
import type { LandmarkBatch } from '../face-batches.js';
import { likelihoodLoss } from './gaussian-likelihood.js';
import { heatmapsLoss } from './heatmap-cross-entropy.js';
import { type LandmarkLoss, type LossSettings, weightOf } from './landmark-loss.js';
import { visibilityLoss } from './visibility-cross-entropy.js';

const losses: readonly LandmarkLoss[] = [likelihoodLoss, heatmapsLoss, visibilityLoss];

const keys: LandmarkLoss['keys'] = Object.fromEntries(losses.flatMap((loss) => Object.entries(loss.keys)));

/** Whatever the losses are, these are there. */
const anyLoss = z
  .object({ heatmaps: z.number(), deviation: z.number(), visibility: z.number() })
  .catchall(z.number());

export const lossSchema: z.ZodType<LossSettings> = z.strictObject(keys).pipe(anyLoss);

/** Those that have a weight. */
export function activeLosses(settings: LossSettings): LandmarkLoss[] {
  return losses.filter((loss) => weightOf(loss, settings) > 0);
}

/** What they need beside images, points and weights. */
export function lossInputs(settings: LossSettings, batch: LandmarkBatch): Record<string, Float32Array> {
  return Object.assign({}, ...activeLosses(settings).map((loss) => loss.inputs?.(batch)));
}
