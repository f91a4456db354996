import { describe, expect, it } from 'vitest';
import { dense243, dense1001 } from './dense-sets.js';
import { eye151, eyeBox, eyePointsOf } from './eye-set.js';
import { ibug68 } from './ibug68.js';
import { pointNames } from './named-set.js';
import { hasLandmarkSet, landmarkSet, landmarkSetNames } from './registry.js';

describe('the points of one eye', () => {
  it('are built in under a name, and no set of a face', () => {
    expect(eye151.points).toHaveLength(151);
    expect(landmarkSet('eye151')).toBe(eye151);
    expect(hasLandmarkSet('eye151')).toBe(true);
    expect(landmarkSetNames).not.toContain('eye151');
  });

  it('stand in dense1001 on both sides, each the mirror image of the other', () => {
    const names = pointNames(dense1001);
    const right = eyePointsOf(names, 'right');
    expect(right.map((index) => names[index])).toEqual(pointNames(eye151));
    expect(eyePointsOf(names, 'left')).toEqual(right.map((index) => dense1001.mirror[index]));
  });

  it('are told apart from those that a coarser set lacks', () => {
    const places = eyePointsOf(pointNames(dense243), 'left');
    eye151.points.forEach(({ name }, k) => {
      const own = dense243.points[places[k]!]?.name;
      expect(own === undefined || own === name.replace('right', 'left')).toBe(true);
    });
    expect(places.filter((index) => index >= 0)).toHaveLength(43);
    expect(eyePointsOf(pointNames(ibug68), 'right').every((index) => index === -1)).toBe(true);
  });

  it('are looked at in a square around lids and brow, whatever iris, crease and the middle of the brow do', () => {
    const points = Float32Array.from(
      eye151.points.flatMap(({ name }, k) => {
        if (name.startsWith('lid')) return [10 + (k % 2) * 20, 30];
        return /^brow.*er\./.test(name) ? [15, 24] : [500, 500];
      }),
    );
    expect(eyeBox(points)).toEqual({ x: 10, y: 17, width: 20, height: 20 });
    expect(eyeBox(points.fill(Number.NaN))).toBeNull();
    expect(eyeBox(points.fill(7))).toBeNull();
  });
});
