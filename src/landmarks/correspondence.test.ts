import { describe, expect, it } from 'vitest';
import { correspondences, nearestSubset } from './correspondence.js';
import type { LandmarkSet } from './landmark-set.js';
import { dense243, dense460, dense490, dense1001 } from './sets/dense-sets.js';
import { ibug68 } from './sets/ibug68.js';
import { templatePosition } from './sets/template.js';

const name = (set: LandmarkSet, index: number): string => set.points[index]!.name;

describe('correspondences', () => {
  it('of a set to itself are the points themselves', () => {
    for (const set of [ibug68, dense1001])
      correspondences(set, set).forEach((found, i) => {
        expect(found).toEqual({ index: i, distance: 0, between: { first: i, second: i, share: 0 } });
      });
  });

  it.each([dense243, dense460, dense490, dense1001])(
    'find every iBUG point in $name within 6 mm on the mean face, no point twice, both sides alike',
    (set) => {
      const found = correspondences(set, ibug68);
      expect(found).toHaveLength(68);
      expect(new Set(found.map(({ index }) => index)).size).toBe(68);
      for (const [i, { index, distance }] of found.entries()) {
        expect(distance, ibug68.points[i]!.name).toBeLessThan(0.6);
        expect(set.mirror[index], ibug68.points[i]!.name).toBe(found[ibug68.mirror[i]!]!.index);
      }
    },
  );

  it('keep each lip to itself, though the lips touch on the mean face', () => {
    const subset = nearestSubset(dense490, ibug68);
    expect(name(dense490, subset[62]!)).toBe('lip.inner.upper.500');
    expect(name(dense490, subset[66]!)).toBe('lip.inner.lower.500');
    expect(name(dense490, subset[36]!)).toBe('lid.right.upper.063');
    expect(name(dense490, subset[30]!)).toBe('nose.bridge.1000');
  });

  it('match fractions between two neighbours', () => {
    // iBUG's second jaw point lies at 0.069, between 2/32 and 3/32.
    const { between } = correspondences(dense243, ibug68)[1]!;
    expect([name(dense243, between.first), name(dense243, between.second)]).toEqual(['jaw.063', 'jaw.094']);
    expect(between.share).toBeCloseTo((0.069 - 2 / 32) * 32, 9);
  });

  it('fall back to the nearest point where the curve is missing', () => {
    const chin: LandmarkSet = {
      name: 'chin',
      points: [
        { name: 'chin', region: 'contour', curve: 'jaw', at: 0.5 },
        { name: 'furrow', region: 'skin', curve: 'chin.crease', at: 0.5 },
      ],
      mirror: [0, 1],
    };
    expect(nearestSubset(chin, ibug68)[57]).toBe(1);
    expect(nearestSubset(chin, ibug68)[8]).toBe(0);
  });
});

describe('templatePosition', () => {
  it('mirrors', () => {
    dense1001.points.forEach((point, i) => {
      const [x, y, z] = templatePosition(point);
      const other = templatePosition(dense1001.points[dense1001.mirror[i]!]!);
      // The template's curves across the face were measured on both sides, to a tenth of a millimetre.
      expect(Math.hypot(other[0] + x, other[1] - y, other[2] - z), point.name).toBeLessThan(0.04);
    });
  });
});
