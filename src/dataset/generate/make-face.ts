/**
 * Makes the samples of a recipe's faces, one by one: a pure function of the recipe and the index, in whatever thread and
 * process. The head is loaded and the studio built once.
 */
import sharp from 'sharp';
import { eventName, lastingFacts, sayClip } from '../../captions/events.js';
import { factsOf } from '../../captions/face-facts.js';
import { Random } from '../../core/random.js';
import { loadHead } from '../../face/heads/registry.js';
import { clipCaption } from '../../render/labels/caption.js';
import { drowsyMotion, sampleClip } from '../../render/sampling/clip-sampling.js';
import { motionAt } from '../../render/sampling/drowsiness.js';
import { sampleEventClip } from '../../render/sampling/event-clip.js';
import { sampleScene } from '../../render/sampling/scene-sampling.js';
import { specifiedScene } from '../../render/sampling/specified/specified-scene.js';
import type { CameraView, SceneDescription } from '../../render/scene/scene-description.js';
import { cameraView, createStudio, type ShotOptions, type Studio } from '../../render/studio.js';
import type { LayeredSample } from '../store/columns.js';
import { landmarksOf } from '../store/manifest.js';
import { openBackground } from './background-folder.js';
import { makeCameraFace } from './camera-domain/camera-face.js';
import { encodeShot, type GeneratedSample } from './encode-shot.js';
import type { GenerationRecipe } from './recipe.js';
import { splitOf } from './splits.js';

// Images are small and every worker has a core of its own: libvips' own threads would only wait for each other.
sharp.concurrency(1);

/** The samples of a face: one, or its frames. */
export type FaceMaker = (index: number) => Promise<LayeredSample[]>;

export async function openFaceMaker(recipe: GenerationRecipe): Promise<FaceMaker> {
  const studio = createStudio({ head: await loadHead(recipe.head), set: landmarksOf(recipe) });
  return (index) => makeFace(index, recipe, studio);
}

async function makeFace(index: number, recipe: GenerationRecipe, studio: Studio): Promise<LayeredSample[]> {
  const { head, set, shoot } = studio;
  const {
    size,
    samples: perSide,
    frames,
    rate,
    pose,
    expressions,
    light,
    without,
    layers,
    backgrounds,
  } = recipe;
  const resolution = { size, samples: perSide };
  const drawn = { pose, expressions, light, without, backgrounds: backgrounds?.files ?? [] };
  if (recipe.domain === 'camera') return [await makeCameraFace(index, recipe, studio)];
  const random = new Random(recipe.seed, 'sample', index);
  const context = {
    split: splitOf(index, recipe.count, recipe),
    landmarks: set.name,
    layers,
    samples: perSide,
  };
  const name = String(index).padStart(7, '0');
  const asked = recipe.scenes?.scenes[index];
  if (asked !== undefined) {
    const { scene, id, again, ...own } = asked;
    const sample = await encodeShot(shoot(scene, own), scene, { ...context, id, samples: own.samples });
    return [again === undefined ? sample : { ...sample, attributes: { ...sample.attributes, again } }];
  }
  if (recipe.specification !== null) {
    const { scene, ordered } = specifiedScene(recipe.seed, index, head, recipe.specification);
    const sample = await encodeShot(shoot(scene, resolution), scene, { ...context, id: `face-${name}` });
    return [{ ...sample, attributes: { ...sample.attributes, ordered } }];
  }
  if (frames === 1) {
    const scene = sampleScene(random, head, drawn);
    const shot = shoot(scene, { ...resolution, ...(await pictureOf(scene, recipe)) });
    return [await encodeShot(shot, scene, { ...context, id: `face-${name}` })];
  }
  const samples: GeneratedSample[] = [];
  let view: CameraView | undefined;
  let picture: Pick<ShotOptions, 'picture'> | undefined;
  const drowsy = random.child('drowsy').chance(recipe.drowsy);
  const tired = drowsy ? drowsyMotion(random, frames / rate) : undefined;
  const told =
    recipe.events > 0
      ? sampleEventClip(random, head, { ...drawn, frames, events: recipe.events })
      : undefined;
  const scenes = told?.scenes ?? sampleClip(random, head, { ...drawn, frames, rate, drowsy });
  for (const [frame, moved] of scenes.entries()) {
    const scene: SceneDescription =
      view === undefined ? moved : { ...moved, camera: { ...moved.camera, view } };
    picture ??= await pictureOf(scene, recipe);
    const shot = shoot(scene, { ...resolution, ...picture });
    // The camera that frames the first face stands still for the rest of the clip.
    view ??= cameraView(shot.camera);
    const id = `clip-${name}-${String(frame).padStart(4, '0')}`;
    samples.push(
      await encodeShot(shot, scene, {
        ...context,
        id,
        clip: {
          ...{ index, frame, frames, rate },
          ...(tired && { drowsy: motionAt(tired, frame / rate) }),
          ...(told && { events: told.events }),
        },
      }),
    );
  }
  // What happens in a clip is known when all of it is made; every frame tells it.
  const shown = samples.map(({ attributes }) => attributes.shows);
  const clipWords =
    told === undefined
      ? clipCaption(shown)
      : sayClip({ facts: lastingFacts(factsOf(shown[0]!)), events: told.events.map(eventName) }).text;
  for (const { attributes } of samples)
    if (attributes.clip !== undefined) attributes.clip.caption = clipWords;
  return samples;
}

/** The decoded picture that a scene's background names, if it names one. */
async function pictureOf(
  { background }: SceneDescription,
  { backgrounds, size }: GenerationRecipe,
): Promise<Pick<ShotOptions, 'picture'>> {
  if (background.file === undefined || backgrounds === null) return {};
  return { picture: await openBackground(backgrounds, background.file, size) };
}
