import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { transform, type Vector3 } from '../../core/vector.js';
import { sampleGaze } from './gaze-distribution.js';
import { poseRotation } from './pose-distribution.js';

/** Degrees between the mean gaze and the camera's direction, on a turned head. */
function offCamera(seed: number, yaw: number): number {
  const pose = { yaw, pitch: 0.1, roll: 0.2 };
  const { right, left } = sampleGaze(new Random(seed), pose);
  const [y, p] = [(right.yaw + left.yaw) / 2, right.pitch];
  const look: Vector3 = [Math.sin(y) * Math.cos(p), Math.sin(p), Math.cos(y) * Math.cos(p)];
  return (Math.acos(transform(poseRotation(pose), look)[2]) * 180) / Math.PI;
}

describe('sampleGaze', () => {
  it.each([
    // Three in ten look into the camera within a few degrees, where it is in reach.
    { yaw: 0.35, least: 0.24, most: 0.42 },
    { yaw: 1.2, least: 0, most: 0.02 },
  ])('finds the camera from a yaw of $yaw', ({ yaw, least, most }) => {
    let found = 0;
    for (let seed = 0; seed < 1500; seed++) if (offCamera(seed, yaw) < 8) found++;
    expect(found / 1500).toBeGreaterThanOrEqual(least);
    expect(found / 1500).toBeLessThan(most);
  });
});
