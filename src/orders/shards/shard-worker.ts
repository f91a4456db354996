/** Worker thread: a shard a task, as the bytes of its file. Nothing of it runs on the thread that answers requests. */

import { type FaceMaker, openFaceMaker } from '../../dataset/generate/make-face.js';
import { newDatasetOf } from '../../dataset/generate/open-recipe.js';
import type { GenerationRecipe } from '../../dataset/generate/recipe.js';
import type { LayeredSample } from '../../dataset/store/columns.js';
import { encodeSamples } from '../../dataset/store/sample-file.js';
import { serveTasks } from '../../node/worker-pool.js';
import type { Shard } from './shard-plan.js';

export interface ShardTask {
  recipe: GenerationRecipe;
  shard: Pick<Shard, 'firstFace' | 'faces' | 'firstSample'>;
}

/** Makers with their heads, by recipe: orders that are made side by side take turns. */
const makers = new Map<string, Promise<FaceMaker>>();
const mostMakers = 3;

function makerOf(recipe: GenerationRecipe): Promise<FaceMaker> {
  const key = JSON.stringify(recipe);
  const maker = makers.get(key) ?? openFaceMaker(recipe);
  makers.delete(key);
  makers.set(key, maker); // the last used stands last
  const [oldest] = makers.keys();
  if (makers.size > mostMakers && oldest !== undefined) makers.delete(oldest);
  maker.catch(() => makers.delete(key));
  return maker;
}

async function makeShard({ recipe, shard }: ShardTask): Promise<Uint8Array<ArrayBuffer>> {
  const make = await makerOf(recipe);
  const samples: LayeredSample[] = [];
  for (let face = shard.firstFace; face < shard.firstFace + shard.faces; face++)
    samples.push(...(await make(face)));
  // A copy whose buffer holds nothing else: it moves to the other thread.
  return new Uint8Array(encodeSamples(samples, shard.firstSample, newDatasetOf(recipe)));
}

serveTasks(makeShard, (bytes) => [bytes.buffer]);
