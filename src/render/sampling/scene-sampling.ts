/**
 * Draws a scene: the face (`face/person/distributions.ts`), its pose (`face/person/pose-distribution.ts`), and everything around it, whose
 * distributions stand beside this file (`light-`, `camera-`, `background-distribution.ts`). A scene is a pure function of
 * the stream; each part has a stream of its own.
 */
import type { Random } from '../../core/random.js';
import type { HeadModel } from '../../face/heads/head-model.js';
import { sampleFace } from '../../face/person/distributions.js';
import type { ExpressionDistribution } from '../../face/person/expression-distribution.js';
import { type PoseDistribution, samplePose } from '../../face/person/pose-distribution.js';
import type { VarietyGroup } from '../../face/person/variety.js';
import { plainBackground, plainCamera, plainLight, plainPhotograph } from '../scene/plain-scene.js';
import type { LightKind, SceneDescription } from '../scene/scene-description.js';
import { sampleBackground } from './background-distribution.js';
import { sampleCamera, samplePhotograph } from './camera-distribution.js';
import { sampleLight, sampleLightOfKind } from './light-distribution.js';
import { sampleProps } from './props-distribution.js';

export interface SceneOptions {
  /** Name of the head-pose distribution. `in-cabin` also brings a car's light and camera. */
  pose: PoseDistribution;
  /** Name of the distribution of expressions; `in-the-wild` by default. */
  expressions?: ExpressionDistribution;
  /** The kind of light; as the distribution has it where none is said. */
  light?: LightKind | null;
  /** Names of pictures to choose backgrounds from; where there are none they are painted. */
  backgrounds: readonly string[];
  /** Groups of variety to leave out. */
  without: readonly VarietyGroup[];
}

/** How wide a light lets the pupils be, −1 (sun) to 1 (dark); infrared light does not narrow them. */
const dimness: Record<LightKind, number> = {
  studio: -0.2,
  overcast: -0.5,
  shade: -0.3,
  sun: -0.9,
  room: 0.2,
  window: -0.1,
  side: 0.1,
  stage: 0.1,
  flash: 0.5,
  dusk: 0.7,
  backlight: -0.4,
  dim: 0.9,
  screen: 0.6,
  cabin: 0,
  infrared: 0.8,
};

/** Draws one scene. @param random – a stream of its own for this sample. */
export function sampleScene(random: Random, head: HeadModel, options: SceneOptions): SceneDescription {
  const without = new Set(options.without);
  const { pose, light: kind, backgrounds } = options;
  const place = pose === 'in-cabin' ? 'cabin' : 'anywhere';
  const lighting = random.child('light');
  const light = kind == null ? sampleLight(lighting, place) : sampleLightOfKind(lighting, kind);
  const turned = samplePose(random.child('pose'), pose);
  const scene: SceneDescription = {
    face: sampleFace(random.child('face'), head, {
      without: [...without],
      pose: turned,
      ...(options.expressions && { expressions: options.expressions }),
      dimness: dimness[light.kind],
    }),
    pose: turned,
    bodyFollows: random.child('body').uniform(0.2, 0.9),
    props: sampleProps(random.child('props'), head),
    camera: sampleCamera(random.child('camera'), place),
    light,
    background: sampleBackground(random.child('background'), light.kind, { place, files: backgrounds }),
    photograph: samplePhotograph(random.child('photograph'), light.kind),
  };
  return {
    ...scene,
    ...(without.has('occluders') && { props: [] }),
    ...(without.has('pose') && { pose: { yaw: 0, pitch: 0, roll: 0 } }),
    ...(without.has('camera') && { camera: plainCamera, photograph: plainPhotograph }),
    ...(without.has('light') && { light: plainLight }),
    ...(without.has('background') && { background: plainBackground }),
  };
}
