/**
 * Face masks from the bridge of the nose to under the chin, drawn taut over the nose, with pleats or a seam and loops
 * around the ears. A mask follows the jaw. About 700 triangles.
 */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import { add, mix, normalise, scale, type Vector3 } from '../../../core/vector.js';
import type { DressedPart, SurfacePainter } from '../../../mesh/dressed-part.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { SolidBuilder } from '../../../mesh/solid-builder.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { MaskDescription } from '../../person/appearance/worn-description.js';
import type { RestFeatures } from '../skin/rest-features.js';
import type { SkinCast } from '../skin/skin-cast.js';
import { SkinPatch } from '../skin/skin-patch.js';

const columns = 20;
const rows = 14;
/** Azimuth of the mask's sides, radians: where the loops begin. */
const widest = 1.12;

/** The mask's cloth on the skin, from the bridge of the nose (`slip` 0) or below its tip (1). */
export function createMaskPatch(cast: SkinCast, features: RestFeatures, slip: number): SkinPatch {
  const { noseBridge, noseTip, chin } = features;
  const origin: Vector3 = [0, features.mouth[1] + 0.6, features.earFoot[2] - 0.5];
  const bridge = noseBridge[Math.round((0.15 + 0.25 * slip) * (noseBridge.length - 1))]!;
  const upper: Vector3 = slip < 0.6 ? bridge : [0, noseTip[1] - 1.5, noseTip[2] - 1.4];
  const top = Math.atan2(upper[1] - origin[1], upper[2] - origin[2]);
  const bottom = Math.atan2(chin[1] - 0.6 - origin[1], chin[2] - 2.2 - origin[2]);
  const directions = Array.from({ length: rows + 1 }, (_, r) =>
    Array.from({ length: columns + 1 }, (_, c): Vector3 => {
      const u = (c / columns) * 2 - 1;
      const azimuth = u * widest;
      // The upper edge dips from the nose to the cheeks; sides are shorter than the middle.
      const high = top - (top > 0.1 ? 0.3 : 0.05) * smoothStep(0, 0.55, Math.abs(u)) - 0.12 * u * u;
      const low = bottom + 0.28 * u * u;
      const elevation = high + ((low - high) * r) / rows;
      const flat = Math.cos(elevation);
      return [flat * Math.sin(azimuth), Math.sin(elevation), flat * Math.cos(azimuth)];
    }),
  );
  return new SkinPatch(cast, origin, directions);
}

/** @param ears – front of each ear's root, where the loops go: right, left. */
export function buildMask(
  mask: MaskDescription,
  patch: SkinPatch,
  positions: Float32Array,
  ears: readonly [Vector3, Vector3],
): DressedPart[] {
  const shift = mask.seed % 31;
  const cup = mask.style === 'respirator' ? 0.9 : 0.25;
  const sheet = patch.lay(positions, 7, false, (r, c) => {
    const edge = Math.min(r, rows - r, c, columns - c);
    const inside = smoothStep(0, 3, edge);
    const pleat =
      mask.style === 'surgical' ? 0.13 * pleats(r / rows) * smoothStep(0, 4, Math.min(c, columns - c)) : 0;
    const crumple = 0.1 * noise3(c * 0.5 + shift, r * 0.5, shift);
    return 0.1 + inside * (cup + pleat + crumple);
  });
  const builder = new SolidBuilder();
  builder.sheet(
    sheet,
    false,
    sheet.map((row, r) => row.map((_, c): Vector3 => [c / columns, r / rows, 0])),
  );
  const loops = new SolidBuilder();
  for (const side of [0, 1] as const) {
    const column = side === 0 ? 0 : columns;
    const ear = ears[side];
    const sign = side === 0 ? -1 : 1;
    for (const end of [1, rows - 1]) {
      const from = sheet[end]![column]!;
      const upper = end === 1;
      const to = add(ear, [sign * 0.45, upper ? 0.9 : -3.2, upper ? -2.6 : -3.4]);
      const path = [0, 0.33, 0.66, 1].map((t) =>
        add(mix(from, to, t), [sign * 0.55 * t * (1 - t) * 2, 0, 0]),
      );
      loops.bar(
        path.map((at) => ({ at, half: [0.13, 0.07] })),
        [0, 1, 0],
      );
    }
  }
  return [
    builder.part('worn.mask', createMaskPainter(mask), { twoSided: true }),
    loops.part('worn.mask.loops', createMaskPainter({ ...mask, style: 'cloth', colour: [0.7, 0.7, 0.7] })),
  ];
}

