/** Recipes, losses and the training loop. */

export { silentWork, type Work } from '../../core/work.js';
export type { FreshFacesSettings } from '../../dataset/fresh/settings.js';
export * from '../../nn/train/fit/learning-rate.js';
export type { StageSettings } from '../../nn/train/fit/optimisation-settings.js';
export type { TrainingSettings } from '../../nn/train/fit/training-settings.js';
export type { SessionOptions } from '../fit-options.js';
export type { AdaptationSettings } from './adaptation/adaptation-method.js';
export { type GaussianLikelihoodInputs, gaussianLikelihood } from './losses/gaussian-likelihood.js';
export { type HeatmapCrossEntropyInputs, heatmapCrossEntropy } from './losses/heatmap-cross-entropy.js';
export type { LossSettings } from './losses/landmark-loss.js';
export { parseRecipe, type Recipe, readRecipe } from './recipe.js';
export { type TrainResult, train, type ValidationResult } from './train.js';
