/** A single short hair on the skin, such as brows and beards are made of: a ribbon of two segments that lies almost flat. */

import type { StripBuilder } from '../../../mesh/strip-builder.js';
import type { SkinRoots } from './skin-roots.js';

export interface SkinHair {
  /** Length and half the breadth, centimetres. */
  reach: number;
  halfBreadth: number;
  /** Sideways bend of the tip as a share of the length. */
  bend: number;
  /** How far the middle stands off the skin, centimetres. */
  lift: number;
  /** The hair's own number: sets its tone. */
  tone: number;
}

const placed = new Float32Array(9);

/** @param i – the root. @param positions – `[V, 3]` of the shape at hand. */
export function growSkinHair(
  builder: StripBuilder,
  roots: SkinRoots,
  i: number,
  positions: Float32Array,
  hair: SkinHair,
): void {
  roots.place(i, positions, placed);
  const nx = placed[6]!;
  const ny = placed[7]!;
  const nz = placed[8]!;
  const stretch = 1 / (Math.hypot(placed[3]!, placed[4]!, placed[5]!) || 1);
  const dx = placed[3]! * stretch;
  const dy = placed[4]! * stretch;
  const dz = placed[5]! * stretch;
  const sx = dy * nz - dz * ny;
  const sy = dz * nx - dx * nz;
  const sz = dx * ny - dy * nx;
  builder.begin();
  for (let k = 0; k < 3; k++) {
    const along = k / 2;
    const ahead = hair.reach * along;
    const aside = hair.bend * hair.reach * along * along;
    const lift = k === 1 ? hair.lift : k === 0 ? 0.005 : hair.lift * 0.4;
    const breadth = k === 2 ? hair.halfBreadth * 0.25 : hair.halfBreadth;
    builder.section(
      placed[0]! + dx * ahead + sx * aside + nx * lift,
      placed[1]! + dy * ahead + sy * aside + ny * lift,
      placed[2]! + dz * ahead + sz * aside + nz * lift,
      sx * breadth,
      sy * breadth,
      sz * breadth,
      nx + 0.3 * sx,
      ny + 0.3 * sy,
      nz + 0.3 * sz,
      along,
      hair.tone,
    );
  }
}
