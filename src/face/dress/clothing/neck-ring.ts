/**
 * Where a head's own neck ends and the body takes over: a plane that slopes down towards the throat, and the places of
 * the skin on it all around, found once a head; they move with every shape, so that the body begins exactly where the
 * head's skin ends.
 */
import type { Vector3 } from '../../../core/vector.js';
import { type HeadTopology, headMaterials } from '../../heads/head-model.js';
import type { RestFeatures } from '../skin/rest-features.js';
import { SkinCast, type SkinPlace } from '../skin/skin-cast.js';

/** The head's own neck is kept down to this distance under the chin at most, centimetres. */
const neckBelowChin = 6;
/** Heights at which a neck's breadth is taken lie this far apart, centimetres. */
const step = 0.5;
const halfBelt = 0.7;
/** How much lower the cut lies for each centimetre further forward: a neck's foot slopes so. */
const slope = 0.28;

/** Directions in which the cut's places are found. */
export const neckDirections = 40;

export interface NeckRing {
  /** Height of the cut at a depth, rest space: skin of the head model below it is replaced by the body. */
  cutAt: (z: number) => number;
  /** Places of the skin on the cut from behind over the right, `[neckDirections]`; null where the mesh has none. */
  places: readonly (SkinPlace | null)[];
  /** Vertices that show the neck's breadth at its narrowest. */
  breadthVertices: Uint32Array;
}

/** Finds the cut: where the neck begins to widen into the shoulders, or where the mesh ends. */
export function findNeckRing(topology: HeadTopology, features: RestFeatures): NeckRing {
  const { rest, triangles, materials } = topology;
  const skin = headMaterials.indexOf('skin');
  const used = new Set<number>();
  for (let t = 0; t < materials.length; t++) {
    if (materials[t] === skin) for (let k = 0; k < 3; k++) used.add(triangles[t * 3 + k]!);
  }
  // Overlapping belts below the chin, broad enough for coarse meshes; the front of the jaw is left out: it is no neck.
  const behind = features.earFoot[2] + 2;
  const top = features.chin[1] + 0.5;
  const belts = Array.from({ length: Math.ceil(neckBelowChin / step) }, (_, i) =>
    [...used].filter((v) => Math.abs(top - i * step - rest[v * 3 + 1]!) < halfBelt),
  );
  const widths = belts.map((belt) =>
    belt.reduce((most, v) => (rest[v * 3 + 2]! < behind ? Math.max(most, Math.abs(rest[v * 3]!)) : most), 0),
  );
  const narrowest = widths.reduce((best, width, i) => (width > 3 && width < widths[best]! ? i : best), 0);
  let cut = narrowest;
  while (cut + 1 < widths.length && widths[cut + 1]! > 3 && widths[cut + 1]! < widths[narrowest]! * 1.1)
    cut++;
  const depths = belts[cut]!.map((v) => rest[v * 3 + 2]!);
  const middle = (Math.min(...depths) + Math.max(...depths)) / 2;
  const height = top - cut * step;
  const cast = new SkinCast(topology);
  return {
    cutAt: (z) => height - slope * (z - middle),
    places: Array.from({ length: neckDirections }, (_, i) => {
      const around = ((i / neckDirections) * 2 - 1) * Math.PI;
      const direction: Vector3 = [Math.sin(around), -slope * Math.cos(around), Math.cos(around)];
      return cast.furthest([0, height, middle], direction, 9);
    }),
    breadthVertices: Uint32Array.from(belts[narrowest]!.filter((v) => rest[v * 3 + 2]! < behind)),
  };
}
