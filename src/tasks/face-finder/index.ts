/** Training of face finders. */
export { type FinderRecipe, parseFinderRecipe } from './recipe.js';
export { type TrainFinderOptions, type TrainFinderResult, trainFinder } from './train.js';
