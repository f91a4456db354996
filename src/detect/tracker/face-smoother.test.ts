import { describe, expect, it } from 'vitest';
import { createFaceSmoother } from './face-smoother.js';

const face = [
  [100, 100],
  [160, 100],
  [130, 130],
  [110, 160],
  [150, 160],
] as const;
const count = face.length;
const sure = new Float32Array(count).fill(2);
const noise = { point: 0.2, frame: 0.1 };
const frame = 1 / 30;

/** The face moved, turned about its middle (degrees) and made larger. */
function placed(x: number, y: number, degrees = 0, size = 1): Float32Array {
  const cos = Math.cos((degrees * Math.PI) / 180) * size;
  const sin = Math.sin((degrees * Math.PI) / 180) * size;
  return Float32Array.from(
    face.flatMap(([px, py]) => {
      const [u, v] = [px - 130, py - 130];
      return [cos * u - sin * v + 130 + x, sin * u + cos * v + 130 + y];
    }),
  );
}

function furthest(a: Float32Array, b: Float32Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i += 2)
    most = Math.max(most, Math.hypot(a[i]! - b[i]!, a[i + 1]! - b[i + 1]!));
  return most;
}

describe('face smoother', () => {
  it('leaves the first frame and a still face as they are', () => {
    const smoother = createFaceSmoother(count, noise);
    for (let i = 0; i < 3; i++)
      expect(furthest(smoother.smooth(placed(0, 0), sure, frame), placed(0, 0))).toBeLessThan(1e-4);
  });

  it('follows a face that moves, turns past half a turn and grows, as a whole', () => {
    const smoother = createFaceSmoother(count, noise);
    for (let i = 0; i < 60; i++) {
      const now = placed(4 * i, -3 * i, 7 * i, 1 + i / 100);
      // Less than a frame behind: in a frame the outermost points move by some 8 pixels.
      expect(furthest(smoother.smooth(now, sure, frame), now)).toBeLessThan(1);
    }
  });

  it('lets a point that is not sure move nobody else', () => {
    const smoother = createFaceSmoother(count, noise);
    const unsure = sure.with(4, 200);
    for (let i = 0; i < 40; i++) {
      const jumping = placed(0, 0);
      jumping[8]! += i % 2 === 0 ? 20 : -20;
      const smoothed = smoother.smooth(jumping, unsure, frame);
      expect(furthest(smoothed.subarray(0, 8), placed(0, 0).subarray(0, 8))).toBeLessThan(0.05);
      if (i > 20) expect(Math.abs(smoothed[8]! - 150)).toBeLessThan(5);
    }
  });

  it('takes a point that says it is perfectly sure', () => {
    const smoother = createFaceSmoother(count, noise);
    const perfect = sure.with(0, 0);
    for (let i = 0; i < 3; i++)
      expect(furthest(smoother.smooth(placed(i, 0), perfect, frame), placed(i, 0))).toBeLessThan(1);
  });

  it('moves the one point that moves', () => {
    const smoother = createFaceSmoother(count, noise);
    for (let i = 0; i < 30; i++) smoother.smooth(placed(0, 0), sure, frame);
    const winking = placed(0, 0);
    winking[1]! += 12;
    const smoothed = smoother.smooth(winking, sure, frame);
    expect(furthest(smoothed, winking)).toBeLessThan(1.5);
  });
});
