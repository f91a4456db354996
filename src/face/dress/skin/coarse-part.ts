/**
 * A part of the head's mesh with fewer triangles, for small pictures: vertices that share a box of a grid become one of
 * them, triangles that collapse are left out (vertex clustering, Rossignac & Borrel 1993). Vertices of pieces that do not
 * hang together, such as upper and lower teeth, are never joined. What is left are vertices of the head, so the part
 * moves with every shape. Made once a head.
 */
import type { MeshPart } from './mesh-part.js';

/** @param box – side of the grid's boxes, centimetres. */
export function coarsenPart({ vertices, triangles, rest }: MeshPart, box: number): MeshPart {
  const pieces = connectedPieces(vertices.length, triangles);
  const clusters = new Map<string, number[]>();
  for (let v = 0; v < vertices.length; v++) {
    const place = [0, 1, 2].map((axis) => Math.floor(rest[v * 3 + axis]! / box));
    const key = `${pieces[v]!} ${place.join(' ')}`;
    const cluster = clusters.get(key);
    if (cluster === undefined) clusters.set(key, [v]);
    else cluster.push(v);
  }
  const stands = new Uint32Array(vertices.length);
  for (const cluster of clusters.values()) {
    const chosen = middlemost(cluster, rest);
    for (const v of cluster) stands[v] = chosen;
  }
  const numbers = new Map<number, number>();
  const corners: number[] = [];
  const seen = new Set<string>();
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [stands[triangles[t]!]!, stands[triangles[t + 1]!]!, stands[triangles[t + 2]!]!];
    if (a === b || b === c || c === a) continue;
    // The same corners in the same order of turning, whichever comes first.
    const key = a < b && a < c ? `${a} ${b} ${c}` : b < c ? `${b} ${c} ${a}` : `${c} ${a} ${b}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const vertex of [a, b, c]) {
      if (!numbers.has(vertex)) numbers.set(vertex, numbers.size);
      corners.push(numbers.get(vertex)!);
    }
  }
  const kept = Uint32Array.from(numbers.keys());
  const places = new Float32Array(kept.length * 3);
  kept.forEach((v, i) => {
    places.set(rest.subarray(v * 3, v * 3 + 3), i * 3);
  });
  return {
    vertices: kept.map((v) => vertices[v]!),
    triangles: Uint32Array.from(corners),
    rest: places,
  };
}

/** `[v]` for each vertex the least vertex of all that edges lead to from it. */
function connectedPieces(count: number, triangles: Uint32Array): Uint32Array {
  const parent = Uint32Array.from({ length: count }, (_, v) => v);
  const root = (v: number): number => {
    let at = v;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (let t = 0; t < triangles.length; t += 3)
    for (let k = 1; k < 3; k++) {
      const [a, b] = [root(triangles[t]!), root(triangles[t + k]!)];
      if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
    }
  return parent.map((_, v) => root(v));
}

/** The vertex nearest to the mean of all. */
function middlemost(cluster: readonly number[], rest: Float32Array): number {
  const mean = [0, 1, 2].map(
    (axis) => cluster.reduce((sum, v) => sum + rest[v * 3 + axis]!, 0) / cluster.length,
  );
  const off = (v: number): number =>
    Math.hypot(rest[v * 3]! - mean[0]!, rest[v * 3 + 1]! - mean[1]!, rest[v * 3 + 2]! - mean[2]!);
  return cluster.reduce((best, v) => (off(v) < off(best) ? v : best));
}
