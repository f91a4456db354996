/**
 * The simulated camera domain: scenes of the same generator whose people, light, camera and picture style come from
 * other distributions than the training domain's, to stand in for photographs where there are none. It is laid over the
 * groups of variety and forks none of them: every part is drawn by its group's own function and then narrowed, widened
 * or shifted here (docs/camera-domain.md has all figures).
 *
 * Parts are those of 300-W: `train`, `validation` and `common-test` are of one kind; `challenging` has turned heads,
 * things in front, strong expressions and hard light.
 */
import { Random } from '../../core/random.js';
import type { HeadModel } from '../../face/heads/head-model.js';
import type { WornDescription } from '../../face/person/appearance/worn-description.js';
import { sampleWorn } from '../../face/person/appearance/worn-distribution.js';
import type { FaceDescription, HeadPose } from '../../face/person/description.js';
import { sampleFace } from '../../face/person/distributions.js';
import { sampleExpression } from '../../face/person/expression-distribution.js';
import { samplePose } from '../../face/person/pose-distribution.js';
import type { PropDescription } from '../props/prop-description.js';
import type {
  CameraDescription,
  LightDescription,
  LightKind,
  PhotographDescription,
  SceneDescription,
} from '../scene/scene-description.js';
import { sampleBackground } from './background-distribution.js';
import { sampleCamera, samplePhotograph } from './camera-distribution.js';
import { sampleLightOfKind } from './light-distribution.js';
import { sampleProps } from './props-distribution.js';

export const cameraDomainParts = ['train', 'validation', 'common-test', 'challenging'] as const;
export type CameraDomainPart = (typeof cameraDomainParts)[number];

const degrees = Math.PI / 180;

type Weights = Readonly<Partial<Record<LightKind, number>>>;

/** Kinds of light: rooms, screens and the street, hardly a studio. */
const commonLight: Weights = {
  room: 3,
  window: 2,
  shade: 1.5,
  sun: 1.5,
  flash: 1.5,
  dusk: 1,
  screen: 1,
  dim: 1,
  side: 0.7,
};
const hardLight: Weights = {
  sun: 2,
  side: 2,
  flash: 1,
  stage: 1.5,
  backlight: 1.5,
  dim: 1.5,
  screen: 1,
  dusk: 1,
};

/** Identity: wider than in training and around another mean, the same for all faces of a head. */
const identity = { scale: 1.15, shift: 0.6, limit: 2.75 } as const;

/** Even light is this much weaker and keys this much stronger than in training. */
const hardness = { fill: 0.65, key: 1.4 } as const;

/** Draws one scene. @param random – a stream of its own for this sample. */
export function sampleCameraDomainScene(
  random: Random,
  head: HeadModel,
  part: CameraDomainPart,
): SceneDescription {
  const hard = part === 'challenging';
  const light = sampleHardLight(random.child('light'), hard ? hardLight : commonLight);
  const pose = hard ? challengingPose(random.child('pose')) : commonPose(random.child('pose'));
  return {
    face: samplePerson(random.child('face'), head, pose, hard),
    pose,
    bodyFollows: random.child('body').uniform(0.2, 0.9),
    props: samplePropsOf(random.child('props'), head, hard),
    camera: samplePhoneCamera(random.child('camera')),
    light,
    background: sampleBackground(random.child('background'), light.kind),
    photograph: samplePhonePicture(random.child('photograph'), light.kind),
  };
}

function samplePerson(random: Random, head: HeadModel, pose: HeadPose, hard: boolean): FaceDescription {
  const face = sampleFace(random, head, { identityScale: identity.scale, pose });
  const { skin } = face;
  return {
    ...face,
    ...(hard && strongest(random.child('stronger'), head, face)),
    identity: shiftIdentity(face.identity, head),
    // Rendering style: greasier, blotchier skin than the training domain's, with more blood in it.
    skin: {
      ...skin,
      shine: Math.min(1, 0.35 + 0.75 * skin.shine),
      mottling: Math.min(1, 0.2 + skin.mottling),
      blood: Math.min(1, skin.blood * 1.25),
      pores: Math.min(1, 0.2 + skin.pores),
    },
    worn: hard
      ? moreWorn(random.child('worn again'), face.worn)
      : lessWorn(random.child('taken off'), face.worn),
  };
}

/** Another mean, drawn once a head, and wider limits. */
function shiftIdentity(values: readonly number[], head: HeadModel): number[] {
  const mean = meanOf(head);
  return values.map((value, i) => Math.min(identity.limit, Math.max(-identity.limit, value + mean[i]!)));
}

const means = new WeakMap<HeadModel, readonly number[]>();

function meanOf(head: HeadModel): readonly number[] {
  const known = means.get(head);
  if (known !== undefined) return known;
  const stream = new Random('camera domain', 'mean identity', head.name);
  const mean = head.identityNames.map(() => stream.uniform(-identity.shift, identity.shift));
  means.set(head, mean);
  return mean;
}

/** Of three expressions the one with most in it. */
function strongest(
  random: Random,
  head: HeadModel,
  face: FaceDescription,
): Pick<FaceDescription, 'expression' | 'actions'> {
  const drawn = [
    face,
    sampleExpression(random.child(1), head.actions),
    sampleExpression(random.child(2), head.actions),
  ];
  const strength = ({ actions }: Pick<FaceDescription, 'actions'>): number =>
    Object.values(actions).reduce((sum, value) => sum + value, 0);
  const { expression, actions } = drawn.reduce((a, b) => (strength(b) > strength(a) ? b : a));
  return { expression, actions };
}

