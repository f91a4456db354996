/**
 * The reconstructed head as a mesh that wears the photograph: the head model shaped by the fitted coefficients, each
 * vertex with the place of the photograph that it is seen at. Head space: it faces along z.
 *
 * Limits: what the camera did not see is given the colours that lie before it.
 */
import { LineamentError } from '../../../core/errors.js';
import type { Vector3 } from '../../../core/vector.js';
import { type HeadModel, headMaterials, straightGaze } from '../../../face/heads/head-model.js';
import { project, toCamera } from '../../../render/camera/projection.js';
import type { DescribedFace } from '../described-face.js';

/** V vertices, T triangles. */
export interface HeadMesh {
  /** `[V, 3]` centimetres. */
  positions: Float32Array;
  /** `[V, 3]` unit vectors out of the surface. */
  normals: Float32Array;
  /** `[V, 2]` place in the photograph, 0 to 1 from its top left corner. */
  textureCoordinates: Float32Array;
  /** `[T, 3]` counter-clockwise seen from outside. */
  triangles: Uint32Array;
}

/** Not drawn: transparent, or a strand for each lash. */
const left = new Set<number>([headMaterials.indexOf('cornea'), headMaterials.indexOf('lashes')]);

/** @param head – the model that was fitted. @param picture – pixels of the photograph. */
export function headMesh(
  { reconstruction, camera }: DescribedFace,
  head: HeadModel,
  picture: { width: number; height: number },
): HeadMesh {
  if (reconstruction === undefined || reconstruction.head !== head.name)
    throw new LineamentError(
      `describe: a mesh of ${head.name} needs the reconstruction of that head, got ${reconstruction?.head ?? 'none'}`,
      { hint: "describe the face with the topic 'reconstruction' and this head's points" },
    );
  const { identity, actions, placement: fitted } = reconstruction;
  if ((fitted as unknown) === undefined)
    throw new LineamentError('describe: this reconstruction does not say where the head lies', {
      hint: 'describe the face again; descriptions of before December 2026 have no `placement`',
    });
  const { positions } = head.shape({
    identity: head.identityNames.map((name) => identity[name]?.value ?? 0),
    actions: Object.fromEntries(head.actions.map((name) => [name, actions[name]?.value ?? 0])),
    gaze: straightGaze,
  });
  const kept = keptTriangles(head);
  const numbers = new Map<number, number>();
  const triangles = Uint32Array.from(kept, (vertex) => {
    const number = numbers.get(vertex) ?? numbers.size;
    numbers.set(vertex, number);
    return number;
  });
  const placement = {
    rotation: fitted.rotation as unknown as Parameters<typeof toCamera>[1]['rotation'],
    translation: fitted.position,
  };
  const mesh = {
    positions: new Float32Array(3 * numbers.size),
    textureCoordinates: new Float32Array(2 * numbers.size),
    triangles,
  };
  for (const [vertex, number] of numbers) {
    const place: Vector3 = [positions[3 * vertex]!, positions[3 * vertex + 1]!, positions[3 * vertex + 2]!];
    const [x, y] = project(toCamera(place, placement), { ...camera, ...picture });
    mesh.positions.set(place, 3 * number);
    mesh.textureCoordinates.set([(x + 0.5) / picture.width, (y + 0.5) / picture.height], 2 * number);
  }
  return { ...mesh, normals: vertexNormals(mesh) };
}

/** `[T, 3]` vertex numbers of the head. */
function keptTriangles({ topology: { triangles, materials } }: HeadModel): Uint32Array {
  return triangles.filter((_, i) => !left.has(materials[Math.floor(i / 3)]!));
}

/** Means of the triangles around a vertex, by their area. */
function vertexNormals({ positions, triangles }: Pick<HeadMesh, 'positions' | 'triangles'>): Float32Array {
  const normals = new Float32Array(positions.length);
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [3 * triangles[t]!, 3 * triangles[t + 1]!, 3 * triangles[t + 2]!];
    const side = (from: number, to: number, axis: number): number =>
      positions[to + axis]! - positions[from + axis]!;
    for (let axis = 0; axis < 3; axis++) {
      const [i, j] = [(axis + 1) % 3, (axis + 2) % 3];
      const area = side(a, b, i) * side(a, c, j) - side(a, b, j) * side(a, c, i);
      for (const vertex of [a, b, c]) normals[vertex + axis]! += area;
    }
  }
  for (let v = 0; v < normals.length; v += 3) {
    const size = Math.hypot(normals[v]!, normals[v + 1]!, normals[v + 2]!) || 1;
    for (let axis = 0; axis < 3; axis++) normals[v + axis]! /= size;
  }
  return normals;
}
