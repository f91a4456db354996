/**
 * What of the published mesh is used, and as what. Dropped because it is never seen: the inner ball with the iris
 * (we paint the iris on the outer ball), the eye sockets, and what needs a transparent texture: tear line, occlusion,
 * blend, and the lash cards (lashes are grown as hairs on the lid curves).
 * The vertex ranges of the mouth's and eyes' sockets are those of the ICT-FaceKit documentation.
 */
import { LineamentError } from '../../../core/errors.js';
import { type HeadMaterial, headMaterials } from '../head-model.js';
import type { BakedFacekit } from './baked.js';

export const publishedVertexCount = 26719;
const mouthSocket = [11248, 13293] as const;
const eyeSockets = [13294, 14061] as const;
/** Within the published "gums and tongue": the upper side and tip of the tongue, an island of its own in the texture. */
const tongue = [16611, 17038] as const;

const drawn: Readonly<Record<string, HeadMaterial>> = {
  M_Face: 'skin',
  M_BackHead: 'skin',
  M_ScleraLeft: 'sclera',
  M_ScleraRight: 'sclera',
  M_GumsTongue: 'gums',
  M_Teeth: 'teeth',
};

export interface FacekitParts {
  /** `[V]` the published number of each kept vertex, ascending. */
  readonly vertices: Uint32Array;
  /** `[T, 3]` in kept vertices. */
  readonly triangles: Uint32Array;
  /** `[T]` index into headMaterials. */
  readonly materials: Uint8Array;
  /** `[T]` whether the triangle belongs to the front of the face, where curves lie. */
  readonly face: Uint8Array;
  readonly balls: Readonly<Record<'right' | 'left', Uint32Array>>;
  /** Published number to kept number. */
  keptVertex(published: number): number;
}

export function selectParts(baked: BakedFacekit): FacekitParts {
  const { header } = baked;
  if (header.vertices !== publishedVertexCount)
    throw new LineamentError(
      `ict-facekit must have ${publishedVertexCount} vertices (the "light" mesh), got ${header.vertices}`,
      { hint: 'install it again with: lineament assets install ict-facekit' },
    );
  const triangles: number[] = [];
  const materials: number[] = [];
  const face: number[] = [];
  const balls: Record<'right' | 'left', Set<number>> = { right: new Set(), left: new Set() };
  const kept = new Set<number>();
  for (let t = 0; t < header.triangles; t++) {
    const name = header.materials[baked.materials[t]!] ?? '';
    const corners = [0, 1, 2].map((k) => baked.triangles[3 * t + k]!);
    const material = materialOf(name, corners);
    if (material === undefined) continue;
    for (const corner of corners) {
      kept.add(corner);
      if (material === 'sclera') balls[name.endsWith('Right') ? 'right' : 'left'].add(corner);
    }
    triangles.push(...corners);
    materials.push(headMaterials.indexOf(material));
    face.push(name === 'M_Face' ? 1 : 0);
  }
  const vertices = Uint32Array.from(kept).sort();
  const newNumber = new Map(Array.from(vertices, (published, v) => [published, v] as const));
  const keptVertex = (published: number): number => {
    const v = newNumber.get(published);
    if (v === undefined) throw new LineamentError(`ict-facekit vertex ${published} is on no drawn triangle`);
    return v;
  };
  return {
    vertices,
    triangles: Uint32Array.from(triangles, keptVertex),
    materials: Uint8Array.from(materials),
    face: Uint8Array.from(face),
    balls: {
      right: Uint32Array.from(balls.right, keptVertex).sort(),
      left: Uint32Array.from(balls.left, keptVertex).sort(),
    },
    keptVertex,
  };
}

function materialOf(name: string, corners: readonly number[]): HeadMaterial | undefined {
  const inside = ([low, high]: readonly [number, number]): boolean =>
    corners.some((v) => v >= low && v <= high);
  if (name === 'M_BackHead') {
    if (inside(eyeSockets)) return undefined;
    if (inside(mouthSocket)) return 'gums';
  }
  if (name === 'M_GumsTongue' && inside(tongue)) return 'tongue';
  return drawn[name];
}