/** Three folds between the edges: height 0 to 1 by share of the way down. */
function pleats(share: number): number {
  const place = (share - 0.18) / 0.64;
  if (place < 0 || place > 1) return 0;
  return (place * 3) % 1;
}

/** How far hair of the beard must stay under the mask: within its edges, to the mask's own surface. */
export function pressUnderMask(part: DressedPart, origin: Vector3, sheet: DressedPart): DressedPart {
  // The sheet's reach by direction, in coarse bins of azimuth and elevation.
  const [across, down] = [14, 20];
  const reach = new Float32Array(across * down);
  const bin = (x: number, y: number, z: number): number => {
    const u = Math.floor(((Math.atan2(x, z) / widest + 1) / 2) * across);
    const v = Math.floor(((Math.atan2(y, Math.hypot(x, z)) / (Math.PI / 2) + 1) / 2) * down);
    return u < 0 || u >= across || v < 0 || v >= down ? -1 : v * across + u;
  };
  const each = (
    positions: Float32Array,
    visit: (v: number, cell: number, distance: number) => void,
  ): void => {
    for (let v = 0; v < positions.length; v += 3) {
      const [x, y, z] = [
        positions[v]! - origin[0],
        positions[v + 1]! - origin[1],
        positions[v + 2]! - origin[2],
      ];
      visit(v, bin(x, y, z), Math.hypot(x, y, z));
    }
  };
  each(sheet.positions, (_, cell, distance) => {
    if (cell >= 0 && (reach[cell] === 0 || distance < reach[cell]!)) reach[cell] = distance;
  });
  const positions = part.positions.slice();
  each(part.positions, (v, cell, distance) => {
    if (cell < 0 || reach[cell] === 0) return;
    const most = reach[cell]! - 0.2;
    if (distance <= most) return;
    const inwards = normalise([
      positions[v]! - origin[0],
      positions[v + 1]! - origin[1],
      positions[v + 2]! - origin[2],
    ]);
    positions.set(add(origin, scale(inwards, most)), v);
  });
  return { ...part, positions };
}

/** Rest coordinates: across and down, 0 to 1. */
function createMaskPainter({ style, colour, seed }: MaskDescription): SurfacePainter {
  const shift = seed % 41;
  const pattern = style === 'cloth' && seed % 3 === 0;
  return {
    paint(across, down, _depth, look) {
      const fine = noise3(across * 60, down * 60, shift);
      const fold = noise3(across * 6 + shift, down * 8, shift);
      const wire = style !== 'cloth' && down < 0.06 && Math.abs(across - 0.5) < 0.25 ? 0.8 : 1;
      const crease = style === 'surgical' ? 1 - 0.16 * smoothStep(0.75, 1, pleats(down)) : 1;
      const seam = style === 'respirator' ? 1 - 0.25 * smoothStep(0.012, 0, Math.abs(across - 0.5)) : 1;
      const print = pattern && noise3(across * 9, down * 9, shift + 3) > 0.35 ? 0.45 : 1;
      const tone = (1 + 0.05 * fine + 0.05 * fold) * wire * crease * seam * print;
      look.red = Math.min(0.9, colour[0] * tone);
      look.green = Math.min(0.9, colour[1] * tone);
      look.blue = Math.min(0.9, colour[2] * tone);
      look.roughness = 0.8;
      look.specular = 0.03;
      look.wrap = 0.2;
      look.coat = 0;
      look.segment = segmentClasses.occluder;
      look.openness = 1;
      look.bendX = 0.18 * fold + 0.05 * fine;
      look.bendY = 0.15 * fold - (style === 'surgical' ? 0.25 * smoothStep(0.8, 1, pleats(down)) : 0);
      look.bendZ = 0;
    },
  };
}
