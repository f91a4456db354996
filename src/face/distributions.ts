/**
 * The one place where a population of faces is written down: identity, expression, gaze, head pose and appearance.
 * Every draw comes from the stream it is given, each part from a child of its own, so parts can change without
 * shifting the others. Appearance follows pigments, which vary continuously, not tables of groups.
 */
import type { Random } from '../core/random.js';
import { type Matrix3, multiply, rotationAbout } from '../core/vector.js';
import type { Side } from '../landmarks/surface.js';
import {
  sampleBrows,
  sampleClothing,
  sampleEyeColours,
  sampleHair,
  sampleHairPigment,
  sampleSkin,
} from './appearance-distribution.js';
import type { FaceDescription, HeadPose } from './description.js';
import { sampleExpression } from './expression-distribution.js';
import type { Gaze, HeadModel } from './head-model.js';
import { plainBrows, plainExpression, plainEyes, plainHair, plainSkin } from './plain-face.js';
import type { VarietyGroup } from './variety.js';

const degrees = Math.PI / 180;

export const poseDistributions = ['frontal', 'in-the-wild'] as const;
export type PoseDistribution = (typeof poseDistributions)[number];

interface AngleDistribution {
  /** Degrees. */
  readonly deviation: number;
  readonly limit: number;
}

/**
 * Normal, cut off at the limits. In the wild: about the spread of AFLW and 300-W (Köstinger et al. 2011; Zhu et al.
 * 2016 count most of 300-W within ±45° of yaw).
 */
const poses: Readonly<Record<PoseDistribution, Readonly<Record<keyof HeadPose, AngleDistribution>>>> = {
  frontal: {
    yaw: { deviation: 4, limit: 12 },
    pitch: { deviation: 4, limit: 12 },
    roll: { deviation: 3, limit: 9 },
  },
  'in-the-wild': {
    yaw: { deviation: 22, limit: 75 },
    pitch: { deviation: 12, limit: 36 },
    roll: { deviation: 12, limit: 40 },
  },
};

/** Identity: independent normals, a little wider than the scanned population, cut at ±2.5 of their deviations. */
const identity = { scale: 1.1, limit: 2.5 } as const;

/**
 * Gaze against the head, degrees: eyes seldom leave ±25° before the head follows (Stahl 1999). Two in five people in
 * photographs look straight ahead, here with a deviation of 3°. Fixation distance in centimetres gives the vergence.
 */
const gaze = {
  straight: 0.4,
  straightDeviation: 3,
  yaw: { deviation: 12, limit: 30 },
  pitch: { deviation: 7, limit: 20 },
  nearest: 25,
  furthest: 600,
  /** Half the distance between the pupils. */
  halfBaseline: 3.15,
} as const;

export interface FaceOptions {
  /** Multiplies the identity's spread; 0 is the mean face. */
  identityScale?: number;
  /** Groups of variety to leave out. */
  without?: readonly VarietyGroup[];
}

/** @param random – a stream of its own: the description is a pure function of it and of the head's names. */
export function sampleFace(random: Random, head: HeadModel, options: FaceOptions = {}): FaceDescription {
  const without = new Set(options.without);
  const skin = sampleSkin(random.child('skin'));
  const pigment = sampleHairPigment(random.child('pigment'), skin.melanin);
  const face: FaceDescription = {
    head: head.name,
    identity: sampleIdentity(
      random.child('identity'),
      head.identityNames.length,
      without.has('identity') ? 0 : (options.identityScale ?? 1),
    ),
    actions: sampleExpression(random.child('expression'), head.actions),
    gaze: sampleGaze(random.child('gaze')),
    skin,
    eyes: sampleEyeColours(random.child('eyes'), skin.melanin),
    brows: sampleBrows(random.child('brows'), pigment),
    hair: sampleHair(random.child('hair'), pigment),
    clothing: sampleClothing(random.child('clothing')),
  };
  return {
    ...face,
    ...(without.has('expression') && plainExpression),
    ...(without.has('skin') && { skin: { ...plainSkin, seed: skin.seed }, eyes: plainEyes }),
    ...(without.has('hair') && { brows: plainBrows, hair: plainHair }),
  };
}

export function samplePose(random: Random, name: PoseDistribution = 'in-the-wild'): HeadPose {
  const draw = ({ deviation, limit }: AngleDistribution): number =>
    random.truncatedNormal(0, deviation * degrees, limit / deviation);
  const { yaw, pitch, roll } = poses[name];
  return { yaw: draw(yaw), pitch: draw(pitch), roll: draw(roll) };
}

/** Head space to camera space: roll first, then pitch, then yaw. */
export function poseRotation({ yaw, pitch, roll }: HeadPose): Matrix3 {
  const tilt = rotationAbout([0, 0, 1], -roll);
  const nod = rotationAbout([1, 0, 0], -pitch);
  const turn = rotationAbout([0, 1, 0], yaw);
  return multiply(turn, multiply(nod, tilt));
}

function sampleIdentity(random: Random, count: number, scale: number): number[] {
  return Array.from({ length: count }, () =>
    random.truncatedNormal(0, identity.scale * scale, identity.limit),
  );
}

/** Both eyes look at one point: the nearer it is, the more they turn inwards. */
function sampleGaze(random: Random): Record<Side, Gaze> {
  const straight = random.chance(gaze.straight);
  const angle = ({ deviation, limit }: AngleDistribution): number => {
    const spread = straight ? gaze.straightDeviation : deviation;
    return random.truncatedNormal(0, spread * degrees, Math.min(3, limit / spread));
  };
  const yaw = angle(gaze.yaw);
  const pitch = angle(gaze.pitch);
  const reach = 1 / random.uniform(1 / gaze.furthest, 1 / gaze.nearest);
  const [x, z] = [reach * Math.sin(yaw), reach * Math.cos(yaw)];
  const towards = (eye: number): Gaze => ({ yaw: Math.atan2(x - eye, z), pitch });
  // The right eye sits at negative x.
  return { right: towards(-gaze.halfBaseline), left: towards(gaze.halfBaseline) };
}
