/** All that training needs to go on exactly where it stopped. */
import type { ParameterLayout } from './parameter-layout.js';

export interface TrainerState {
  /** Steps done. */
  readonly step: number;
  readonly parameterLayout: ParameterLayout;
  readonly parameters: Float32Array;
  /** How often each parameter has been updated, by layout entry; where absent, `step` times. */
  readonly updates?: readonly number[] | undefined;
  /**
   * The optimiser's running mean of the gradient, or its velocity, laid out as the parameters; of length 0 where it
   * keeps none, or before its first step.
   */
  readonly firstMoments: Float32Array;
  /** The optimiser's running mean of the squared gradient, likewise. */
  readonly secondMoments: Float32Array;
  readonly statisticLayout: ParameterLayout;
  /** Running means and variances of batch normalisation. */
  readonly statistics: Float32Array;
  /** Exponential moving averages of parameters and statistics, where training keeps them. */
  readonly averages?: { readonly parameters: Float32Array; readonly statistics: Float32Array } | undefined;
}

/** The state with its averages in place of what they are averages of: for validation and export. */
export function averagedState({ averages, ...state }: TrainerState): TrainerState {
  return { ...state, ...averages };
}
