import { describe, expect, it } from 'vitest';
import { coarsenPart } from './coarse-part.js';
import type { MeshPart } from './mesh-part.js';

/** A flat sheet of n × n squares, one centimetre wide, at a height; vertices numbered from `first` in the head. */
function sheet(n: number, height: number, first: number): MeshPart {
  const rest: number[] = [];
  const triangles: number[] = [];
  for (let row = 0; row <= n; row++)
    for (let column = 0; column <= n; column++) rest.push(column / n, row / n, height);
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) {
      const a = row * (n + 1) + column;
      triangles.push(a, a + 1, a + n + 2, a, a + n + 2, a + n + 1);
    }
  return {
    vertices: Uint32Array.from({ length: (n + 1) ** 2 }, (_, v) => first + v),
    triangles: Uint32Array.from(triangles),
    rest: Float32Array.from(rest),
  };
}

function area({ triangles, rest }: MeshPart): number {
  let sum = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]! * 3, triangles[t + 1]! * 3, triangles[t + 2]! * 3];
    const [ux, uy] = [rest[b]! - rest[a]!, rest[b + 1]! - rest[a + 1]!];
    const [vx, vy] = [rest[c]! - rest[a]!, rest[c + 1]! - rest[a + 1]!];
    sum += (ux * vy - uy * vx) / 2;
  }
  return sum;
}

describe('coarsenPart', () => {
  it('leaves a mesh whose vertices have boxes of their own as it is', () => {
    const fine = sheet(4, 0, 10);
    const same = coarsenPart(fine, 0.2);
    expect([...same.vertices].sort((a, b) => a - b)).toEqual([...fine.vertices]);
    expect(same.triangles.length).toBe(fine.triangles.length);
  });

  it('keeps a sheet whole and facing the same way with a twelfth of its triangles', () => {
    const coarse = coarsenPart(sheet(24, 0, 0), 0.25);
    expect(coarse.triangles.length / 3).toBeLessThan(1152 / 12);
    // What is lost is the rim: boxes are represented by their middles.
    expect(area(coarse)).toBeGreaterThan(0.6);
    expect(area(coarse)).toBeLessThanOrEqual(1);
  });

  it('chooses among the vertices of the head', () => {
    const fine = sheet(12, 0, 500);
    const coarse = coarsenPart(fine, 0.3);
    coarse.vertices.forEach((vertex, i) => {
      const at = (vertex - 500) * 3;
      expect([...coarse.rest.subarray(i * 3, i * 3 + 3)]).toEqual([...fine.rest.subarray(at, at + 3)]);
    });
    expect(Math.max(...coarse.triangles)).toBe(coarse.vertices.length - 1);
  });

  it('does not join what only lies close together', () => {
    const [upper, lower] = [sheet(6, 0.01, 0), sheet(6, 0, 49)];
    const both: MeshPart = {
      vertices: Uint32Array.of(...upper.vertices, ...lower.vertices),
      triangles: Uint32Array.of(...upper.triangles, ...lower.triangles.map((v) => v + 49)),
      rest: Float32Array.of(...upper.rest, ...lower.rest),
    };
    const coarse = coarsenPart(both, 0.4);
    for (let t = 0; t < coarse.triangles.length; t += 3) {
      const heights = [0, 1, 2].map((k) => coarse.rest[coarse.triangles[t + k]! * 3 + 2]!);
      expect(new Set(heights).size).toBe(1);
    }
  });
});
