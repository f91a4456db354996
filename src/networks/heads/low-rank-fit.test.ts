import { expect, test } from 'vitest';
import { Random } from '../../core/random.js';
import { spreadLandmarks } from '../../landmarks/spread-landmarks.js';
import { fitDecoder } from './low-rank-fit.js';

const landmarks = 60;

/** Points in space that a few directions move, seen from anywhere by an affine camera. */
function shapes(count: number, seed: string): Float32Array {
  const face = new Random('face');
  const basis = Array.from({ length: 4 }, () =>
    Float64Array.from({ length: 3 * landmarks }, () => face.normal(0, 10)),
  );
  const random = new Random(seed);
  const all = new Float32Array(count * 2 * landmarks);
  for (let shape = 0; shape < count; shape++) {
    const modes = [1, random.normal(0, 0.3), random.normal(0, 0.3), random.normal(0, 0.3)];
    const camera = Array.from({ length: 6 }, () => random.normal());
    const [x, y] = [random.uniform(20, 100), random.uniform(20, 100)];
    for (let k = 0; k < landmarks; k++) {
      const at = [0, 1, 2].map((axis) =>
        basis.reduce((sum, mode, m) => sum + modes[m]! * mode[3 * k + axis]!, 0),
      );
      const seen = (row: number): number =>
        at.reduce((sum, value, axis) => sum + camera[3 * row + axis]! * value, 0);
      all.set([x + seen(0), y + seen(1)], 2 * (shape * landmarks + k));
    }
  }
  return all;
}

test('Sixteen anchors give all points of shapes that were not fitted on', () => {
  const chosen = spreadLandmarks(landmarks, 16);
  const weights = fitDecoder(shapes(300, 'fit'), landmarks, chosen);
  const held = shapes(20, 'held out');
  let fitted = 0;
  let nearest = 0;
  for (let start = 0; start < held.length; start += 2 * landmarks)
    for (let axis = 0; axis < 2; axis++) {
      const at = (k: number): number => held[start + 2 * k + axis]!;
      const mean = chosen.reduce((sum, k) => sum + at(k), 0) / chosen.length;
      for (let k = 0; k < landmarks; k++) {
        const sum = chosen.reduce(
          (total, anchor, i) => total + weights[i * landmarks + k]! * (at(anchor) - mean),
          mean,
        );
        fitted = Math.max(fitted, Math.abs(sum - at(k)));
        nearest = Math.max(nearest, Math.abs(at(chosen[Math.floor((k * 16) / landmarks)]!) - at(k)));
      }
    }
  expect(nearest).toBeGreaterThan(20);
  expect(fitted).toBeLessThan(0.5);
});
