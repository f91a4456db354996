/** Recipes, losses and the training loop. */
export * from '../../nn/train/fit/learning-rate.js';
export { gaussianLikelihood } from './losses/gaussian-likelihood.js';
export { heatmapCrossEntropy } from './losses/heatmap-cross-entropy.js';
export { parseRecipe, type Recipe, readRecipe } from './recipe.js';
export { type TrainOptions, type TrainResult, train } from './train.js';
