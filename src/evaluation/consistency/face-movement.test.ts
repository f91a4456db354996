import { expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import { boxFaults, faceMovements } from './face-movement.js';

const box = { x: 10, y: 20, width: 50, height: 40 };
const image: Image = { width: 100, height: 80, channels: 3, data: new Uint8Array(100 * 80 * 3) };
// A mark on the left, so that a mirrored picture can be told.
image.data.set([255, 255, 255], 3 * (30 * 100 + 20));
const mirror = [1, 0, 2];

/** Two eyes and a chin at places of the picture, each moved along x with the box's centre and turned points by roll. */
const detector = (lean: { centre: number; width: number; roll: number; mirror: number }): Detector =>
  ({
    detect: async ({ data }: Image, { x, width, roll = 0 }: typeof box & { roll?: number }) => {
      const isMirrored = data[3 * (30 * 100 + 20)] === 0;
      const [left, right, chin] = isMirrored ? [49, 69, 59] : [30, 50, 40];
      const off =
        lean.centre * (x + width / 2 - (isMirrored ? 64 : 35)) +
        lean.width * (width - 50) +
        lean.roll * roll +
        (isMirrored ? lean.mirror : 0);
      // The mirrored picture's left eye is the right one of the other.
      return { points: Float32Array.of(left + off, 30, right + off, 30, chin + off, 55) };
    },
  }) as unknown as Detector;

it('of a detector that finds the same places in every view nothing moves', async () => {
  const still = await faceMovements(
    detector({ centre: 0, width: 0, roll: 0, mirror: 0 }),
    image,
    box,
    mirror,
  );
  for (const moved of Object.values(still)) expect([...moved]).toEqual([0, 0, 0]);
});

it('each view tells of what it changed, by how far the points follow it', async () => {
  const moved = await faceMovements(
    detector({ centre: 0.5, width: 2, roll: 0.1, mirror: 3 }),
    image,
    box,
    mirror,
  );
  for (const k of mirror) {
    expect(moved.shift[k]).toBeCloseTo(0.5 * boxFaults.shift * 50);
    expect(moved.scale[k]).toBeCloseTo(2 * boxFaults.scale * 50);
    expect(moved.roll[k]).toBeCloseTo(0.1 * boxFaults.roll);
    expect(moved.mirror[k]).toBeCloseTo(3);
  }
});
