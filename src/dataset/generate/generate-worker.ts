/** Worker thread of the generator: one face a task. */
import { serveTasks } from '../../node/worker-pool.js';
import type { LayeredSample } from '../store/columns.js';
import { type FaceMaker, openFaceMaker } from './make-face.js';
import type { GenerationRecipe } from './recipe.js';

let maker: Promise<FaceMaker> | undefined;

async function makeFace(index: number, recipe: GenerationRecipe): Promise<LayeredSample[]> {
  maker ??= openFaceMaker(recipe);
  return (await maker)(index);
}

serveTasks(makeFace);
