/**
 * Faces in twos of which only the gaze differs, as an order of scenes: what a detector must learn not to move other points by
 * (`tasks/landmarks/adaptation/methods/twins.ts`). Everything else varies as in generated faces; the second of each two says
 * that it is the first again.
 */
import { Random } from '../../core/random.js';
import type { HeadModel } from '../../face/heads/head-model.js';
import type { PoseDistribution } from '../../face/person/pose-distribution.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { sampleScene } from '../../render/sampling/scene-sampling.js';
import { defaultSamples } from '../../render/scene/scene.js';
import type { SceneDescription } from '../../render/scene/scene-description.js';
import { type OrderedScene, ordered, type SceneOrder } from './scene-order.js';

export interface GazeTwinOptions {
  /** Pairs. */
  count: number;
  /** Side of the pictures, pixels. */
  size: number;
  seed: number;
  pose: PoseDistribution;
  set: LandmarkSet;
}

/** Both eyes alike, to either side of the way that the face points, radians. */
const reach = { yaw: (20 * Math.PI) / 180, pitch: (10 * Math.PI) / 180 } as const;

export function gazeTwins(head: HeadModel, { count, size, seed, pose, set }: GazeTwinOptions): SceneOrder {
  const scenes = Array.from({ length: count }, (_, index): OrderedScene[] => {
    const random = new Random(seed, 'gaze twins', index);
    const scene = sampleScene(random, head, { pose, without: [], backgrounds: [] });
    const id = `pair-${String(index).padStart(6, '0')}`;
    const looking = (name: string): SceneDescription => {
      const draw = random.child(name);
      const gaze = {
        yaw: draw.uniform(-reach.yaw, reach.yaw),
        pitch: draw.uniform(-reach.pitch, reach.pitch),
      };
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
