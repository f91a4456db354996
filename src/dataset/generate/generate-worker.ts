/** Worker thread of the generator: loads the head and builds the studio once, then makes one sample a task. */
import { Random } from '../../core/random.js';
import { serveTasks } from '../../core/worker-pool.js';
import { loadHead } from '../../face/heads.js';
import { landmarkSet } from '../../landmarks/registry.js';
import { sampleScene } from '../../render/scene-sampling.js';
import { createStudio, type Studio } from '../../render/studio.js';
import type { LayeredSample } from '../columns.js';
import { encodeShot } from './encode-shot.js';
import type { GenerationRecipe } from './recipe.js';
import { splitOf } from './splits.js';

let studio: Promise<Studio> | undefined;

/** A pure function of the recipe and the index. */
async function makeSample(index: number, recipe: GenerationRecipe): Promise<LayeredSample> {
  studio ??= openStudio(recipe);
  const { head, set, shoot } = await studio;
  const scene = sampleScene(new Random(recipe.seed, 'sample', index), head, {
    pose: recipe.pose,
    without: recipe.without,
  });
  const shot = shoot(scene, { size: recipe.size });
  return encodeShot(shot, scene, {
    id: sampleId(index),
    split: splitOf(index, recipe.count, recipe.splits),
    landmarks: set.name,
    layers: recipe.layers,
  });
}

async function openStudio({ head, landmarks }: GenerationRecipe): Promise<Studio> {
  return createStudio({ head: await loadHead(head), set: landmarkSet(landmarks) });
}

function sampleId(index: number): string {
  return `face-${String(index).padStart(7, '0')}`;
}

serveTasks(makeSample);
