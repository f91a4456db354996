/**
 * The one place where a population of faces is written down: identity, expression, gaze and appearance; the
 * head's pose stands in `pose-distribution.ts`.
 * Every draw comes from the stream it is given, each part from a child of its own, so parts can change without
 * shifting the others. Appearance follows pigments, which vary continuously, not tables of groups.
 */
import type { Random } from '../core/random.js';
import type { Side } from '../landmarks/surface.js';
import { sampleClothing, sampleEyeColours, sampleSkin } from './appearance-distribution.js';
import type { FaceDescription } from './description.js';
import { sampleExpression } from './expression-distribution.js';
import { sampleBeard, sampleBrows, sampleHair, sampleHairPigment } from './grooming-distribution.js';
import type { Gaze, HeadModel } from './head-model.js';
import { plainBeard, plainBrows, plainExpression, plainEyes, plainHair, plainSkin } from './plain-face.js';
import type { VarietyGroup } from './variety.js';

const degrees = Math.PI / 180;

/** Degrees. */
interface AngleDistribution {
  readonly deviation: number;
  readonly limit: number;
}

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
    beard: sampleBeard(random.child('beard'), pigment),
    clothing: sampleClothing(random.child('clothing')),
  };
  return {
    ...face,
    ...(without.has('expression') && plainExpression),
    ...(without.has('skin') && { skin: { ...plainSkin, seed: skin.seed }, eyes: plainEyes }),
    ...(without.has('hair') && { brows: plainBrows, hair: plainHair, beard: plainBeard }),
  };
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
