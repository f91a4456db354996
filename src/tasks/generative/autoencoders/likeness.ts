/**
 * How unlike two pictures look, beside how far their pixels are apart: the mean squared distance between what the convolutions of
 * trained judges make of them, level by level (Johnson, Alahi and Fei-Fei, "Perceptual Losses for Real-Time Style Transfer and
 * Super-Resolution", ECCV 2016; for variational autoencoders Hou et al., "Deep Feature Consistent Variational Autoencoder", WACV 2017). Of
 * hair, pixels alone ask for its mean colour; judges see strands. They stay as they are and are not in the trained file.
 */

import { z } from 'zod';
import { number, text } from '../../../core/settings/value-kinds.js';
import { imageLevels } from '../../../networks/clip/clip-network.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { add } from '../../../nn/operators/arithmetic/add.js';
import { multiply } from '../../../nn/operators/arithmetic/multiply.js';
import { meanSquaredError } from '../../../nn/operators/losses/mean-squared-error.js';
import { concat } from '../../../nn/operators/shapes/concat.js';
import { slice } from '../../../nn/operators/shapes/slice.js';
import type { ParameterGroup } from '../../../nn/optimisers/parameter-groups.js';
import { matchingState } from '../../../nn/program/matching-state.js';
import type { TrainerState } from '../../../nn/program/trainer-state.js';
import type { StepSource } from '../../../nn/train/fit/batches.js';
import { judgesNetwork } from '../judges/judge-file.js';
import { type JudgeArchitecture, judgeScope } from '../judges/network.js';
import { modelWeights } from '../start-from.js';

export interface LikenessSettings {
  /** Model file of judges for pictures of the same side. */
  judges: string;
  /** Of the mean squared distance beside the loss: of a vector nats for each number of the picture, of tokens the mean squared error of pixels from −1 to 1. */
  weight: number;
}

export const likenessSchema: z.ZodType<LikenessSettings> = z.strictObject({
  judges: text('the model file of judges'),
  weight: number(0, 1000).default(1),
});

/** Parameters and statistics of the judges in a training: frozen, whatever a recipe's groups say. */
export const judgesFrozen: ParameterGroup = { match: `${judgeScope}/**`, frozen: true };

/** @param pictures – `[B, 3, S, S]`. @param truth – likewise. @returns a scalar: the mean over the judges' levels. */
export function unlikeness(pictures: Tensor, truth: Tensor, judges: JudgeArchitecture): Tensor {
  const { graph } = pictures;
  const batch = pictures.shape[0]!;
  return graph.scope(judgeScope, () => {
    let both = concat([pictures, truth], 0);
    let sum: Tensor | undefined;
    for (const level of judges.channels.keys()) {
      both = imageLevels(both, judges, [level, level + 1]);
      const distance = meanSquaredError(slice(both, 0, 0, batch), slice(both, 0, batch, 2 * batch));
      sum = sum === undefined ? distance : add(sum, distance);
    }
    return multiply(sum!, 1 / judges.channels.length);
  });
}

/** @param own – a trainer's state. @param bytes – of the judges' file. @returns that state with their weights. */
export async function withJudges(
  own: TrainerState,
  { bytes, file }: { bytes: Uint8Array; file: string },
  batch: number,
  batches: StepSource,
): Promise<TrainerState> {
  const saved = await modelWeights(bytes, file, (given, name) => judgesNetwork(given, name, batch), batches);
  return matchingState(own, saved).state;
}
