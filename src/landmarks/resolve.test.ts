import { describe, expect, it } from 'vitest';
import type { LandmarkSet } from './landmark-set.js';
import { resolveSet } from './resolve.js';
import type { LandmarkSurface, SurfaceCurve } from './surface.js';

const set = (...fractions: number[]): LandmarkSet => ({
  name: 'test',
  points: fractions.map((at, i) => ({ name: `p${i}`, region: 'contour', curve: 'jaw', at })),
  mirror: fractions.map((_, i) => i),
});
const surface = (curve: SurfaceCurve, triangles?: Uint32Array): LandmarkSurface => ({
  name: 'square',
  curves: new Map([['jaw', curve]]),
  contourPaths: [],
  ...(triangles && { topology: { triangles } }),
});
// A square 0 1 2 3 cut along 0–2, and a triangle 4 5 6 that touches neither.
const triangles = Uint32Array.of(0, 1, 2, 0, 2, 3, 4, 5, 6);

describe('resolveSet', () => {
  it('interpolates by fraction within one triangle', () => {
    const curve: SurfaceCurve = {
      closed: false,
      points: [
        { triangle: 0, weights: [1, 0, 0] },
        { triangle: 0, weights: [0, 1, 0] },
        { triangle: 0, weights: [0, 0, 1] },
      ],
      fractions: [0, 0.4, 1],
    };
    expect(resolveSet(set(0, 0.1, 0.4, 0.7, 1), surface(curve))).toEqual([
      { triangle: 0, weights: [1, 0, 0] },
      { triangle: 0, weights: [0.75, 0.25, 0] },
      { triangle: 0, weights: [0, 1, 0] },
      { triangle: 0, weights: [0, expect.closeTo(0.5), expect.closeTo(0.5)] },
      { triangle: 0, weights: [0, 0, 1] },
    ]);
  });

  it('finds the triangle whose edge joins two vertices named through other triangles', () => {
    const curve: SurfaceCurve = {
      closed: false,
      points: [
        { triangle: 0, weights: [1, 0, 0] }, // vertex 0
        { triangle: 1, weights: [0, 0, 1] }, // vertex 3
      ],
      fractions: [0, 1],
    };
    expect(resolveSet(set(0.25), surface(curve, triangles))).toEqual([
      { triangle: 1, weights: [0.75, 0, 0.25] },
    ]);
  });

  it('takes the nearer neighbour where no triangle holds both', () => {
    const points = [
      { triangle: 0, weights: [0.2, 0.6, 0.2] },
      { triangle: 1, weights: [0.2, 0.2, 0.6] },
    ] as const;
    const resolved = resolveSet(
      set(0.4, 0.6),
      surface({ closed: false, points, fractions: [0, 1] }, triangles),
    );
    expect(resolved).toEqual(points);
  });

  it('closes a closed curve from its last point to its first', () => {
    const curve: SurfaceCurve = {
      closed: true,
      points: [
        { triangle: 0, weights: [1, 0, 0] },
        { triangle: 0, weights: [0, 1, 0] },
        { triangle: 0, weights: [0, 0, 1] },
      ],
      fractions: [0, 0.25, 0.5],
    };
    expect(resolveSet(set(0.75), surface(curve))).toEqual([{ triangle: 0, weights: [0.5, 0, 0.5] }]);
  });

  it('names set, curve, head and the curves the head has', () => {
    const head: LandmarkSurface = {
      name: 'cage',
      curves: new Map([['lip.outer.upper', { closed: false, points: [], fractions: [] }]]),
      contourPaths: [],
    };
    expect(() => resolveSet(set(0), head)).toThrow(
      "set 'test' names curve 'jaw'; head 'cage' has none (its curves are lip.outer.upper)",
    );
  });
});
