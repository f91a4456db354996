import { expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { motionAt, sampleAlertness } from './drowsiness.js';

it('a microsleep closes the lids for as long as it says, and a nod lets the head hang and come back', () => {
  const motion = {
    closures: [{ kind: 'microsleep' as const, from: 1, closing: 0.4, closed: 2, opening: 0.2 }],
    yawns: [{ from: 10, lasts: 6, width: 0.9 }],
    nods: [{ from: 1, sinking: 1, rising: 0.5, drop: 0.4 }],
  };
  expect(motionAt(motion, 0.9)).toEqual({ closed: 0, jaw: 0, drop: 0 });
  // The path of least jerk is half way at half its time.
  expect(motionAt(motion, 1.2).closed).toBeCloseTo(0.5, 9);
  for (const time of [1.4, 2.5, 3.4]) expect(motionAt(motion, time).closed).toBeCloseTo(1, 9);
  expect(motionAt(motion, 3.5).closed).toBeCloseTo(0.5, 9);
  expect(motionAt(motion, 2).drop).toBeCloseTo(0.4, 9);
  expect(motionAt(motion, 2.25).drop).toBeCloseTo(0.2, 9);
  expect(motionAt(motion, 2.5).drop).toBeCloseTo(0, 9);
  expect(motionAt(motion, 13)).toEqual({ closed: 0.5, jaw: 0.9, drop: 0 });
});

it('the alert only blink; the drowsy also sleep, yawn and nod, the same for the same stream', () => {
  const alert = sampleAlertness(new Random(3), 600, false);
  expect([alert.yawns, alert.nods]).toEqual([[], []]);
  expect(new Set(alert.closures.map(({ kind }) => kind))).toEqual(new Set(['blink']));
  const drowsy = sampleAlertness(new Random(3), 600, true);
  expect(new Set(drowsy.closures.map(({ kind }) => kind)).size).toBe(3);
  expect(drowsy.yawns.length).toBeGreaterThan(3);
  expect(drowsy.nods.length).toBeGreaterThan(3);
  expect(sampleAlertness(new Random(3), 600, true)).toEqual(drowsy);
});
