/**
 * Loose locks: ribbons that lie on the hair's body, hang over the forehead as a fringe, or fall beside the face. Each
 * starts in a direction from the skull's centre and follows a great circle over the scalp; where the head turns under,
 * a hanging lock leaves it and falls.
 */
import { Random } from '../../core/random.js';
import { cross, dot, normalise, scale, subtract, type Vector3 } from '../../core/vector.js';
import type { HairDescription } from '../description.js';
import type { DressedPart } from '../dressed-part.js';
import { segmentClasses } from '../segment-classes.js';
import type { RestFeatures } from '../skin/rest-features.js';
import type { DirectionGrid } from './direction-grid.js';
import { hairFigures } from './hair-style.js';
import type { Hairline } from './hairline.js';
import { createStrandPainter } from './strand-painter.js';
import { StripBuilder } from './strip-builder.js';

/** Everything a lock is laid on. */
export interface HairGround {
  grid: DirectionGrid;
  /** The grid laid on the shape at hand. */
  placed: Float32Array;
  /** `[nodes]` height of the hair's body. */
  heights: Float32Array;
  hairline: Hairline;
  features: RestFeatures;
}

interface Lock {
  /** Unit direction where it starts, and the unit tangent in which it sets out. */
  from: Vector3;
  towards: Vector3;
  length: number;
  breadth: number;
  /** Height over the hair's body at root and tip. */
  lift: readonly [number, number];
  /** Once the head turns under, fall to this height instead of following the neck; −Infinity follows. */
  hangTo: number;
  sections: number;
}

export function growLocks(ground: HairGround, hair: HairDescription): DressedPart | null {
  const figures = hairFigures[hair.style];
  const random = new Random(hair.seed, 'locks');
  const locks = [
    ...bodyLocks(ground, hair, random.child('body')),
    ...fringeLocks(ground, hair, random.child('fringe')),
    ...curtainLocks(ground, hair, random.child('curtains')),
  ];
  if (locks.length === 0) return null;
  const builder = new StripBuilder(locks.reduce((sum, lock) => sum + lock.sections, 0) * 2);
  for (const lock of locks) layLock(builder, ground, hair, lock, random);
  const painter = createStrandPainter({
    colour: hair.colour,
    white: 0,
    segment: segmentClasses.hair,
    grooves: 2.2,
    variation: 0.32,
    roughness: figures.curtains > 0 ? 0.42 : 0.5,
    selfShade: 0.62,
    rootOpenness: 0.55,
    tipOpenness: 0.95,
  });
  return builder.part('hair.locks', painter, true, false);
}

/** Directions inside the hairline, evenly over the sphere. */
function pickScalp(ground: HairGround, random: Random, inside: number): Vector3 {
  const { grid, hairline } = ground;
  const place = new Float32Array(3);
  for (let tries = 0; tries < 60; tries++) {
    const y = random.uniform(-0.5, 1);
    const angle = random.uniform(-Math.PI, Math.PI);
    const flat = Math.sqrt(1 - y * y);
    const direction: Vector3 = [flat * Math.sin(angle), y, flat * Math.cos(angle)];
    grid.sample(grid.rest, ...direction, place);
    if (hairline.above(place[0]!, place[1]!, place[2]!) > inside) return direction;
  }
  return [0, 1, 0];
}

/** The unit tangent at `from` of the great circle that leads away from an axis. */
function awayFrom(from: Vector3, axis: Vector3): Vector3 {
  return normalise(subtract(scale(from, dot(from, axis)), axis));
}

/** The tangent turned by an angle about its direction. */
function turn(from: Vector3, tangent: Vector3, angle: number): Vector3 {
  const aside = cross(from, tangent);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [tangent[0] * c + aside[0] * s, tangent[1] * c + aside[1] * s, tangent[2] * c + aside[2] * s];
}

function bodyLocks(ground: HairGround, hair: HairDescription, random: Random): Lock[] {
  const figures = hairFigures[hair.style];
  const locks: Lock[] = [];
  for (let i = 0; i < figures.locks; i++) {
    const from = pickScalp(ground, random, hair.style === 'tied' ? 0.1 : 0.4);
    const axis: Vector3 = figures.curtains > 0 && from[0] > 0 ? [-1, 0, 0] : figures.pole;
    const away = awayFrom(from, axis);
    const along = hair.style === 'tied' ? scale(away, -1) : away;
    const high = 0.25 + 0.75 * Math.max(0, from[1]);
    locks.push({
      from,
      towards: turn(from, along, random.normal(0, 0.22 + 0.4 * hair.curl)),
      length: figures.lockLength * random.uniform(0.5, 1.1) * (0.45 + 0.55 * high),
      breadth: figures.lockBreadth * random.uniform(0.6, 1.3),
      lift: [-0.1, hair.style === 'tied' ? 0.02 : random.uniform(0.02, 0.3 + 0.4 * hair.volume) * high],
      hangTo: -Infinity,
      sections: 6,
    });
  }
  return locks;
}

