/** All that training needs to go on exactly where it stopped. */
import type { ParameterLayout } from './parameter-layout.js';

export interface TrainerState {
  /** Steps done. */
  readonly step: number;
  readonly parameterLayout: ParameterLayout;
  readonly parameters: Float32Array;
  /** Adam's running mean of the gradient, laid out as the parameters. */
  readonly firstMoments: Float32Array;
  /** Adam's running mean of the squared gradient, laid out as the parameters. */
  readonly secondMoments: Float32Array;
  readonly statisticLayout: ParameterLayout;
  /** Running means and variances of batch normalisation. */
  readonly statistics: Float32Array;
}
