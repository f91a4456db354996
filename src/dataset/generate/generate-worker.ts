/** Worker thread of the generator: loads the head and builds the studio once, then makes one face a task. */
import { Random } from '../../core/random.js';
import { serveTasks } from '../../core/worker-pool.js';
import { loadHead } from '../../face/heads.js';
import { sampleClip } from '../../render/clip-sampling.js';
import type { CameraView, SceneDescription } from '../../render/scene-description.js';
import { sampleScene } from '../../render/scene-sampling.js';
import { cameraView, createStudio, type Studio } from '../../render/studio.js';
import type { LayeredSample } from '../columns.js';
import { landmarksOf } from '../manifest.js';
import { encodeShot } from './encode-shot.js';
import type { GenerationRecipe } from './recipe.js';
import { splitOf } from './splits.js';

let studio: Promise<Studio> | undefined;

/** The samples of a face: one, or its frames. A pure function of the recipe and the index. */
async function makeFace(index: number, recipe: GenerationRecipe): Promise<LayeredSample[]> {
  studio ??= openStudio(recipe);
  const { head, set, shoot } = await studio;
  const { size, frames, rate, pose, without, layers } = recipe;
  const random = new Random(recipe.seed, 'sample', index);
  const context = {
    split: splitOf(index, recipe.count, recipe.splits),
    landmarks: set.name,
    layers,
  };
  const name = String(index).padStart(7, '0');
  if (frames === 1) {
    const scene = sampleScene(random, head, { pose, without });
    return [await encodeShot(shoot(scene, { size }), scene, { ...context, id: `face-${name}` })];
  }
  const samples: LayeredSample[] = [];
  let view: CameraView | undefined;
  for (const [frame, moved] of sampleClip(random, head, { pose, without, frames, rate }).entries()) {
    const scene: SceneDescription =
      view === undefined ? moved : { ...moved, camera: { ...moved.camera, view } };
    const shot = shoot(scene, { size });
    // The camera that frames the first face stands still for the rest of the clip.
    view ??= cameraView(shot.camera);
    const id = `clip-${name}-${String(frame).padStart(4, '0')}`;
    samples.push(await encodeShot(shot, scene, { ...context, id, clip: { index, frame, frames, rate } }));
  }
  return samples;
}

async function openStudio(recipe: GenerationRecipe): Promise<Studio> {
  return createStudio({ head: await loadHead(recipe.head), set: landmarksOf(recipe) });
}

serveTasks(makeFace);
