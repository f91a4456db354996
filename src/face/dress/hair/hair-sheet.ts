/** A closed sheet of hanging or tied hair as a part to be drawn: seen from both sides, painted by its own coordinates. */

import type { DressedPart } from '../../../mesh/dressed-part.js';
import type { HairDescription } from '../../person/description.js';
import { createSheetPainter } from './hair-painter.js';

export interface SheetMesh {
  /** `[V, 3]` head space, and what the painter reads: across and along in centimetres, share of the fall. */
  positions: ArrayLike<number>;
  rest: ArrayLike<number>;
  /** Three vertex numbers a triangle. */
  triangles: readonly number[];
}

export function hairSheet(name: string, mesh: SheetMesh, hair: HairDescription): DressedPart {
  return {
    name,
    positions: Float32Array.from(mesh.positions),
    normals: null,
    rest: Float32Array.from(mesh.rest),
    triangles: Uint32Array.from(mesh.triangles),
    painter: createSheetPainter(hair),
    twoSided: true,
    castsShadow: true,
    isHead: false,
    follows: 'head',
  };
}
