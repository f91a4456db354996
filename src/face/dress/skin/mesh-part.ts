/** A part of the head's mesh with its own compact vertex list, cut out once per head. */
import { type HeadMaterial, type HeadTopology, headMaterials } from '../../heads/head-model.js';

export interface MeshPart {
  /** `[v]` the head's number of each of the part's vertices. */
  readonly vertices: Uint32Array;
  /** `[t, 3]` numbers within the part. */
  readonly triangles: Uint32Array;
  /** `[v, 3]` rest positions. */
  readonly rest: Float32Array;
}

/** @param keep – whether a triangle of that material with this rest centre (x, y, z) belongs to the part. */
export function cutPart(
  topology: HeadTopology,
  material: HeadMaterial,
  keep: (x: number, y: number, z: number) => boolean = () => true,
): MeshPart {
  const { triangles, materials, rest } = topology;
  const wanted = headMaterials.indexOf(material);
  const local = new Map<number, number>();
  const corners: number[] = [];
  for (let t = 0; t < materials.length; t++) {
    if (materials[t] !== wanted) continue;
    const [a, b, c] = [triangles[t * 3]!, triangles[t * 3 + 1]!, triangles[t * 3 + 2]!];
    const mean = (axis: number): number =>
      (rest[a * 3 + axis]! + rest[b * 3 + axis]! + rest[c * 3 + axis]!) / 3;
    if (!keep(mean(0), mean(1), mean(2))) continue;
    for (const vertex of [a, b, c]) {
      if (!local.has(vertex)) local.set(vertex, local.size);
      corners.push(local.get(vertex)!);
    }
  }
  const vertices = Uint32Array.from(local.keys());
  return {
    vertices,
    triangles: Uint32Array.from(corners),
    rest: gather(rest, vertices),
  };
}

/** `[v, 3]` of the chosen vertices from `[V, 3]`. */
export function gather(positions: Float32Array, vertices: Uint32Array): Float32Array {
  const gathered = new Float32Array(vertices.length * 3);
  for (let i = 0, to = 0; i < vertices.length; i++) {
    let from = vertices[i]! * 3;
    gathered[to++] = positions[from++]!;
    gathered[to++] = positions[from++]!;
    gathered[to++] = positions[from]!;
  }
  return gathered;
}
