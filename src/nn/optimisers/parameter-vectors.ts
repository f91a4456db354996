/** What every optimiser works on. */

/** What an optimiser may keep from step to step, in vectors as long as the parameters; checkpoints hold them by these names. */
export const slotNames = ['firstMoments', 'secondMoments'] as const;
export type SlotName = (typeof slotNames)[number];

/** Flat, laid out alike. A slot that the optimiser does not keep has length 0. */
export interface ParameterVectors {
  readonly parameters: Float32Array;
  /** Running mean of the gradient, or the velocity of SGD. */
  readonly firstMoments: Float32Array;
  /** Running mean of the squared gradient. */
  readonly secondMoments: Float32Array;
  readonly gradient: Float32Array;
}

export interface UpdateStep {
  /** How often these parameters have been updated, this time included: from 1. */
  readonly step: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Multiplies the gradient first. */
  readonly gradientScale: number;
}
