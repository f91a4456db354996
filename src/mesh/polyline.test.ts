import { describe, expect, it } from 'vitest';
import { insideOutline, nearestOnPolyline, pointAlong } from './polyline.js';

const line = [
  [0, 0, 0],
  [2, 0, 4],
  [2, 2, 4],
] as const;

describe('polyline', () => {
  it('finds the nearest place, past corners and ends', () => {
    expect(nearestOnPolyline(line, 1, 1)).toEqual({ distance: 1, along: 0.25 });
    expect(nearestOnPolyline(line, -3, 4)).toEqual({ distance: 5, along: 0 });
    expect(nearestOnPolyline(line, 3, 1)).toEqual({ distance: 1, along: 0.75 });
  });

  it('walks by number of segments', () => {
    expect(pointAlong(line, 0.25)).toEqual([1, 0, 2]);
    expect(pointAlong(line, 2)).toEqual([2, 2, 4]);
  });

  it('tells inside from outside of a concave outline', () => {
    const arrow = [
      [0, 0, 0],
      [4, 4, 0],
      [0, 2, 0],
      [-4, 4, 0],
    ] as const;
    expect(insideOutline(arrow, 0, 1)).toBe(true);
    expect(insideOutline(arrow, 0, 3)).toBe(false);
    expect(insideOutline(arrow, 2.5, 3)).toBe(true);
  });
});
