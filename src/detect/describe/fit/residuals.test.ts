import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { poseRotation } from '../../../face/person/pose-distribution.js';
import { type FitState, moved, poseParameters, translationOf } from './fit-parameters.js';
import { normalEquations } from './normal-equations.js';
import { fillResiduals, headInView, pointSlopes, shapePlaces, slopesFor } from './residuals.js';
import type { ShapeModes } from './shape-modes.js';

const count = 12;
const modeCount = 6;
const n = poseParameters + modeCount;
const random = new Random(5);
const numbers = (length: number, most: number): Float64Array =>
  Float64Array.from({ length }, () => random.uniform(-most, most));
/** Mode m leaves every place alone whose number leaves a rest of m % 3 by 3. */
const active = Array.from({ length: count }, (_, place) =>
  Array.from({ length: modeCount }, (_, m) => m).filter((m) => m % 3 !== place % 3),
);
const modes: ShapeModes = {
  count: modeCount,
  identityCount: 4,
  mean: numbers(3 * count, 8),
  starts: Int32Array.from({ length: count + 1 }, (_, place) => active.slice(0, place).flat().length),
  numbers: Uint16Array.from(active.flat()),
  moves: numbers(3 * active.flat().length, 1),
  expected: new Float64Array(modeCount),
  precision: new Float64Array(modeCount).fill(1),
  leftOut: new Float64Array(count),
};
const index = Int32Array.from({ length: count }, (_, k) => count - 1 - k);
const points = numbers(2 * count, 100);
const roots = Float64Array.from({ length: count }, () => random.uniform(0.5, 2));
const state: FitState = {
  rotation: poseRotation({ yaw: 0.6, pitch: -0.3, roll: 0.2 }),
  offset: [31, -17],
  logScale: Math.log(9),
  logFocal: Math.log(500),
  shape: numbers(modeCount, 0.8),
};

function seenFrom(at: FitState): { places: Float64Array; residual: Float64Array } {
  const places = new Float64Array(3 * count);
  const residual = new Float64Array(2 * count);
  shapePlaces(modes, index, at.shape, places);
  fillResiduals(headInView(at), places, points, roots, residual);
  return { places, residual };
}

/** `[2K, n]` */
function jacobian(): Float64Array {
  const { places } = seenFrom(state);
  const slopes = slopesFor(n);
  const rows = new Float64Array(2 * count * n);
  for (let k = 0; k < count; k++) {
    const [x, y, z] = places.subarray(3 * k, 3 * k + 3);
    pointSlopes(headInView(state), modes, index[k]!, x!, y!, z!, roots[k]!, true, slopes);
    for (let i = 0; i < slopes.count; i++) {
      rows[2 * k * n + slopes.parameters[i]!] = slopes.u[i]!;
      rows[(2 * k + 1) * n + slopes.parameters[i]!] = slopes.v[i]!;
    }
  }
  return rows;
}

describe('the Jacobian of the fit', () => {
  it('is what finite differences give, for every parameter', () => {
    const analytic = jacobian();
    for (let p = 0; p < n; p++) {
      const h = 1e-5;
      const step = new Float64Array(n);
      step[p] = h;
      const ahead = seenFrom(moved(state, step)).residual;
      step[p] = -h;
      const behind = seenFrom(moved(state, step)).residual;
      for (let r = 0; r < 2 * count; r++) {
        // The residual is observed less seen, the Jacobian of what is seen.
        const numeric = -(ahead[r]! - behind[r]!) / (2 * h);
        const exact = analytic[r * n + p]!;
        expect(Math.abs(exact - numeric), `parameter ${p}, row ${r}`).toBeLessThan(
          1e-6 * Math.max(1, Math.abs(exact)),
        );
      }
    }
  });

  it.each([n, poseParameters])('gives the normal equations of %d parameters', (size) => {
    const rows = jacobian();
    const { places, residual } = seenFrom(state);
    const gram = new Float64Array(size * size).fill(7);
    const gradient = new Float64Array(size).fill(7);
    normalEquations(
      headInView(state),
      modes,
      { index, places, roots, residual },
      slopesFor(n),
      gram,
      gradient,
    );
    for (let i = 0; i < size; i++) {
      let right = 0;
      for (let r = 0; r < 2 * count; r++) right += rows[r * n + i]! * residual[r]!;
      expect(gradient[i]).toBeCloseTo(right, 7);
      for (let j = 0; j <= i; j++) {
        let product = 0;
        for (let r = 0; r < 2 * count; r++) product += rows[r * n + i]! * rows[r * n + j]!;
        expect(gram[i * size + j]! / (1 + Math.abs(product))).toBeCloseTo(
          product / (1 + Math.abs(product)),
          10,
        );
      }
    }
  });

  it('puts the head where scale, focal length and offset say', () => {
    const [x, y, z] = translationOf({ offset: [30, 20], logScale: Math.log(10), logFocal: Math.log(600) });
    expect([x, y, z]).toEqual([3, -2, -60].map((value) => expect.closeTo(value, 10)));
  });
});
