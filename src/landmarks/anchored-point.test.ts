import { describe, expect, it } from 'vitest';
import { anchoredPoints } from './anchored-point.js';
import { resolveSet } from './resolve.js';
import { type CurveName, curveNames, type LandmarkSurface } from './surface.js';

/** A square of side 2 in the plane z = `depth`; every curve runs along its diagonal, and the skin is the plane. */
function square(name: string, depth: number, shift: number): LandmarkSurface {
  const rest = Float32Array.from(
    [
      [-1, -1, depth],
      [1, -1, depth],
      [1, 1, depth],
      [-1, 1, depth],
    ].flatMap(([x, y, z]) => [x! + shift, y!, z!]),
  );
  const diagonal = {
    closed: false,
    points: [
      { triangle: 0, weights: [1, 0, 0] as const },
      { triangle: 0, weights: [0, 0, 1] as const },
    ],
    fractions: [0, 1],
  };
  return {
    name,
    curves: new Map(curveNames.map((curve: CurveName) => [curve, diagonal])),
    topology: { triangles: Uint32Array.of(0, 1, 2, 0, 2, 3), rest },
    contourPaths: [],
    closestSkin: ([x, y]) => {
      // In triangle 0 (below the diagonal): weights of (-1, -1), (1, -1), (1, 1).
      const [u, v] = [(x - shift + 1) / 2, (y + 1) / 2];
      return { triangle: 0, weights: [1 - u, u - v, v] };
    },
  };
}

describe('anchoredPoints', () => {
  const here = square('here', 0, 0);
  const anchor = anchoredPoints(here)!;
  const point = anchor({ name: 'mole', region: 'skin', triangle: 0, weights: [0.2, 0.5, 0.3] });
  const set = { name: 'moles', points: [point], mirror: [0] };

  it('is the very point on its own head', () => {
    expect(resolveSet(set, here)).toEqual([{ triangle: 0, weights: [0.2, 0.5, 0.3] }]);
  });

  it('keeps its place among the curves on another head', () => {
    expect(point.blend.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    const [there] = resolveSet(set, square('there', 3, 5));
    expect(there!.triangle).toBe(0);
    [0.2, 0.5, 0.3].forEach((weight, i) => {
      expect(there!.weights[i]).toBeCloseTo(weight, 5);
    });
  });

  it('needs the mean face', () => {
    const { topology, ...bare } = here;
    expect(anchoredPoints(bare)).toBeUndefined();
    expect(() =>
      resolveSet({ ...set, points: [{ ...point, exact: { ...point.exact!, head: 'x' } }] }, bare),
    ).toThrow("point 'mole' of set 'moles' lies between curves; head 'here' gives no mean face");
  });
});
