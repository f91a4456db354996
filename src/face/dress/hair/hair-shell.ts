/**
 * The hair's body: the scalp inside the hairline, raised and roughened. It gives volume and most of the colour; locks
 * laid on it give the silhouette. Cheap: one height field, no transparency.
 */

import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { HairDescription, Rgb } from '../../person/description.js';
import type { DirectionGrid } from '../strands/direction-grid.js';
import { type HairGround, partingAt } from './hair-ground.js';
import { createShellPainter, partDepth, partShare } from './hair-painter.js';
import { byVolume, hairFigures } from './hair-style.js';
import type { Hairline } from './hairline.js';

/** How high the hair's body stands over a place of the rest scalp, centimetres; below 0 outside the hairline. */
function shellHeight(hair: HairDescription, hairline: Hairline, x: number, y: number, z: number): number {
  const figures = hairFigures[hair.style];
  const shift = hair.seed % 53;
  const above = hairline.above(x, y, z) + 0.25 * noise3(x * 1.1 + shift, y * 1.1, z * 1.1) + 0.2;
  // Below zero the body goes on into the skin, so that the mesh meets it along a smooth line between its nodes.
  if (above < 0) return Math.max(-0.3, 0.2 * above);
  const top = byVolume(figures.top, hair.volume);
  const side = byVolume(figures.side, hair.volume);
  // An undercut has an edge where the long hair begins.
  const upward = hair.style === 'undercut' ? smoothStep(4.8, 8.2, y) : smoothStep(2, 7.5, y);
  let full = side + (top - side) * upward;
  // Combed back, hair stands highest at the front.
  if (hair.style === 'slicked') full *= 0.75 + 0.5 * smoothStep(-4, 3, z);
  // Who has lost hair has thin hair left.
  full *= 1 - 0.6 * Math.max(hair.hairline.crown, hair.hairline.recession);
  const parted = partDepth(hair);
  if (parted > 0) full *= 1 - 0.75 * parted * partShare(x, z, partingAt(hair), 0.9);
  const curl = Math.max(hair.curl, figures.curl);
  const bumps =
    figures.bumps *
    (1 + 0.7 * curl) *
    (0.4 + full * 0.5) *
    (noise3(x * 0.8, y * 0.8 + shift, z * 0.8) + (0.3 + curl) * noise3(x * 2.2 + shift, y * 2.2, z * 2.2));
  return (
    0.04 * smoothStep(0, 0.2, above) +
    smoothStep(0, 0.7 + full * 1.1, above) * Math.max(0.1, full + Math.max(-0.7 * full, bumps))
  );
}

/** `[nodes]` height of the hair's body over each node of the grid. */
export function shellHeights(grid: DirectionGrid, hairline: Hairline, hair: HairDescription): Float32Array {
  const heights = new Float32Array(grid.rest.length / 3);
  for (let node = 0, at = 0; node < heights.length; node++, at += 3) {
    heights[node] = shellHeight(hair, hairline, grid.rest[at]!, grid.rest[at + 1]!, grid.rest[at + 2]!);
  }
  return heights;
}

/**
 * @param scalp – colour of the skin, which shows in a parting.
 * @param bearded – 0 where a sideburn ends, 1 where it goes on as a beard.
 */
export function growShell(
  ground: HairGround,
  hair: HairDescription,
  scalp: Rgb,
  bearded: number,
): DressedPart {
  const { grid, placed, heights, features } = ground;
  const positions = new Float32Array(placed.length);
  const direction = new Float32Array(3);
  for (let node = 0; node < heights.length; node++) {
    const at = node * 3;
    const height = heights[node]!;
    grid.direction(node, direction);
    for (let axis = 0; axis < 3; axis++) {
      positions[at + axis] = placed[at + axis]! + direction[axis]! * height;
    }
  }
  const triangles: number[] = [];
  const { stride } = grid;
  for (let row = 0; row < grid.layout.rows; row++) {
    for (let column = 0; column < grid.layout.columns; column++) {
      const a = row * stride + column;
      const b = a + stride;
      const c = b + 1;
      const d = a + 1;
      // Cells that touch the hairline reach down into the skin and close the edge; below the nape, where a direction
      // grazes the neck, the next node may lie far away.
      const kept = heights[a]! > 0 || heights[b]! > 0 || heights[c]! > 0 || heights[d]! > 0;
      if (!kept || drop(grid.rest, a, b) > 2.2 || drop(grid.rest, d, c) > 2.2) continue;
      triangles.push(a, b, c);
      if (row > 0) triangles.push(a, c, d);
    }
  }
  return {
    name: 'hair.body',
    positions,
    normals: null,
    rest: grid.rest,
    triangles: Uint32Array.from(triangles),
    painter: createShellPainter(hair, features, grid.centre, ground.hairline, scalp, bearded),
    twoSided: true,
    castsShadow: true,
    isHead: false,
    isHair: true,
    follows: 'head',
  };
}

/** Difference of height between two nodes, centimetres. */
const drop = (rest: Float32Array, a: number, b: number): number =>
  Math.abs(rest[a * 3 + 1]! - rest[b * 3 + 1]!);
