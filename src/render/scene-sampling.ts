/**
 * The distributions of everything around the face: camera, light, background, photographic finish. Those of the face
 * itself stand in `face/distributions.ts`. Each is written down here once; a scene is a pure function of the stream.
 *
 * - Distance: log-uniform 35–300 cm, from a phone at arm's length to a tele lens; with the face filling a set share
 *   of the frame this gives 35 mm equivalents of about 24–200 mm.
 * - Light: eight kinds, weighted towards rooms and even light; strengths log-normal.
 * - Finish: most pictures are sharp and clean, a tail is blurred, noisy or heavily compressed.
 */
import type { Random } from '../core/random.js';
import { normalise, type Vector3 } from '../core/vector.js';
import type { Rgb } from '../face/description.js';
import { sampleFace } from '../face/distributions.js';
import type { HeadModel } from '../face/head-model.js';
import { type PoseDistribution, samplePose } from '../face/pose-distribution.js';
import type { VarietyGroup } from '../face/variety.js';
import { plainBackground, plainCamera, plainLight, plainPhotograph } from './plain-scene.js';
import type {
  BackgroundDescription,
  BackgroundKind,
  CameraDescription,
  LightDescription,
  LightKind,
  PhotographDescription,
  SceneDescription,
  SoftLamp,
} from './scene-description.js';

export interface SceneOptions {
  /** Name of the head-pose distribution (`in-the-wild` by default). */
  pose?: PoseDistribution;
  /** Groups of variety to leave out (none by default). */
  without?: readonly VarietyGroup[];
}

/** Draws one scene. @param random – a stream of its own for this sample. */
export function sampleScene(random: Random, head: HeadModel, options: SceneOptions = {}): SceneDescription {
  const without = new Set(options.without);
  const { pose = 'in-the-wild', backgrounds = [] } = options;
  const place = pose === 'in-cabin' ? 'cabin' : 'anywhere';
  const light = sampleLight(random.child('light'), place);
  const turned = samplePose(random.child('pose'), pose);
  const scene: SceneDescription = {
    face: sampleFace(random.child('face'), head, { without: [...without], pose: turned }),
    pose: turned,
    bodyFollows: random.child('body').uniform(0.2, 0.9),
    camera: sampleCamera(random.child('camera')),
    light,
    background: sampleBackground(random.child('background'), light.kind),
    photograph: samplePhotograph(random.child('photograph')),
  };
  return {
    ...scene,
    ...(without.has('pose') && { pose: { yaw: 0, pitch: 0, roll: 0 } }),
    ...(without.has('camera') && { camera: plainCamera, photograph: plainPhotograph }),
    ...(without.has('light') && { light: plainLight }),
    ...(without.has('background') && { background: plainBackground }),
  };
}
