/**
 * Faces in twos of which only the gaze differs, as an order of scenes: what a detector must learn not to move other points by
 * (`tasks/landmarks/adaptation/methods/twins.ts`). Everything else varies as in generated faces; the second of each two says
 * that it is the first again.
 */
import { Random } from '../../core/random.js';
import type { Gaze, HeadModel } from '../../face/heads/head-model.js';
import type { HeadPose } from '../../face/person/description.js';
import { cameraDirection } from '../../face/person/gaze-distribution.js';
import type { PoseDistribution } from '../../face/person/pose-distribution.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { sampleScene } from '../../render/sampling/scene-sampling.js';
import { defaultSamples } from '../../render/scene/scene.js';
import type { SceneDescription } from '../../render/scene/scene-description.js';
import { type OrderedScene, ordered, type SceneOrder } from './scene-order.js';

export type GazeTurns = 'moderate' | 'wide';

export interface GazeTwinOptions {
  /** Pairs. */
  count: number;
  /** Side of the pictures, pixels. */
  size: number;
  seed: number;
  pose: PoseDistribution;
  /**
   * How far eyes turn from the way that the face points: `moderate`, or as far as they can, every second time to the camera where they
   * reach it: for what reads gazes, not for `twins`, whose two may both look into the camera. `moderate` by default.
   */
  turns?: GazeTurns;
  set: LandmarkSet;
}

const degrees = Math.PI / 180;
/** Both eyes alike, to either side of the way that the face points, radians; and the share of looks into the camera. */
const reaches: Readonly<Record<GazeTurns, Gaze & { camera: number }>> = {
  moderate: { yaw: 20 * degrees, pitch: 10 * degrees, camera: 0 },
  wide: { yaw: 40 * degrees, pitch: 24 * degrees, camera: 0.5 },
};
/** Of looks into the camera, whose lens is small. */
const cameraDeviation = 3 * degrees;

export function gazeTwins(
  head: HeadModel,
  { count, size, seed, pose, turns = 'moderate', set }: GazeTwinOptions,
): SceneOrder {
  const reach = reaches[turns];
  const scenes = Array.from({ length: count }, (_, index): OrderedScene[] => {
    const random = new Random(seed, 'gaze twins', index);
    const scene = sampleScene(random, head, { pose, without: [], backgrounds: [] });
    const id = `pair-${String(index).padStart(6, '0')}`;
    const looking = (name: string): SceneDescription => {
      const draw = random.child(name);
      const away = {
        yaw: draw.uniform(-reach.yaw, reach.yaw),
        pitch: draw.uniform(-reach.pitch, reach.pitch),
      };
      const gaze =
        reach.camera > 0 && draw.chance(reach.camera) ? (atCamera(draw, scene.pose, reach) ?? away) : away;
      return { ...scene, face: { ...scene.face, gaze: { right: gaze, left: gaze } } };
    };
    const picture = { size, samples: defaultSamples } as const;
    return [
      { id: `${id}-a`, ...picture, scene: looking('first look') },
      { id: `${id}-b`, ...picture, again: `${id}-a`, scene: looking('second look') },
    ];
  });
  return ordered(scenes.flat(), set);
}

/** @returns undefined where eyes do not turn so far. */
function atCamera(random: Random, pose: HeadPose, reach: Gaze): Gaze | undefined {
  const { yaw, pitch } = cameraDirection(pose);
  if (Math.abs(yaw) > reach.yaw || Math.abs(pitch) > reach.pitch) return undefined;
  return {
    yaw: yaw + random.normal(0, cameraDeviation),
    pitch: pitch + random.normal(0, cameraDeviation),
  };
}
