/**
 * Neck, shoulders and what is worn on them: meshes that stay with the body when the head turns. What is worn
 * lies a few millimetres over the body; its cuts stand in `garments.ts`.
 */

import type { DressedPart, SurfacePainter } from '../../../mesh/dressed-part.js';
import type { ClothingDescription } from '../../person/description.js';
import type { BodySurface } from './body-surface.js';
import { createClothPainter } from './cloth-painter.js';
import { cutGarment } from './garments.js';

/** Bare neck and shoulders, painted as skin. */
export function loftBody(body: BodySurface, painter: SurfacePainter): DressedPart {
  return loft('body', painter, 40, 16, (u, share, into, at) =>
    body.place(u * Math.PI, share * 6.4, 0, into, at),
  );
}

export function loftClothing(body: BodySurface, clothing: ClothingDescription): DressedPart[] {
  const painters = {
    garment: createClothPainter(clothing),
    plain: createClothPainter({ ...clothing, pattern: 'plain' }),
    second: createClothPainter({
      ...clothing,
      pattern: 'plain',
      colour: clothing.secondColour,
      seed: clothing.seed + 5,
    }),
    tie: createClothPainter({
      ...clothing,
      pattern: tiePatterns[clothing.seed % tiePatterns.length]!,
      colour: clothing.tieColour,
      secondColour: clothing.colour,
      scale: 0.5,
    }),
  };
  return cutGarment(clothing).map(({ name, cloth, columns, rows, place }) =>
    loft(name, painters[cloth], columns, rows, (u, share, into, at) =>
      body.place(...place(u, share), into, at),
    ),
  );
}

const tiePatterns = ['plain', 'stripes', 'dots'] as const;

/** @param place – writes the place for −1 to 1 across (all round, from behind) and a share of the way down. */
function loft(
  name: string,
  painter: SurfacePainter,
  columns: number,
  rows: number,
  place: (u: number, share: number, into: Float32Array, at: number) => void,
): DressedPart {
  const positions = new Float32Array((columns + 1) * (rows + 1) * 3);
  const triangles = new Uint32Array(columns * rows * 6);
  for (let row = 0, at = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++, at += 3) {
      place((column / columns) * 2 - 1, row / rows, positions, at);
    }
  }
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at += 6) {
      const a = row * (columns + 1) + column;
      const b = a + columns + 1;
      triangles.set([a, b, b + 1, a, b + 1, a + 1], at);
    }
  }
  return {
    name,
    positions,
    normals: null,
    rest: positions,
    triangles,
    painter,
    twoSided: true,
    castsShadow: true,
    isHead: false,
    follows: 'body',
  };
}