/** What covers landmarks is rare: in one face in ten of those that wear it. */
function lessWorn(random: Random, worn: WornDescription): WornDescription {
  return { ...worn, mask: random.chance(0.1) ? worn.mask : null };
}

/** Three chances to wear each thing instead of one. */
function moreWorn(random: Random, worn: WornDescription): WornDescription {
  const more = [sampleWorn(random.child(1)), sampleWorn(random.child(2))];
  const first = <K extends keyof WornDescription>(key: K): WornDescription[K] =>
    worn[key] ?? more.find((other) => other[key] !== null)?.[key] ?? worn[key];
  return {
    glasses: first('glasses'),
    headwear: first('headwear'),
    mask: first('mask'),
    earrings: worn.earrings,
  };
}

/** Something in front of one face in 80, or of two in five. */
function samplePropsOf(random: Random, head: HeadModel, hard: boolean): readonly PropDescription[] {
  if (!hard) return random.child('kept').chance(0.15) ? sampleProps(random, head) : [];
  for (let i = 0; i < 6; i++) {
    const props = sampleProps(random.child(i), head);
    if (props.length > 0) return props;
  }
  return [];
}

/** Mostly frontal, as those of 300-W's common parts: nine in ten within ±30° of yaw. */
function commonPose(random: Random): HeadPose {
  const yaw = random.truncatedNormal(0, 17, 2.4);
  const pitch = random.truncatedNormal(-3, 9, 2.4);
  const roll = random.truncatedNormal(0, 7, 2.4);
  return { yaw: yaw * degrees, pitch: pitch * degrees, roll: roll * degrees };
}

/** Half of them turned by 25–70°, the others from the wide tails of the training domain. */
function challengingPose(random: Random): HeadPose {
  const wide = samplePose(random.child('wide'), 'in-the-wild');
  if (random.chance(0.5)) return wide;
  const side = random.pick([-1, 1]);
  const yaw = side * random.uniform(25, 70);
  return {
    yaw: yaw * degrees,
    pitch: random.truncatedNormal(0, 14) * degrees,
    roll: random.truncatedNormal(0, 14) * degrees,
  };
}

/** Less of the even light, more of what casts shadows. */
function sampleHardLight(random: Random, weights: Weights): LightDescription {
  const kind = random.weighted(weights as Record<LightKind, number>);
  const light = sampleLightOfKind(random.child(kind), kind);
  const times = <T extends readonly [number, number, number]>(
    [r, g, b]: T,
    factor: number,
  ): [number, number, number] => [r * factor, g * factor, b * factor];
  return {
    ...light,
    sky: times(light.sky, hardness.fill),
    horizon: times(light.horizon, hardness.fill),
    ground: times(light.ground, hardness.fill),
    keys: light.keys.map((key) => ({
      ...key,
      colour: times(key.colour, hardness.key),
      softness: 0.7 * key.softness,
    })),
    panels: light.panels.map((panel) => ({ ...panel, radiance: times(panel.radiance, hardness.key) })),
  };
}

/** A telephone: two in three by the wide front lens at an arm's length, the rest by the main lens from farther off. */
function samplePhoneCamera(random: Random): CameraDescription {
  const camera = sampleCamera(random.child('framing'));
  const selfie = random.chance(0.65);
  return {
    ...camera,
    lens: selfie ? random.uniform(20, 28) : random.uniform(24, 30),
    distance: selfie ? random.uniform(26, 55) : random.uniform(55, 160),
    // Held by hand.
    roll: random.truncatedNormal(0, 6, 3) * degrees,
    offAxisX: 0.6 * camera.offAxisX,
    offAxisY: 0.6 * camera.offAxisY,
    aperture: 0.2,
  };
}

/** Small sensors, strong processing, and what messengers leave of a picture. */
function samplePhonePicture(random: Random, light: LightKind): PhotographDescription {
  const picture = samplePhotograph(random.child('base'), light);
  const cast = random.normal(0.04, 0.1);
  return {
    ...picture,
    monochrome: false,
    spectrum: 'visible',
    whiteBalance: [Math.exp(cast), Math.exp(random.normal(0, 0.03)), Math.exp(-cast)],
    contrast: Math.exp(random.normal(0.16, 0.12)),
    shoulder: random.uniform(0, 0.5),
    saturation: Math.exp(random.normal(0.14, 0.15)),
    iso: Math.min(25600, 3 * picture.iso),
    colourNoise: random.uniform(0.4, 1),
    sharpening: random.uniform(0.5, 1.4),
    resolution: random.chance(0.45) ? random.uniform(0.4, 0.95) : 1,
    jpegQuality: Math.round(random.uniform(30, 78)),
    finish: {
      clarity: random.uniform(0.15, 0.7),
      smoothing: random.chance(0.7) ? random.uniform(0.2, 0.9) : 0,
      shadows: [random.uniform(-0.03, 0.015), random.uniform(-0.01, 0.02), random.uniform(-0.005, 0.05)],
      highlights: [random.uniform(-0.01, 0.04), random.uniform(-0.01, 0.02), random.uniform(-0.06, 0.01)],
    },
  };
}
