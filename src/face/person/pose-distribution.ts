/**
 * How heads are turned towards the camera: named distributions of yaw, pitch and roll. Angles are degrees here and
 * radians outside.
 *
 * - `frontal`: passport, webcam and studio pictures: ±12°.
 * - `in-the-wild`: four heads in five about as in 300-W and AFLW (Köstinger et al. 2011; Zhu et al. 2016, "Face alignment
 *   across large poses", count most of 300-W within ±45° of yaw), and one in five from the wide tails that AFLW2000-3D
 *   and WFLW add: yaw to ±90°, pitch ±45°, roll ±45°.
 * - `in-cabin`: a driver or passenger who mostly looks ahead, with mirror and side-window glances, seen from a camera
 *   below and beside the line of sight: behind the steering wheel (Roth & Gavrila 2019, DD-Pose), on the centre console or
 *   on the A-pillar (Ortega et al. 2020, DMD, has such views). The mounts' angles are our own estimate from where these
 *   places lie in a car, not figures of those papers.
 * - `profile`: both sides alike, between three-quarter view and past the pure profile's edge (45–90°), as the profile part
 *   of Menpo (Zafeiriou et al. 2017) has it. Its distribution inside that range is our choice: normal around 72°.
 * - `away`: heads seen from behind, for what must not be taken for a face: yaw 115° to 180° either way.
 *
 * Limits: angles are independent of each other within a part of a distribution; real heads pitch less when turned far.
 */
import type { Random } from '../../core/random.js';
import { type Matrix3, multiply, rotationAbout } from '../../core/vector.js';
import type { HeadPose } from './description.js';

const degrees = Math.PI / 180;

export const poseDistributions = ['frontal', 'in-the-wild', 'in-cabin', 'profile', 'away'] as const;
export type PoseDistribution = (typeof poseDistributions)[number];

/** No pose that shows a face lies beyond these. */
export const poseLimits = { yaw: 90, pitch: 45, roll: 45 } as const;

/** A normal distribution around `middle`, cut off at `limit` from it. */
interface AngleDistribution {
  readonly middle?: number;
  readonly deviation: number;
  readonly limit: number;
}

/** One part of a mixture. */
interface PosePart {
  readonly weight: number;
  readonly yaw: AngleDistribution;
  readonly pitch: AngleDistribution;
  readonly roll: AngleDistribution;
  /** The part lies on both sides: a coin turns yaw and roll round. */
  readonly mirrored?: true;
}

const poses: Readonly<Record<PoseDistribution, readonly PosePart[]>> = {
  frontal: [
    {
      weight: 1,
      yaw: { deviation: 4, limit: 12 },
      pitch: { deviation: 4, limit: 12 },
      roll: { deviation: 3, limit: 9 },
    },
  ],
  'in-the-wild': [
    {
      weight: 0.8,
      yaw: { deviation: 20, limit: 60 },
      pitch: { deviation: 11, limit: 30 },
      roll: { deviation: 10, limit: 30 },
    },
    {
      weight: 0.2,
      yaw: { deviation: 42, limit: 90 },
      pitch: { deviation: 20, limit: 45 },
      roll: { deviation: 20, limit: 45 },
    },
  ],
  'in-cabin': [
    // Behind the steering wheel: straight ahead of the driver and below.
    {
      weight: 0.45,
      yaw: { deviation: 12, limit: 40 },
      pitch: { middle: 14, deviation: 7, limit: 22 },
      roll: { deviation: 5, limit: 18 },
    },
    // Centre console or A-pillar: beside and a little below; left-hand and right-hand cars.
    {
      weight: 0.4,
      yaw: { middle: 28, deviation: 12, limit: 36 },
      pitch: { middle: 8, deviation: 7, limit: 24 },
      roll: { deviation: 6, limit: 20 },
      mirrored: true,
    },
    // Over the shoulder, to the mirror, down to a phone.
    {
      weight: 0.15,
      yaw: { middle: 30, deviation: 28, limit: 60 },
      pitch: { middle: -4, deviation: 14, limit: 40 },
      roll: { deviation: 9, limit: 30 },
      mirrored: true,
    },
  ],
  profile: [
    {
      weight: 1,
      yaw: { middle: 72, deviation: 14, limit: 27 },
      pitch: { deviation: 9, limit: 30 },
      roll: { deviation: 8, limit: 30 },
      mirrored: true,
    },
  ],
  away: [
    {
      weight: 1,
      yaw: { middle: 160, deviation: 25, limit: 45 },
      pitch: { deviation: 10, limit: 30 },
      roll: { deviation: 10, limit: 30 },
      mirrored: true,
    },
  ],
};

/** @returns radians, within {@link poseLimits} but for heads that look away. */
export function samplePose(random: Random, name: PoseDistribution): HeadPose {
  const part = pickPart(random, poses[name]);
  const yaw = draw(random, part.yaw, name === 'away' ? 180 : poseLimits.yaw);
  const pitch = draw(random, part.pitch, poseLimits.pitch);
  const roll = draw(random, part.roll, poseLimits.roll);
  const side = part.mirrored && random.chance(0.5) ? -1 : 1;
  return { yaw: side * yaw, pitch, roll: side * roll };
}

/** Head space to camera space: roll first, then pitch, then yaw. */
export function poseRotation({ yaw, pitch, roll }: HeadPose): Matrix3 {
  const tilt = rotationAbout([0, 0, 1], -roll);
  const nod = rotationAbout([1, 0, 0], -pitch);
  const turn = rotationAbout([0, 1, 0], yaw);
  return multiply(turn, multiply(nod, tilt));
}

/** The pose whose {@link poseRotation} this is, roll within ±180°. */
export function poseOfRotation(rotation: Matrix3): HeadPose {
  const [, , forwardX, acrossY, upY, forwardY, , , forwardZ] = rotation;
  return {
    yaw: Math.atan2(forwardX, forwardZ),
    pitch: Math.asin(Math.min(1, Math.max(-1, forwardY))),
    roll: Math.atan2(-acrossY, upY),
  };
}

function pickPart(random: Random, parts: readonly PosePart[]): PosePart {
  let rest = random.next() * parts.reduce((sum, { weight }) => sum + weight, 0);
  for (const part of parts) {
    rest -= part.weight;
    if (rest < 0) return part;
  }
  return parts.at(-1) as PosePart;
}

/** @param most – the magnitude no angle exceeds, degrees. */
function draw(random: Random, { middle = 0, deviation, limit }: AngleDistribution, most: number): number {
  const angle = random.truncatedNormal(middle, deviation, limit / deviation);
  return Math.min(most, Math.max(-most, angle)) * degrees;
}
