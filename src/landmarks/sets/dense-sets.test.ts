import { describe, expect, it } from 'vitest';
import { regions } from '../landmark-set.js';
import { curveNames } from '../surface.js';
import { curveKind } from './curve-mirror.js';
import { dense243, dense460, dense490, dense1001 } from './dense-sets.js';
import { landmarkSet } from './registry.js';

const sets = [
  [dense243, 243],
  [dense460, 460],
  [dense490, 490],
  [dense1001, 1001],
] as const;

describe.each(sets)('$name', (set, count) => {
  it('has exactly the points that its name says, with unique names, on known curves', () => {
    expect(set.name).toBe(`dense${count}`);
    expect(set.points).toHaveLength(count);
    expect(new Set(set.points.map(({ name }) => name)).size).toBe(count);
    for (const point of set.points) {
      expect(regions).toContain(point.region);
      const places = 'curve' in point ? [point] : point.blend;
      for (const { curve, at } of places) {
        expect(curveNames, point.name).toContain(curve);
        expect(at, point.name).toBeGreaterThanOrEqual(0);
        expect(at, point.name).toBeLessThanOrEqual(1);
      }
      if ('blend' in point)
        expect(point.blend.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
    expect(landmarkSet(set.name)).toBe(set);
  });

  it('has a mirror that swaps the sides and is its own inverse', () => {
    set.mirror.forEach((other, i) => {
      expect(set.mirror[other], set.points[i]!.name).toBe(i);
      expect(set.points[other]!.region).toBe(set.points[i]!.region);
      const right = /\bright\b/.test(set.points[i]!.name);
      expect(/\bleft\b/.test(set.points[other]!.name), set.points[i]!.name).toBe(right);
    });
    // What stays in place lies down the middle.
    for (const [i, point] of set.points.entries()) {
      if (set.mirror[i] !== i) continue;
      const places = 'curve' in point ? [point] : point.blend;
      for (const { curve, at } of places)
        if (curveKind(curve) !== 'middle') expect([curve, at]).toEqual([curve, 0.5]);
    }
  });

  it('has no two points in one place', () => {
    const places = set.points.map((point) =>
      'curve' in point
        ? `${point.curve} ${point.at}`
        : point.blend.map(({ curve, at, weight }) => `${curve} ${at} ${weight}`).join(' + '),
    );
    expect(new Set(places).size).toBe(count);
  });
});

describe('the dense sets', () => {
  it('are nested: each begins with the coarser ones', () => {
    for (const [i, [finer]] of sets.entries())
      for (const [coarser, count] of sets.slice(0, i))
        expect(finer.points.slice(0, count)).toEqual(coarser.points);
  });

  it('have every feature from the coarsest on, and the ears from 490 on', () => {
    const regionsOf = (set: typeof dense243): string[] => [
      ...new Set(set.points.map(({ region }) => region)),
    ];
    expect(regionsOf(dense243).sort()).toEqual(regions.filter((region) => region !== 'ears').sort());
    expect(regionsOf(dense490).sort()).toEqual([...regions].sort());
  });
});