/** From the front of the top down over the forehead; the more fringe, the longer and denser. */
function fringeLocks(ground: HairGround, hair: HairDescription, random: Random): Lock[] {
  if (hair.fringe < 0.15 || hair.style === 'bald' || hair.style === 'cropped' || hair.style === 'tied')
    return [];
  const { features } = ground;
  const locks: Lock[] = [];
  const count = Math.round(40 + 80 * hair.fringe);
  const sweep = random.normal(0, 0.35);
  const hairlineTop = ground.hairline.heightAt(0, 10);
  for (let i = 0; i < count; i++) {
    const x = random.uniform(-0.62, 0.62);
    const from = normalise([x, random.uniform(0.75, 1), random.uniform(0.55, 0.75)]);
    const down = normalise(subtract([0.25 * x, 0, 1], scale(from, dot(from, [0.25 * x, 0, 1]))));
    const reach = hairlineTop - features.browHeight;
    locks.push({
      from,
      towards: turn(from, down, sweep + random.normal(0, 0.12 + 0.2 * hair.curl)),
      length: 2.6 + reach * (0.15 + 0.75 * hair.fringe) * random.uniform(0.75, 1.08),
      breadth: random.uniform(0.25, 0.6),
      lift: [0.1, 0.25 + 0.3 * hair.volume],
      hangTo: -Infinity,
      sections: 7,
    });
  }
  return locks;
}

/** From a parting down both sides and the back. */
function curtainLocks(_ground: HairGround, hair: HairDescription, random: Random): Lock[] {
  const count = hairFigures[hair.style].curtains;
  const parting = random.uniform(-0.22, 0.22);
  const end = -9 - 14 * random.next();
  const locks: Lock[] = [];
  for (let i = 0; i < count; i++) {
    const side = i % 2 === 0 ? 1 : -1;
    // From the front hairline over the crown to the back of the head.
    const back = random.uniform(-0.5, 2.1);
    const from = normalise([parting * Math.cos(back), Math.cos(back), -Math.sin(back)]);
    const aim: Vector3 = [side, -0.2, -0.28 - 0.25 * Math.max(0, 0.6 - back) * random.next()];
    locks.push({
      from,
      towards: normalise(subtract(aim, scale(from, dot(from, aim)))),
      length: 60,
      breadth: random.uniform(0.7, 1.9),
      lift: [0, random.uniform(0.1, 1.2 + 1.2 * hair.volume)],
      hangTo: end + random.uniform(-2, 2.5),
      sections: 12,
    });
  }
  return locks;
}

const place = new Float32Array(3);

function layLock(
  builder: StripBuilder,
  ground: HairGround,
  hair: HairDescription,
  lock: Lock,
  random: Random,
): void {
  const { grid, placed, heights } = ground;
  const tone = random.integer(0, 4095);
  const phase = random.uniform(0, 6.28);
  const curl = hair.curl * 0.5;
  const radius = 10;
  const [from, towards] = [lock.from, lock.towards];
  const hangs = Number.isFinite(lock.hangTo);
  // The arc over the head takes part of a hanging lock's sections, the fall the rest.
  const arc = hangs ? 1.75 : lock.length / radius;
  const overHead = hangs ? Math.ceil(lock.sections * 0.5) : lock.sections;
  let last: Vector3 | null = null;
  let fallFrom: Vector3 | null = null;
  let fallIndex = 0;
  let lastOut: Vector3 = from;
  builder.begin();
  for (let k = 0; k < lock.sections; k++) {
    const along = k / (lock.sections - 1);
    let point: Vector3;
    if (fallFrom === null && k < overHead) {
      const angle = (arc * k) / (overHead - 1);
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const out: Vector3 = [
        from[0] * c + towards[0] * s,
        from[1] * c + towards[1] * s,
        from[2] * c + towards[2] * s,
      ];
      const body = Math.max(0, grid.sample(placed, out[0], out[1], out[2], place, heights));
      const lift = lock.lift[0] + (lock.lift[1] - lock.lift[0]) * along;
      const height = Math.max(body, 0.12) + lift;
      point = [place[0]! + out[0] * height, place[1]! + out[1] * height, place[2]! + out[2] * height];
      lastOut = out;
      if (hangs && out[1] < 0.12) {
        fallFrom = point;
        fallIndex = k;
      }
    } else {
      if (fallFrom === null) {
        fallFrom = last!;
        fallIndex = k - 1;
      }
      const share = (k - fallIndex) / (lock.sections - 1 - fallIndex);
      const y = fallFrom[1] + (Math.min(fallFrom[1] - 1, lock.hangTo) - fallFrom[1]) * share;
      const inward = 1 - 0.1 * share * share;
      point = [fallFrom[0] * inward, y, fallFrom[2] + 0.6 * share];
    }
    const wave = curl * Math.sin(phase + along * lock.sections * 1.1) * along;
    const ahead: Vector3 = last === null ? towards : normalise(subtract(point, last));
    const flat: Vector3 = fallFrom === null ? lastOut : normalise([lastOut[0], 0, lastOut[2]]);
    const aside = normalise(cross(ahead, flat));
    const taper = (k === 0 ? 0.5 : 1) * (1 - 0.85 * along ** 4);
    const half = (lock.breadth / 2) * taper;
    builder.section(
      point[0] + aside[0] * wave,
      point[1] + aside[1] * wave,
      point[2] + aside[2] * wave,
      aside[0] * half,
      aside[1] * half,
      aside[2] * half,
      ...flat,
      along,
      tone,
    );
    last = point;
  }
}
