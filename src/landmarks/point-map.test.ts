import { describe, expect, it } from 'vitest';
import { mapPoints, type PointMap, parsePointMap, pointMapText, pointsRadius } from './point-map.js';

const side = { mirror: [1, 0], convention: 'contour' as const };
const map: PointMap = {
  from: { set: 'three', names: ['a', 'b', 'c'], mirror: [1, 0, 2], convention: 'contour' },
  to: { set: 'two', names: ['d', 'e'], ...side },
  nearest: [0, 2],
  sources: [[1, 2], []],
  weights: [[0.25, 0.5], []],
  deviation: [0.01, 0],
  error: { nme: 0.5, points: [1, 0], faces: 8 },
  head: 'cage',
  lineament: '0.1.0',
};
/** a at the origin, b at (4, 0), c at (0, 8): d lies at (1, 4), e on c. */
const points = Float32Array.of(0, 0, 4, 0, 0, 8);

describe('point map', () => {
  it('adds weighted distances to the nearest point', () => {
    expect([...mapPoints(map, points)]).toEqual([1, 4, 0, 8]);
  });

  it('moves, turns and grows with the face', () => {
    const turned = (values: Float32Array): Float32Array =>
      values.map((_, i) => (i % 2 === 0 ? 7 - 3 * values[i + 1]! : 5 + 3 * values[i - 1]!));
    expect([...mapPoints(map, turned(points))]).toEqual([...turned(mapPoints(map, points))]);
  });

  it('comes back out of its file as it was', () => {
    expect(parsePointMap(pointMapText(map), 'map.json')).toEqual(map);
  });

  it('refuses other points, and files that are none of its own', () => {
    expect(() => mapPoints(map, points.subarray(2))).toThrow('the map takes 3 points, got 2');
    expect(() => parsePointMap('{', 'map.json')).toThrow(
      'map.json: not a point map of this Lineament: it is not JSON',
    );
    const beyond = { ...map, nearest: [0, 3] };
    expect(() => parsePointMap(pointMapText(beyond), 'map.json')).toThrow(
      'map: its sizes do not fit each other',
    );
  });
});

it('the radius of points is their root mean square distance from their middle', () => {
  expect(pointsRadius([0, 0, 6, 0, 6, 8, 0, 8])).toBeCloseTo(5, 6);
});
