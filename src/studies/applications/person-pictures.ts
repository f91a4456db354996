/** One generated person in several pictures: the same face with another pose, expression, light and camera in each. K points. */
import { Random } from '../../core/random.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import type { HeadModel } from '../../face/heads/head-model.js';
import type { PoseDistribution } from '../../face/person/pose-distribution.js';
import { sampleScene } from '../../render/sampling/scene-sampling.js';
import type { Camera, Placement } from '../../render/scene/scene.js';
import type { SceneDescription } from '../../render/scene/scene-description.js';
import type { Studio } from '../../render/studio.js';

export interface PersonOptions {
  seed: number;
  pose: PoseDistribution;
  /** Side of a picture, pixels. */
  size: number;
}

export interface PersonPicture {
  scene: SceneDescription;
  camera: Camera;
  head: Placement;
  /** `[K, 2]` exact surface points, pixels. */
  exact: Float32Array;
  /** Where a model is measured: what it finds. `seen` `[K]` is the probability of each to be seen, where the model says it. */
  detected?: { points: Float32Array; uncertainty: Float32Array; seen?: Float32Array };
}

export function personScenes(
  head: HeadModel,
  person: number,
  views: number,
  { seed, pose }: PersonOptions,
): SceneDescription[] {
  const options = { pose, backgrounds: [], without: [] };
  const { face } = sampleScene(new Random(seed, 'person', person), head, options);
  return Array.from({ length: views }, (_, view) => {
    const scene = sampleScene(new Random(seed, 'view', person, view), head, options);
    const { expression, actions, gaze } = scene.face;
    return { ...scene, face: { ...face, expression, actions, gaze } };
  });
}

export async function takePicture(
  studio: Studio,
  scene: SceneDescription,
  size: number,
  detector?: Detector,
): Promise<PersonPicture> {
  if (detector === undefined) {
    const { points, camera, head } = studio.locate(scene, size);
    return { scene, camera, head, exact: points.surface };
  }
  const shot = studio.shoot(scene, { size });
  const { points, uncertainty, visibility } = await detector.detect(
    { width: size, height: size, channels: 3, data: shot.rgb },
    shot.box,
  );
  const seen = visibility?.filter((_, i) => i % 4 === 0);
  return {
    scene,
    camera: shot.camera,
    head: shot.head,
    exact: shot.points.surface,
    detected: { points, uncertainty, ...(seen && { seen }) },
  };
}
