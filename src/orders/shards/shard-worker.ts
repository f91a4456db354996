/** Worker thread: a shard a task, as the bytes of its file. Nothing of it runs on the thread that answers requests. */

import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
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

/**
 * The thread that answers requests or renews locks comes before those that make faces. Linux alone has priorities of threads: there a
 * thread's number takes the place of a process's.
 */
function letOthersFirst(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = readlinkSync('/proc/thread-self').split('/').at(-1);
    setPriority(Number(thread), constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Forbidden here: faces are made all the same.
  }
}

async function makeShard({ recipe, shard }: ShardTask): Promise<Uint8Array<ArrayBuffer>> {
  const make = await makerOf(recipe);
  const samples: LayeredSample[] = [];
  for (let face = shard.firstFace; face < shard.firstFace + shard.faces; face++)
    samples.push(...(await make(face)));
  // A copy whose buffer holds nothing else: it moves to the other thread.
  return new Uint8Array(encodeSamples(samples, shard.firstSample, newDatasetOf(recipe)));
}

letOthersFirst();
serveTasks(makeShard, (bytes) => [bytes.buffer]);
