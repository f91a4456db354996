import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { poseRotation } from '../../../face/person/pose-distribution.js';
import { type FitState, moved, poseParameters, translationOf } from './fit-parameters.js';
import { fillResiduals, residualsFor, shapePlaces } from './residuals.js';
import type { ShapeModes } from './shape-modes.js';

const count = 12;
const random = new Random(5);
const numbers = (length: number, most: number): Float64Array =>
  Float64Array.from({ length }, () => random.uniform(-most, most));
const modes: ShapeModes = {
  count: 6,
  identityCount: 4,
  mean: numbers(3 * count, 8),
  modes: numbers(3 * count * 6, 1),
  expected: new Float64Array(6),
  precision: new Float64Array(6).fill(1),
  leftOut: new Float64Array(count),
};

describe('the Jacobian of the fit', () => {
  it('is what finite differences give, for every parameter', () => {
    const n = poseParameters + modes.count;
    const index = Int32Array.from({ length: count }, (_, k) => count - 1 - k);
    const points = numbers(2 * count, 100);
    const roots = Float64Array.from({ length: count }, () => random.uniform(0.5, 2));
    const state: FitState = {
      rotation: poseRotation({ yaw: 0.6, pitch: -0.3, roll: 0.2 }),
      offset: [31, -17],
      logScale: Math.log(9),
      logFocal: Math.log(500),
      shape: numbers(modes.count, 0.8),
    };
    const room = residualsFor(count, n);
    const fill = (at: FitState, rows: number): void => {
      shapePlaces(modes, index, at.shape, room.places);
      fillResiduals(room, at, modes, index, points, roots, rows);
    };
    fill(state, n);
    const analytic = room.jacobian.slice();
    for (let p = 0; p < n; p++) {
      const h = 1e-5;
      const step = new Float64Array(n);
      step[p] = h;
      fill(moved(state, step), 0);
      const ahead = room.residual.slice();
      step[p] = -h;
      fill(moved(state, step), 0);
      for (let r = 0; r < 2 * count; r++) {
        // The residual is observed less seen, the Jacobian of what is seen.
        const numeric = -(ahead[r]! - room.residual[r]!) / (2 * h);
        const exact = analytic[p * 2 * count + r]!;
        expect(Math.abs(exact - numeric), `parameter ${p}, row ${r}`).toBeLessThan(
          1e-6 * Math.max(1, Math.abs(exact)),
        );
      }
    }
  });

  it('puts the head where scale, focal length and offset say', () => {
    const [x, y, z] = translationOf({ offset: [30, 20], logScale: Math.log(10), logFocal: Math.log(600) });
    expect([x, y, z]).toEqual([3, -2, -60].map((value) => expect.closeTo(value, 10)));
  });
});
