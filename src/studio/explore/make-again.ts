/** A row's scene rendered again, with changes. A studio is kept for each head and set that were asked for lately. */
import { encodeShot, type GeneratedSample } from '../../dataset/generate/encode-shot.js';
import type { LayerName } from '../../dataset/layers/registry.js';
import { loadHead } from '../../face/heads/registry.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import type { SceneDescription } from '../../render/scene/scene-description.js';
import { createStudio, type Studio } from '../../render/studio.js';
import type { SceneChanges } from './asked.js';
import { changeScene } from './scene-changes.js';

export interface SceneTask {
  scene: SceneDescription;
  changes: SceneChanges;
  set: LandmarkSet;
  size: number;
  samples: 1 | 2;
  layers: readonly LayerName[];
}

const mostStudios = 4;
const studios = new Map<string, Promise<Studio>>();

function studioFor(head: string, set: LandmarkSet): Promise<Studio> {
  const key = `${head} ${JSON.stringify(set)}`;
  const studio = studios.get(key) ?? loadHead(head).then((model) => createStudio({ head: model, set }));
  studios.delete(key);
  studios.set(key, studio);
  if (studios.size > mostStudios) studios.delete(studios.keys().next().value!);
  return studio;
}

export async function makeAgain({
  scene,
  changes,
  set,
  size,
  samples,
  layers,
}: SceneTask): Promise<GeneratedSample> {
  const studio = await studioFor(scene.face.head, set);
  const changed = changeScene(scene, changes, studio.head.actions);
  const shot = studio.shoot(changed, { size, samples });
  return encodeShot(shot, changed, { id: 'again', split: 'again', landmarks: set.name, layers, samples });
}
