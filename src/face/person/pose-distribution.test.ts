import { describe, expect, it } from 'vitest';
import { mean } from '../../core/numbers/statistics.js';
import { Random } from '../../core/random.js';
import { transform, type Vector3 } from '../../core/vector.js';
import type { HeadPose } from './description.js';
import {
  type PoseDistribution,
  poseDistributions,
  poseLimits,
  poseRotation,
  samplePose,
} from './pose-distribution.js';

const expectVector = (value: Vector3, expected: Vector3): void => {
  for (const k of [0, 1, 2] as const) expect(value[k]).toBeCloseTo(expected[k], 12);
};

describe('poseRotation', () => {
  const ahead: Vector3 = [0, 0, 1];
  const up: Vector3 = [0, 1, 0];

  it('turns the face to its left, which is the right of the image, for positive yaw', () => {
    const turned = transform(poseRotation({ yaw: 0.3, pitch: 0, roll: 0 }), ahead);
    expectVector(turned, [Math.sin(0.3), 0, Math.cos(0.3)]);
  });

  it('lifts the face for positive pitch', () => {
    const lifted = transform(poseRotation({ yaw: 0, pitch: 0.3, roll: 0 }), ahead);
    expectVector(lifted, [0, Math.sin(0.3), Math.cos(0.3)]);
  });

  it('tilts the crown to the right of the image for positive roll', () => {
    const tilted = transform(poseRotation({ yaw: 0, pitch: 0, roll: 0.3 }), up);
    expectVector(tilted, [Math.sin(0.3), Math.cos(0.3), 0]);
  });

  it('applies roll first, then pitch, then yaw', () => {
    // A quarter roll brings the crown to the image right; pitch leaves it there; a quarter yaw turns it away.
    const quarter = Math.PI / 2;
    expectVector(transform(poseRotation({ yaw: quarter, pitch: 0.7, roll: quarter }), up), [0, 0, -1]);
  });
});

describe('samplePose', () => {
  const draw = (name: PoseDistribution, angle: keyof HeadPose): number[] =>
    Array.from({ length: 4000 }, (_, i) => (samplePose(new Random(3, i), name)[angle] * 180) / Math.PI);
  const share = (values: readonly number[], holds: (value: number) => boolean): number =>
    values.filter(holds).length / values.length;

  it.each(poseDistributions.filter((name) => name !== 'away'))(
    '%s stays within the limits and is even between left and right',
    (name) => {
      for (const angle of ['yaw', 'pitch', 'roll'] as const) {
        const values = draw(name, angle);
        expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(poseLimits[angle] + 1e-9);
        if (angle !== 'pitch') expect(Math.abs(share(values, (value) => value > 0) - 0.5)).toBeLessThan(0.03);
      }
    },
  );

  it('away shows the back of the head', () => {
    const yaw = draw('away', 'yaw').map(Math.abs);
    expect(Math.min(...yaw)).toBeGreaterThanOrEqual(115);
    expect(Math.max(...yaw)).toBeLessThanOrEqual(180);
    expect(Math.abs(share(draw('away', 'yaw'), (value) => value > 0) - 0.5)).toBeLessThan(0.03);
  });

  it('frontal has a deviation of 4° within 12°', () => {
    const values = draw('frontal', 'yaw');
    const deviation = Math.sqrt(mean(values.map((value) => value * value)));
    expect(Math.abs(deviation - 4)).toBeLessThan(0.2);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(12);
  });

  it('in the wild is mostly within ±45° of yaw and now and then reaches the profile', () => {
    const yaw = draw('in-the-wild', 'yaw');
    // 0.8·P(|N(0, 20)| < 45) + 0.2·P(|N(0, 42)| < 45), each cut off at its limit: 0.8·0.978 + 0.2·0.740
    expect(Math.abs(share(yaw, (value) => Math.abs(value) < 45) - 0.93)).toBeLessThan(0.015);
    expect(Math.max(...yaw.map(Math.abs))).toBeGreaterThan(80);
    expect(Math.max(...draw('in-the-wild', 'pitch').map(Math.abs))).toBeGreaterThan(35);
    expect(Math.max(...draw('in-the-wild', 'roll').map(Math.abs))).toBeGreaterThan(35);
  });

  it('in a cabin the camera looks up at the face', () => {
    const pitch = draw('in-cabin', 'pitch');
    // 0.45·14 + 0.4·8 + 0.15·(−4)
    expect(Math.abs(mean(pitch) - 8.9)).toBeLessThan(0.6);
  });

  it('profile lies between 45° and 90° on both sides', () => {
    const yaw = draw('profile', 'yaw').map(Math.abs);
    expect(Math.min(...yaw)).toBeGreaterThanOrEqual(45);
    expect(share(yaw, (value) => value > 60)).toBeGreaterThan(0.7);
  });
});
