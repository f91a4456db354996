/**
 * The distribution of gaze. Both eyes look at one point, so near points turn them inwards. People in photographs look
 * straight ahead, into the camera wherever the head points, or elsewhere; eyes seldom leave ±25° before the head follows
 * (Stahl 1999), so they reach the camera only from moderate poses. Part of `distributions.ts`.
 */
import type { Random } from '../../core/random.js';
import { transform, transpose } from '../../core/vector.js';
import type { Side } from '../../landmarks/surface.js';
import type { Gaze } from '../heads/head-model.js';
import type { HeadPose } from './description.js';
import { poseRotation } from './pose-distribution.js';

const degrees = Math.PI / 180;

/** Degrees. */
interface AngleDistribution {
  readonly deviation: number;
  readonly limit: number;
}

/** Angles against the head, degrees; fixation distance in centimetres gives the vergence. */
const gaze = {
  /** Straight ahead, and into the camera; the rest looks elsewhere. */
  straight: 0.3,
  camera: 0.3,
  straightDeviation: 3,
  yaw: { deviation: 12, limit: 30 },
  pitch: { deviation: 7, limit: 20 },
  /** How far eyes turn for the camera. */
  reach: { yaw: 30, pitch: 20 },
  nearest: 25,
  furthest: 600,
  /** Half the distance between the pupils. */
  halfBaseline: 3.15,
} as const;

/** @param pose – the head's pose, by which eyes find the camera. */
export function sampleGaze(random: Random, pose: HeadPose | undefined): Record<Side, Gaze> {
  const kind = random.weighted({
    straight: gaze.straight,
    camera: gaze.camera,
    elsewhere: 1 - gaze.straight - gaze.camera,
  });
  const angle = ({ deviation, limit }: AngleDistribution): number => {
    const spread = kind === 'elsewhere' ? deviation : gaze.straightDeviation;
    return random.truncatedNormal(0, spread * degrees, Math.min(3, limit / spread));
  };
  const camera = kind === 'camera' && pose !== undefined ? towardsCamera(pose) : { yaw: 0, pitch: 0 };
  const yaw = camera.yaw + angle(gaze.yaw);
  const pitch = camera.pitch + angle(gaze.pitch);
  // Mostly far: eyes turned in for something at arm's length look crossed in a picture.
  const reach = 1 / (1 / gaze.furthest + (1 / gaze.nearest - 1 / gaze.furthest) * random.next() ** 2);
  const [x, z] = [reach * Math.sin(yaw), reach * Math.cos(yaw)];
  const towards = (eye: number): Gaze => ({ yaw: Math.atan2(x - eye, z), pitch });
  // The right eye sits at negative x.
  return { right: towards(-gaze.halfBaseline), left: towards(gaze.halfBaseline) };
}

/** Direction of the camera seen from the head, as far as eyes turn; straight ahead where it is out of their reach. */
function towardsCamera(pose: HeadPose): Gaze {
  const { yaw, pitch } = cameraDirection(pose);
  const { reach } = gaze;
  const within = Math.abs(yaw) < reach.yaw * degrees && Math.abs(pitch) < reach.pitch * degrees;
  return within ? { yaw, pitch } : { yaw: 0, pitch: 0 };
}

/** Of a camera far in front of the head, seen from the head; radians. */
export function cameraDirection(pose: HeadPose): Gaze {
  const [x, y, z] = transform(transpose(poseRotation(pose)), [0, 0, 1]);
  return { yaw: Math.atan2(x, z), pitch: Math.asin(y) };
}
