/** What is tied at the back of the head: a bun, or a tail that hangs from its band. */
import { Random } from '../../core/random.js';
import { add, cross, distance, length, normalise, scale, subtract, type Vector3 } from '../../core/vector.js';
import type { HairDescription } from '../description.js';
import type { DressedPart } from '../dressed-part.js';
import { noise3 } from '../skin/value-noise.js';
import { flowPole, type HairGround } from './hair-ground.js';
import { hairSheet } from './hair-sheet.js';
import { hairFigures } from './hair-style.js';

const around = 12;

/** A ring of the knot's tube: middle, radius, and the two axes it lies in. */
interface Ring {
  middle: Vector3;
  radius: number;
  across: Vector3;
  up: Vector3;
}

export function tieKnot(ground: HairGround, hair: HairDescription): DressedPart {
  const { grid, placed, heights } = ground;
  const random = new Random(hair.seed, 'knot');
  const out = flowPole(hair);
  const place = new Float32Array(3);
  const height = grid.sample(placed, ...out, place, heights);
  const start = add([place[0]!, place[1]!, place[2]!], scale(out, height * 0.6));
  const bun = hairFigures[hair.style].knot === 'bun';
  const size = (bun ? 1.9 : 1.2) + (bun ? 1.5 : 1.3) * hair.volume;
  const rings = bun
    ? ball(start, out, size)
    : tail(ground, start, out, size, 7 + 22 * hair.length, random.uniform(-0.8, 0.8), hair.curl);
  return bun ? tube(rings, hair, 0.16, 0) : tube(rings, hair, 0.2, 0.1 * (7 + 22 * hair.length));
}

function ball(start: Vector3, out: Vector3, size: number): Ring[] {
  const across: Vector3 = [1, 0, 0];
  const up = cross(out, across);
  return Array.from({ length: 9 }, (_, i) => {
    const angle = (i / 8) * Math.PI;
    return {
      middle: add(start, scale(out, size * (0.55 - 0.8 * Math.cos(angle)))),
      radius: size * Math.max(0.04, Math.sin(angle)),
      across,
      up,
    };
  });
}

/** Out from the band, over, and down; it sways to one side. */
function tail(
  ground: HairGround,
  start: Vector3,
  out: Vector3,
  size: number,
  reach: number,
  sway: number,
  curl: number,
): Ring[] {
  const rings: Ring[] = [];
  let middle = start;
  const steps = 13;
  const { grid, placed, heights } = ground;
  const place = new Float32Array(3);
  for (let i = 0; i < steps; i++) {
    const share = i / (steps - 1);
    const bend = Math.min(1, share * (reach / 5));
    const ahead = normalise([
      out[0] * (1 - bend) + 0.12 * sway + 0.25 * curl * Math.sin(9 * share),
      out[1] * (1 - bend) - bend,
      out[2] * (1 - bend) - 0.08 * bend,
    ]);
    const across = normalise(cross(ahead, [0, 0.3, 1]));
    const swell = i === 0 ? 0.55 : 0.62 + 0.5 * Math.sin(Math.PI * Math.min(1, 1.3 * share + 0.12));
    const radius = size * (i === steps - 1 ? 0.12 : swell * (1 - 0.55 * share ** 2));
    // It lies on the head until it hangs clear of it.
    const from = subtract(middle, grid.centre);
    const direction = normalise(from);
    const body = Math.max(0, grid.sample(placed, ...direction, place, heights));
    const skin = distance([place[0]!, place[1]!, place[2]!], grid.centre) + body + 0.75 * radius;
    const inside = skin - length(from);
    if (i > 0 && inside > 0 && direction[1] > -0.6) middle = add(middle, scale(direction, inside));
    rings.push({
      middle,
      radius,
      across,
      up: cross(across, ahead),
    });
    middle = add(middle, scale(ahead, reach / (steps - 1)));
  }
  return rings;
}

/** @param rough – depth of its strands against its radius. @param fray – how far they part at its end, centimetres. */
function tube(rings: readonly Ring[], hair: HairDescription, rough: number, fray: number): DressedPart {
  const shift = hair.seed % 43;
  const stride = around + 1;
  const positions = new Float32Array(rings.length * stride * 3);
  const rest = new Float32Array(positions.length);
  const triangles: number[] = [];
  rings.forEach(({ middle, radius, across, up }, row) => {
    for (let column = 0; column <= around; column++) {
      const angle = (column / around) * 2 * Math.PI;
      const lump = 1 + rough * noise3((column % around) * 0.9, row * 0.35, shift) * (1 + hair.curl);
      const at = (row * stride + column) * 3;
      // Towards the end every strand has a length of its own.
      const share = row / (rings.length - 1);
      const longer = fray * Math.max(0, share - 0.4) * noise3((column % around) * 1.7, shift, 4.5);
      for (const axis of [0, 1, 2] as const)
        positions[at + axis] =
          middle[axis] + radius * lump * (Math.cos(angle) * across[axis] + Math.sin(angle) * up[axis]);
      positions[at + 1]! -= longer;
      // The strands' noise meets itself where the tube closes.
      rest[at] = 3.2 * Math.abs(angle - Math.PI);
      rest[at + 1] = row * 1.3 + 0.8 * angle;
      rest[at + 2] = share;
      if (row === 0 || column === 0) continue;
      const d = row * stride + column;
      triangles.push(d - stride - 1, d - 1, d, d - stride - 1, d, d - stride);
    }
  });
  return hairSheet('hair.knot', { positions, rest, triangles }, hair);
}
