/**
 * Attribute classifiers: one look at a picture, and for each fact the scores of its values, the first being that there is nothing of
 * it to be seen. B batch, S side.
 */
import { type FaceFacts, type FactName, factNames } from '../../../captions/face-facts.js';
import { imageFeatures } from '../../../networks/clip/clip-network.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { slice } from '../../../nn/operators/shapes/slice.js';
import { valuesOf } from '../text/fact-codes.js';

export interface JudgeArchitecture {
  /** S, pixels. */
  size: number;
  /** Channels at strides 2, 4, 8, …, and residual blocks of each level. */
  channels: number[];
  blocks: number[];
}

export interface JudgedFact {
  fact: FactName;
  /** The first is `nothing`. */
  values: string[];
}

/** All facts with all their values. */
export const judgedFacts: readonly JudgedFact[] = factNames.map((fact) => ({
  fact,
  values: ['nothing', ...valuesOf(fact)],
}));

/** Of their parameters and statistics. */
export const judgeScope = 'judge';

/** @param image – `[B, 3, S, S]`. @returns for each fact `[B, values]`. */
export function buildJudges(
  image: Tensor,
  { channels, blocks }: JudgeArchitecture,
  facts: readonly JudgedFact[],
): Record<string, Tensor> {
  const count = facts.reduce((sum, { values }) => sum + values.length, 0);
  const all = imageFeatures(judgeScope, image, { channels, blocks }, count);
  const scores: Record<string, Tensor> = {};
  let first = 0;
  for (const { fact, values } of facts) {
    scores[fact] = slice(all, 1, first, first + values.length);
    first += values.length;
  }
  return scores;
}

/** The number of the value that a picture shows. */
export function valueNumber({ fact, values }: JudgedFact, facts: FaceFacts): number {
  const shown = facts[fact];
  return shown === undefined ? 0 : Math.max(0, values.indexOf(shown));
}
