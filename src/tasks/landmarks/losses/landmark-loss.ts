/**
 * What a loss of landmarks is: a file of this folder that names its keys under `loss` in recipes and reads, at each place
 * where the network is supervised, what it is about. `registry.ts` lists all of them; `objective.ts` adds them up.
 *
 * B batch, K landmarks, S side of the crop.
 */
import type { z } from 'zod';
import type { HeadEstimate } from '../../../networks/head.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import type { LandmarkBatch } from '../face-batches.js';

/** All keys of `loss` in a recipe; those that more than one file reads have names here. */
export interface LossSettings {
  /** Weight of the heatmaps' cross-entropy beside the likelihood, whose weight is 1. */
  readonly heatmaps: number;
  /** Standard deviation of the target heatmaps, cells. */
  readonly deviation: number;
  /** Weight of what can be seen of each point; 0 where the network does not say it. */
  readonly visibility: number;
  readonly [key: string]: number;
}

/** What a loss may read. */
export interface SupervisedFaces {
  /** At each place where the network is supervised. */
  readonly estimates: readonly HeadEstimate[];
  /** `[B, K, 2]`, pixels of the crop. */
  readonly labels: Tensor;
  /** `[B, K]`: 0 where a point has no label. */
  readonly weights: Tensor;
  /** S, pixels. */
  readonly inputSize: number;
  /** Pixels of a cell of the features. */
  readonly cell: number;
}

export interface LandmarkLoss {
  /** Its metric, and the key of its weight. */
  readonly name: string;
  /** Its keys, with bounds and defaults. One that came later has the weight 0 by default: older recipes mean what they meant. */
  readonly keys: LossKeys;
  /** One scalar for each estimate, of which the mean counts. May add inputs to the graph. */
  build(faces: SupervisedFaces, settings: LossSettings): Tensor[];
  /** Values of the inputs that `build` adds. */
  readonly inputs?: ((batch: LandmarkBatch) => Record<string, Float32Array>) | undefined;
}

type LossKeys = Readonly<Record<string, z.ZodDefault<z.ZodNumber>>>;

/** With what it weighs; that of a loss without a key of its name is 1. */
export function weightOf({ name, keys }: LandmarkLoss, settings: LossSettings): number {
  return name in keys ? settings[name]! : 1;
}
