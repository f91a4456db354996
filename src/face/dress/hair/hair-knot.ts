/**
 * What is tied at the back of the head: a bun, or a tail that hangs from its band: locks laid around a thin core, each
 * with a course and an end of its own.
 */
import { Random } from '../../../core/random.js';
import {
  add,
  cross,
  distance,
  length,
  mix,
  normalise,
  scale,
  subtract,
  type Vector3,
} from '../../../core/vector.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { HairDescription } from '../../person/description.js';
import { flowPole, type HairGround } from './hair-ground.js';
import { hairSheet } from './hair-sheet.js';
import { hairFigures } from './hair-style.js';

/** Corners of a bun, and of a tail's core, around. */
const aroundBun = 12;
const aroundCore = 7;
/** A tail's rings along its course; its core takes every second of the first ones. */
const courseSteps = 13;
const coreRings = 6;
/** Locks of a tail and their cross-sections. */
const tailLocks = 15;
const lockSections = 8;

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
  if (bun) return hairSheet('hair.knot', tube(ball(start, out, size), aroundBun, hair, 0.16), hair);
  const reach = 7 + 22 * hair.length;
  const sway = random.uniform(-0.8, 0.8);
  const course = tail(ground, start, out, size, reach, sway, hair.curl);
  const core = course
    .filter((_, i) => i % 2 === 0 && i < 2 * coreRings)
    .map((ring, i) => ({ ...ring, radius: ring.radius * (i === coreRings - 1 ? 0.25 : 0.84) }));
  const mesh = tube(core, aroundCore, hair, 0.12);
  addTailLocks(mesh, course, reach, hair, random.child('locks'));
  return hairSheet('hair.knot', mesh, hair);
}

/** A mesh that still grows. */
interface GrowingMesh {
  positions: number[];
  rest: number[];
  triangles: number[];
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
  const steps = courseSteps;
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
    const radius = size * swell * (1 - 0.55 * share ** 2);
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

/** @param rough – depth of its strands against its radius. */
function tube(rings: readonly Ring[], around: number, hair: HairDescription, rough: number): GrowingMesh {
  const shift = hair.seed % 43;
  const stride = around + 1;
  const mesh: GrowingMesh = { positions: [], rest: [], triangles: [] };
  rings.forEach(({ middle, radius, across, up }, row) => {
    for (let column = 0; column <= around; column++) {
      const angle = (column / around) * 2 * Math.PI;
      const lump = 1 + rough * noise3((column % around) * 0.9, row * 0.35, shift) * (1 + hair.curl);
      for (const axis of [0, 1, 2] as const)
        mesh.positions.push(
          middle[axis] + radius * lump * (Math.cos(angle) * across[axis] + Math.sin(angle) * up[axis]),
        );
      // The strands' noise meets itself where the tube closes.
      mesh.rest.push(3.2 * Math.abs(angle - Math.PI), -row * 1.3 - 0.8 * angle, row / (rings.length - 1));
      if (row === 0 || column === 0) continue;
      const d = row * stride + column;
      mesh.triangles.push(d - stride - 1, d - 1, d, d - stride - 1, d, d - stride);
    }
  });
  return mesh;
}

/** Ribbons around a tail's course. They hold together at the band, part on the way and end one after the other. */
function addTailLocks(
  mesh: GrowingMesh,
  course: readonly Ring[],
  reach: number,
  hair: HairDescription,
  random: Random,
): void {
  const loose = 0.15 + 0.5 * hair.curl + 0.25 * hair.volume;
  for (let lock = 0; lock < tailLocks; lock++) {
    const angle = (2 * Math.PI * (lock + random.uniform(-0.4, 0.4))) / tailLocks;
    const twist = random.normal(0, 0.5);
    const end = random.uniform(0.74, 1.1);
    const parts = random.normal(0, loose);
    const phase = random.uniform(0, 2 * Math.PI);
    const breadth = random.uniform(0.5, 0.95);
    for (let section = 0; section < lockSections; section++) {
      const share = section / (lockSections - 1);
      const { middle, radius, across, up } = courseAt(course, share * end);
      const turn = angle + twist * share;
      const [c, s] = [Math.cos(turn), Math.sin(turn)];
      const wave = hair.curl * 0.35 * Math.sin(phase + 7 * share) * share;
      // Loose ends leave the bundle to either side of its surface.
      const out = radius * (0.97 + parts * share ** 3) + wave;
      const half = 0.5 * breadth * radius * (section === 0 ? 0.6 : 1) * (1 - 0.9 * share ** 3);
      const first = mesh.positions.length / 3;
      for (const side of [-1, 1]) {
        for (const axis of [0, 1, 2] as const)
          mesh.positions.push(
            middle[axis] +
              out * (c * across[axis] + s * up[axis]) +
              side * half * (c * up[axis] - s * across[axis]),
          );
        mesh.rest.push(lock * 3.7 + side * half, -share * end * reach, share);
      }
      if (section > 0) mesh.triangles.push(first - 2, first, first + 1, first - 2, first + 1, first - 1);
    }
  }
}

/** The ring at a share of a tail's course; it goes straight on past the last. */
function courseAt(course: readonly Ring[], share: number): Ring {
  const at = share * (course.length - 1);
  const i = Math.min(course.length - 2, Math.floor(at));
  const t = at - i;
  const [a, b] = [course[i]!, course[i + 1]!];
  return {
    middle: mix(a.middle, b.middle, t),
    radius: Math.max(0.1, a.radius + (b.radius - a.radius) * t),
    across: normalise(mix(a.across, b.across, t)),
    up: normalise(mix(a.up, b.up, t)),
  };
}
