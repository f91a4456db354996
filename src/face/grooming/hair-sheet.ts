/** A closed sheet of hanging or tied hair as a part to be drawn: seen from both sides, painted by its own coordinates. */
import type { HairDescription } from '../description.js';
import type { DressedPart } from '../dressed-part.js';
import { createSheetPainter } from './hair-painter.js';

export interface SheetMesh extends Pick<DressedPart, 'positions' | 'rest'> {
  /** Three vertex numbers a triangle. */
  triangles: readonly number[];
}

export function hairSheet(name: string, mesh: SheetMesh, hair: HairDescription): DressedPart {
  return {
    name,
    positions: mesh.positions,
    normals: null,
    rest: mesh.rest,
    triangles: Uint32Array.from(mesh.triangles),
    painter: createSheetPainter(hair),
    twoSided: true,
    castsShadow: true,
    isHead: false,
    follows: 'head',
  };
}
