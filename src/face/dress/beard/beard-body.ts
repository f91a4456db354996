/**
 * The body of a grown beard: the skin of its area, raised and drawn down by the hair's length, so that it covers the jaw's
 * outline and hangs below the chin as real beards do. Hairs are laid on it by `beard-hairs.ts`.
 */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { DressedPart, SurfacePainter } from '../../../mesh/dressed-part.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { BeardDescription } from '../../person/description.js';
import type { RestFeatures } from '../skin/rest-features.js';
import type { DirectionGrid } from '../strands/direction-grid.js';

/** Beards shorter than this are single hairs on the skin, centimetres. */
export const bodyFrom = 0.45;
/** Hair grows where the cover is above this. */
const border = 0.38;
/** Hair stops hanging further down than this: it would reach the chest, which it does not know. */
const lowest = 6;

/**
 * Lifts the laid grid to the beard's surface.
 *
 * @param placed – `[nodes, 3]` the grid on the shape at hand. @param cover – `[nodes]` how much hair is let grow.
 * @returns `[nodes, 3]`; nodes without hair stay on the skin.
 */
export function raiseBeard(
  grid: DirectionGrid,
  features: RestFeatures,
  placed: Float32Array,
  cover: Float32Array,
  beard: BeardDescription,
): Float32Array {
  const raised = new Float32Array(placed);
  const { mouth, chin } = features;
  const { length, curl } = beard;
  const shift = beard.seed % 59;
  const bush = (0.1 + 0.42 * (1 - Math.exp(-length / 1.6))) * (0.75 + 0.7 * curl);
  const hang = Math.min(lowest, 0.72 * Math.max(0, length - bodyFrom));
  // From pointed to broad.
  const square = 0.2 + 0.5 * ((beard.seed % 101) / 100);
  const direction = new Float32Array(3);
  for (let node = 0, at = 0; node < grid.nodes; node++, at += 3) {
    grid.direction(node, direction);
    const x = grid.rest[at]!;
    const y = grid.rest[at + 1]!;
    const z = grid.rest[at + 2]!;
    const lumps =
      0.5 * noise3(x * 0.9 + shift, y * 0.9, z * 0.9) + 0.3 * noise3(x * 2.4, y * 2.4 + shift, z * 2.4);
    const full = smoothStep(border - 0.05, 0.85, cover[node]!);
    if (full === 0) continue;
    const aside = Math.abs(x);
    const below = smoothStep(mouth[1] - 0.4, chin[1] - 0.2, y);
    const front = square + (1 - square) * smoothStep(6, 1.2, aside);
    // The moustache lies flat, and a long one laps over the lip.
    const lip = smoothStep(mouth[1] - 0.3, mouth[1] + 0.3, y) * smoothStep(4, 2.5, aside);
    const out = full * bush * (1 - 0.35 * lip) * (1 + 0.55 * lumps);
    const down = full * (hang * below * front * (1 + 0.3 * lumps) + 0.1 * lip * Math.min(length, 2.5));
    raised[at] = raised[at]! * (1 - 0.28 * (1 - square) * smoothStep(0, 6, down)) + direction[0]! * out;
    raised[at + 1] = raised[at + 1]! + Math.max(-0.5, direction[1]!) * out - down;
    raised[at + 2] = raised[at + 2]! + direction[2]! * out + 0.12 * down;
  }
  return raised;
}

/** The raised surface where hair grows. */
export function beardBody(
  grid: DirectionGrid,
  raised: Float32Array,
  cover: Float32Array,
  painter: SurfacePainter,
): DressedPart {
  const { stride, layout, rest } = grid;
  const positions = new Float32Array(raised);
  const direction = new Float32Array(3);
  for (let node = 0; node < grid.nodes; node++) {
    if (cover[node]! > border) continue;
    // The edge goes into the skin.
    grid.direction(node, direction);
    for (let axis = 0; axis < 3; axis++) positions[node * 3 + axis]! -= 0.22 * direction[axis]!;
  }
  const triangles: number[] = [];
  const grows = (node: number): boolean => cover[node]! > border;
  for (let row = 0; row < layout.rows; row++)
    for (let column = 0; column < layout.columns; column++) {
      const a = row * stride + column;
      const b = a + stride;
      const c = b + 1;
      const d = a + 1;
      if (!(grows(a) || grows(b) || grows(c) || grows(d))) continue;
      // Where a direction grazes nose or neck the next node lies far away.
      if (Math.max(depthBetween(rest, a, c), depthBetween(rest, b, d)) > 1.8) continue;
      triangles.push(a, b, c);
      if (row > 0) triangles.push(a, c, d);
    }
  return {
    name: 'beard.body',
    positions,
    normals: null,
    rest,
    triangles: Uint32Array.from(triangles),
    painter,
    twoSided: true,
    castsShadow: true,
    isHead: false,
    isHair: true,
    follows: 'head',
  };
}

const depthBetween = (rest: Float32Array, a: number, b: number): number =>
  Math.hypot(
    rest[a * 3]! - rest[b * 3]!,
    rest[a * 3 + 1]! - rest[b * 3 + 1]!,
    rest[a * 3 + 2]! - rest[b * 3 + 2]!,
  );
