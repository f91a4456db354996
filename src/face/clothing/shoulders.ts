/**
 * Neck, shoulders and what is worn on them: meshes that stay with the body when the head turns. The garment lies a few
 * millimetres over the body and begins at a neckline: round, V-shaped, or with a folded collar.
 */
import type { ClothingDescription } from '../description.js';
import type { DressedPart, SurfacePainter } from '../dressed-part.js';
import { noise3 } from '../skin/value-noise.js';
import { type BodySurface, bodyRings } from './body-surface.js';
import { createClothPainter } from './cloth-painter.js';

const columns = 40;

/** Bare neck and shoulders, painted as skin. */
export function loftBody(body: BodySurface, painter: SurfacePainter): DressedPart {
  return loft('body', painter, 16, (around, share, into, at) => body.place(around, share * 6, 0, into, at));
}

export function loftClothing(body: BodySurface, clothing: ClothingDescription): DressedPart[] {
  const painter = createClothPainter(clothing);
  const shift = clothing.seed % 41;
  const neckline = necklines[clothing.style];
  const last = bodyRings - 1;
  const garment = loft('garment', painter, 18, (around, share, into, at) => {
    const start = neckline(around, (clothing.seed % 8) / 7);
    // The hem dips back to the body, so that no gap shows under it.
    const hem = share === 0 ? 0.05 : 0.42;
    const wrinkle =
      0.25 * noise3(Math.sin(around) * 4 + shift, share * 7, Math.cos(around) * 4) * Math.min(1, share * 4);
    body.place(around, start + (last - start) * share, hem + wrinkle, into, at);
  });
  if (clothing.style !== 'collar') return [garment];
  const collar = loft(
    'collar',
    createClothPainter({ ...clothing, seed: 0 }),
    4,
    (around, share, into, at) => {
      // Stands up around the neck, then folds over outwards; its points spread in front.
      const front = Math.max(0, Math.cos(around)) ** 2;
      const down = [
        3.1 + 0.7 * front,
        2.2 + 1.3 * front,
        2 + 1.6 * front,
        3.2 + 1.5 * front,
        3.9 + 1.9 * front,
      ];
      const lift = [0.35, 0.55, 0.9, 1.05, 0.75];
      const k = Math.round(share * 4);
      const open = Math.sign(around || 1) * Math.max(Math.abs(around), 0.16 + 0.1 * share);
      body.place(open, down[k]!, lift[k]!, into, at);
    },
  );
  return [garment, collar];
}

/** Where the cloth begins, in rings down, by direction; `spread` 0 to 1 varies the cut. */
const necklines: Readonly<Record<ClothingDescription['style'], (around: number, spread: number) => number>> =
  {
    crew: (around, spread) => 3.3 + 0.5 * spread + 0.5 * Math.max(0, Math.cos(around)) ** 2,
    vneck: (around, spread) => {
      const open = Math.max(0, 1 - Math.abs(around) / 0.95);
      return 3.5 + 0.4 * spread + (2.2 + spread) * open;
    },
    collar: (around, spread) => 3.4 + (0.4 + 1.6 * spread) * Math.max(0, 1 - Math.abs(around) / 0.5),
  };

/** @param place – writes the place for a direction around (0 front, ±π behind) and a share of the way down. */
function loft(
  name: string,
  painter: SurfacePainter,
  rows: number,
  place: (around: number, share: number, into: Float32Array, at: number) => void,
): DressedPart {
  const positions = new Float32Array((columns + 1) * (rows + 1) * 3);
  const triangles = new Uint32Array(columns * rows * 6);
  for (let row = 0, at = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++, at += 3) {
      place(((column / columns) * 2 - 1) * Math.PI, row / rows, positions, at);
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
