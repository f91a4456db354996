/**
 * Hair that hangs, as one closed sheet around the head: it leaves no gaps to see through. Locks laid before it
 * (`hair-locks.ts`) fray its edges.
 */

import type { DressedPart } from '../../../mesh/dressed-part.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { HairDescription } from '../../person/description.js';
import type { HangingWall } from './hair-ground.js';
import { hairSheet } from './hair-sheet.js';
import { hairFigures } from './hair-style.js';

const rows = 11;

export function hangWall(wall: HangingWall, hair: HairDescription): DressedPart {
  const { columns } = wall;
  const stride = columns + 1;
  const positions = new Float32Array(stride * (rows + 1) * 3);
  const rest = new Float32Array(positions.length);
  const triangles: number[] = [];
  const shift = hair.seed % 61;
  const inset = hairFigures[hair.style].hangs === 'ropes' ? 0.5 : 0;
  for (let column = 0; column <= columns; column++) {
    const from = wall.startAt(column);
    const ragged = 1.2 * noise3(column * 0.3, shift, 0.5) + 1.1 * noise3(column * 1.1, shift, 3.5);
    // The strands at its front edges are the shortest.
    const layer = 4.5 * Math.exp(-Math.min(column, columns - column) / 2.2);
    const end = Math.min(from[1] - 1, wall.end + ragged + layer);
    for (let row = 0; row <= rows; row++) {
      // Rows lie closer where the head is round.
      const share = (row / rows) ** 1.3;
      const at = (row * stride + column) * 3;
      const y = from[1] + (end - from[1]) * share;
      const relief = 0.14 * noise3(column * 0.6, y * 0.12, shift) - inset;
      const wave =
        0.55 * hair.curl * share ** 0.5 * Math.sin(y * 1.35 + 2.5 * noise3(column * 0.22, shift, 9));
      const inward = -0.8 * share ** 4;
      const sway = 0.9 * hair.curl * share ** 0.5 * Math.sin(y * 1.1 + 2 * noise3(column * 0.15, shift, 14));
      const point = wall.fall(column + sway, share, from, end, relief + wave + inward);
      positions.set(point, at);
      rest[at] = column * 0.9;
      rest[at + 1] = y;
      rest[at + 2] = share;
      if (row === 0 || column === 0) continue;
      const d = row * stride + column;
      triangles.push(d - stride - 1, d - 1, d, d - stride - 1, d, d - stride);
    }
  }
  return hairSheet('hair.wall', { positions, rest, triangles }, hair);
}
