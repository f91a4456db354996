import { describe, expect, it } from 'vitest';
import type { LandmarkSet } from '../landmark-set.js';
import { dense243, dense460, dense490, dense1001 } from '../sets/dense-sets.js';
import { ibug68 } from '../sets/ibug68.js';
import { templatePosition } from '../sets/template.js';
import { type LabelledFace, normaliserNamed, normalisers, normalisingDistance } from './normalisers.js';

/** Only the twelve eye points are set. Right eye: mean (3, 2); left eye: mean (15, 7). */
function face(): LabelledFace {
  const points = new Float32Array(136).fill(Number.NaN);
  const right = [0, 2, 2, 4, 4, 4, 6, 2, 4, 0, 2, 0];
  const left = [12, 7, 14, 9, 16, 9, 18, 7, 16, 5, 14, 5];
  points.set(right, 36 * 2);
  points.set(left, 42 * 2);
  return { points, box: { x: 1, y: 1, width: 4, height: 9 }, pupils: Float32Array.of(1, 1, 4, 5) };
}

describe('normalisers', () => {
  it.each([
    ['outer-eye-corners', Math.hypot(18, 5)], // (0, 2) to (18, 7)
    ['pupils', 13], // (3, 2) to (15, 7)
    ['true-pupils', 5],
    ['box', 6],
    ['diagonal', Math.hypot(4, 9)],
  ] as const)('%s', (name, expected) => {
    expect(normalisingDistance(name, ibug68, face())).toBeCloseTo(expected, 6);
  });

  it('refuse to be left unnamed', () => {
    expect(() => normaliserNamed(undefined)).toThrow(`none is named (choose ${normalisers.join(', ')}`);
    expect(() => normaliserNamed('ioc')).toThrow("'ioc' is not one");
    expect(normaliserNamed('box')).toBe('box');
  });

  it('refuse a face without the points they need', () => {
    const blind = { ...face(), pupils: null };
    blind.points.fill(Number.NaN, 90, 92);
    expect(() => normalisingDistance('outer-eye-corners', ibug68, blind)).toThrow(
      "'outer-eye-corners' needs points",
    );
    expect(() => normalisingDistance('true-pupils', ibug68, blind)).toThrow("'true-pupils' needs points");
  });

  it('refuse a set without the points they need', () => {
    const jawOnly = { ...ibug68, name: 'jaw17', points: ibug68.points.slice(0, 17) };
    expect(() => normalisingDistance('outer-eye-corners', jawOnly, face())).toThrow(
      "set 'jaw17' has nothing within 2.5 mm of point 36",
    );
    expect(() => normalisingDistance('pupils', jawOnly, face())).toThrow(
      "set 'jaw17' has nothing within 2.5 mm of point 36",
    );
  });

  it('measure nearly the same on the same face with every dense set', () => {
    const faceOf = (set: LandmarkSet): LabelledFace => ({
      ...face(),
      points: Float32Array.from(
        set.points.flatMap((point) => {
          const [x, y] = templatePosition(point);
          return [100 + 20 * x, 100 - 20 * y];
        }),
      ),
    });
    for (const name of ['outer-eye-corners', 'pupils'] as const) {
      const expected = normalisingDistance(name, ibug68, faceOf(ibug68));
      expect(expected).toBeGreaterThan(100);
      // The dense sets have the inner corner of iBUG's eyes on the lid, 0.9 mm from where annotators put it: one of six points of a pupil.
      for (const set of [dense243, dense460, dense490, dense1001])
        expect(Math.abs(normalisingDistance(name, set, faceOf(set)) / expected - 1)).toBeLessThan(0.005);
    }
  });

  it('refuse a length of zero', () => {
    expect(() =>
      normalisingDistance('box', ibug68, { ...face(), box: { x: 0, y: 0, width: 0, height: 4 } }),
    ).toThrow("'box' is 0 pixels");
  });
});
