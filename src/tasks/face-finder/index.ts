/** Training of face finders. */

export { silentWork, type Work } from '../../core/work.js';
export type { SceneSettings } from '../../dataset/scenes/settings.js';
export type { FinderArchitecture } from '../../networks/finder/finder-metadata.js';
export type { OptimiserSettings } from '../../nn/optimisers/optimiser.js';
export type { OptimisationSettings } from '../../nn/train/fit/optimisation-settings.js';
export type { TrainingSettings } from '../../nn/train/fit/training-settings.js';
export type { SessionOptions } from '../fit-options.js';
export { type FinderRecipe, parseFinderRecipe } from './recipe.js';
export { type TrainFinderResult, trainFinder } from './train.js';
