import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { transform } from '../../../core/vector.js';
import { poseRotation } from '../../../face/person/pose-distribution.js';
import { startPose } from './start-pose.js';

const random = new Random(3);
const places = Float64Array.from({ length: 60 }, () => random.uniform(-5, 5));
const weights = new Float64Array(20).fill(1);

describe('startPose', () => {
  it.each([0, 40, -75, 89, 150])('finds an orthographic view again, yaw %d°', (yaw) => {
    const rotation = poseRotation({ yaw: (yaw * Math.PI) / 180, pitch: 0.3, roll: -0.4 });
    const pixels = new Float64Array(40);
    for (let k = 0; k < 20; k++) {
      const [x, y] = transform(rotation, [places[3 * k]!, places[3 * k + 1]!, places[3 * k + 2]!]);
      pixels[2 * k] = 100 + 7 * x;
      pixels[2 * k + 1] = 50 - 7 * y;
    }
    const start = startPose(places, pixels, weights)!;
    // The ridge costs a thousandth.
    expect(start.scale).toBeCloseTo(7, 1);
    expect(start.origin).toEqual([expect.closeTo(100, 1), expect.closeTo(50, 1)]);
    rotation.forEach((value, i) => {
      expect(start.rotation[i]).toBeCloseTo(value, 2);
    });
  });

  it('has no pose for a single place', () => {
    expect(startPose(new Float64Array(60), new Float64Array(40), weights)).toBeNull();
  });
});
