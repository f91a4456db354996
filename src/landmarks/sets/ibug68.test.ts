import { describe, expect, it } from 'vitest';
import { curveNames } from '../surface.js';
import { ibug68 } from './ibug68.js';
import { landmarkSet } from './registry.js';

const where = (i: number): string => `${ibug68.points[i]!.curve} ${ibug68.points[i]!.at.toFixed(3)}`;

describe('ibug68', () => {
  it('has 68 points with unique names on known curves', () => {
    expect(ibug68.points).toHaveLength(68);
    expect(new Set(ibug68.points.map((point) => point.name)).size).toBe(68);
    for (const point of ibug68.points) expect(curveNames).toContain(point.curve);
  });

  it('puts the points that everyone knows where everyone knows them', () => {
    expect(where(0)).toBe('jaw 0.005');
    expect(where(8)).toBe('jaw 0.500');
    expect(where(17)).toBe('brow.right.upper 0.000');
    expect(where(26)).toBe('brow.left.upper 0.000');
    expect(where(30)).toBe('nose.bridge 1.000');
    expect(where(33)).toBe('nose.base 0.500');
    expect(where(36)).toBe('lid.right.upper 0.060');
    expect(where(39)).toBe('lid.right.upper 0.930');
    expect(where(41)).toBe('lid.right.lower 0.355');
    expect(where(42)).toBe('lid.left.upper 0.930');
    expect(where(45)).toBe('lid.left.upper 0.060');
    expect(where(48)).toBe('lip.outer.upper 0.000');
    expect(where(54)).toBe('lip.outer.upper 1.000');
    expect(where(57)).toBe('lip.outer.lower 0.500');
    expect(where(66)).toBe('lip.inner.lower 0.500');
  });

  it('mirrors each point onto the point at the mirrored place of the mirrored curve', () => {
    ibug68.points.forEach((point, i) => {
      const other = ibug68.points[ibug68.mirror[i]!]!;
      expect(ibug68.mirror[ibug68.mirror[i]!]).toBe(i);
      const paired = /\.(right|left)/.test(point.curve);
      const downTheMiddle = point.curve === 'nose.bridge';
      const swapped = point.curve.replace(/right|left/, (side) => (side === 'right' ? 'left' : 'right'));
      expect(other.curve).toBe(swapped);
      expect(other.region).toBe(point.region);
      const [x, y, z] = point.offset ?? [0, 0, 0];
      expect(other.offset ?? [0, 0, 0]).toEqual([0 - x, y, z]);
      expect(other.at).toBeCloseTo(paired || downTheMiddle ? point.at : 1 - point.at, 12);
    });
  });

  it('is found by name, and a wrong name lists the right ones', () => {
    expect(landmarkSet('ibug68')).toBe(ibug68);
    expect(() => landmarkSet('ibug86')).toThrow(
      "no set is called 'ibug86' (the known sets are ibug68, dense243",
    );
  });
});
