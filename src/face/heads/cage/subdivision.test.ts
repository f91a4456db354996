import { describe, expect, it } from 'vitest';
import type { CageTopology } from './cage-topology.js';
import { applyRows, applyScalar, subdivide } from './subdivision.js';

/** A cube of side 2: each vertex has valence 3. Points 0–3 have x = −1, and point i mirrors point i + 4. */
const corners = [
  [-1, -1, -1],
  [-1, 1, -1],
  [-1, -1, 1],
  [-1, 1, 1],
  [1, -1, -1],
  [1, 1, -1],
  [1, -1, 1],
  [1, 1, 1],
];
const faces = [
  [0, 2, 3, 1],
  [4, 5, 7, 6],
  [0, 4, 6, 2],
  [1, 3, 7, 5],
  [0, 1, 5, 4],
  [2, 6, 7, 3],
];
function cube(fine: (face: number) => boolean): CageTopology {
  return {
    pointCount: 8,
    names: [],
    polygons: faces.map((face, i) => ({ corners: face, material: 'skin', fine: fine(i) })),
    mirror: Uint32Array.from([4, 5, 6, 7, 0, 1, 2, 3]),
    index: (name) => Number(name),
  };
}

function openEdges(triangles: Uint32Array): number {
  const edges = new Set<string>();
  for (let t = 0; t < triangles.length; t += 3)
    for (let k = 0; k < 3; k++) edges.add(`${triangles[t + k]} ${triangles[t + ((k + 1) % 3)]}`);
  return [...edges].filter((edge) => !edges.has(edge.split(' ').reverse().join(' '))).length;
}

describe('Catmull–Clark subdivision', () => {
  it('moves the corners of a cube as worked out by hand', () => {
    // A vertex of valence 3 goes to (F + 2R)/3, F and R the means of its face points and edge midpoints.
    // Round one, corner (1, 1, 1): F = 1/3, R = 2/3, so 5/9 in each coordinate.
    const fine = subdivide(cube(() => true));
    const points = Float64Array.from(corners.flat());
    const out = new Float32Array(3 * fine.vertexCount);
    applyRows(fine.matrix, points, out);
    // Round one: corner 5/9, edge points (0, 3/4, 3/4), face points (0, 0, 1). Of the corner (1, 1, 1), in x:
    // face points of round two average corner, two edge points and the cube's face point.
    const facePoints = [
      (5 / 9 + 3 / 4 + 3 / 4 + 1) / 4,
      (5 / 9 + 3 / 4 + 0 + 0) / 4,
      (5 / 9 + 0 + 3 / 4 + 0) / 4,
    ];
    const f = facePoints.reduce((sum, value) => sum + value, 0) / 3;
    const r = ((5 / 9 + 3 / 4) / 2 + (5 / 9 + 3 / 4) / 2 + (5 / 9 + 0) / 2) / 3;
    expect(out[3 * 7]).toBeCloseTo((f + 2 * r) / 3, 6);
    expect(out[3 * 7 + 1]).toBeCloseTo((f + 2 * r) / 3, 6);
  });

  it('keeps the surface closed where fine polygons meet coarse ones', () => {
    for (const fine of [() => true, () => false, (face: number) => face === 3, (face: number) => face < 2])
      expect(openEdges(subdivide(cube(fine)).triangles)).toBe(0);
  });

  it('has rows that sum to 1, so that moving all points moves the surface', () => {
    const { matrix } = subdivide(cube((face) => face === 0));
    for (const value of applyScalar(matrix, Array(8).fill(3))) expect(value).toBeCloseTo(3, 12);
  });

  it('knows each vertex’s mirror image and the way along an edge', () => {
    const fine = subdivide(cube((face) => face === 5));
    const out = new Float32Array(3 * fine.vertexCount);
    applyRows(fine.matrix, Float64Array.from(corners.flat()), out);
    fine.mirror.forEach((image, v) => {
      expect(out[3 * image]).toBeCloseTo(-out[3 * v]!, 6);
      expect(out[3 * image + 1]).toBeCloseTo(out[3 * v + 1]!, 6);
    });
    const chain = fine.alongEdge(3, 7);
    expect(chain).toHaveLength(5);
    expect([chain[0], chain[4]]).toEqual([3, 7]);
    const xs = chain.map((v) => out[3 * v]!);
    for (let i = 1; i < xs.length; i++) expect(xs[i]!).toBeGreaterThan(xs[i - 1]!);
    expect(() => fine.alongEdge(0, 7)).toThrow('internal: control points 0 and 7 share no edge');
  });
});
