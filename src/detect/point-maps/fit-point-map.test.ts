import { describe, expect, it } from 'vitest';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { nearestSubset } from '../../landmarks/correspondence.js';
import { mapPoints } from '../../landmarks/point-map.js';
import { dense243, dense490 } from '../../landmarks/sets/dense-sets.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { fitPointMap } from './fit-point-map.js';
import { mapShapes } from './map-shapes.js';

const head = createCageHead();
const faces = { fit: 50, measure: 20 };
const from = { set: dense490, convention: 'contour' as const };

describe('a map fitted on shapes', () => {
  it('gives 68 points out of 490 far nearer than the nearest of these, in both conventions', () => {
    const [given, contour, surface] = mapShapes(
      head,
      [from, { set: ibug68, convention: 'contour' }, { set: ibug68, convention: 'surface' }],
      12,
      99,
    ) as [Float32Array[], Float32Array[], Float32Array[]];
    const subset = nearestSubset(dense490, ibug68);
    for (const [convention, wanted] of [
      ['contour', contour],
      ['surface', surface],
    ] as const) {
      const map = fitPointMap({ from, to: { set: ibug68, convention }, head, faces });
      const missed = (guess: (points: Float32Array) => ArrayLike<number>): number =>
        given.reduce((sum, points, face) => {
          const got = guess(points);
          return sum + wanted[face]!.reduce((all, value, i) => all + Math.abs(got[i]! - value), 0);
        }, 0);
      const mapped = missed((points) => mapPoints(map, points));
      const nearest = missed((points) => subset.flatMap((k) => [points[2 * k]!, points[2 * k + 1]!]));
      expect(mapped).toBeLessThan(0.35 * nearest);
      expect(map.error.nme).toBeLessThan(0.6);
      expect(map.error.points).toHaveLength(68);
      expect(map.error.faces).toBeGreaterThan(8);
      // What is said of single points holds: none is missed by more than four of its deviations on average.
      expect(map.deviation.every((value) => value >= 0 && value < 0.05)).toBe(true);
    }
  });

  it('takes points that the first set has itself as they are', () => {
    const map = fitPointMap({
      from,
      to: { set: dense243, convention: 'contour' },
      head,
      faces: { fit: 4, measure: 2 },
    });
    expect(map.error).toMatchObject({ nme: 0 });
    expect(map.weights.flat()).toEqual([]);
    map.nearest.forEach((k, t) => {
      expect(dense490.points[k]!.name).toBe(dense243.points[t]!.name);
    });
  });
});
