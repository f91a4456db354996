/**
 * Loose locks: ribbons that lie on the hair's body, hang over the forehead as a fringe, or fall beside the face. Each
 * starts in a direction from the skull's centre and follows a great circle over the scalp (`lay-lock.ts`).
 */

import { smoothStep } from '../../../core/numbers/smooth-step.js';
import { Random } from '../../../core/random.js';
import { cross, dot, mix, normalise, scale, subtract, type Vector3 } from '../../../core/vector.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import type { LevelOfDetail } from '../../../mesh/level-of-detail.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { StripBuilder } from '../../../mesh/strip-builder.js';
import type { HairDescription } from '../../person/description.js';
import { createStrandPainter } from '../strands/strand-painter.js';
import { drawTone } from '../strands/strand-tone.js';
import { whiteHair } from '../strands/white-hair.js';
import { flowPole, type HairGround, type HangingWall, partingAt } from './hair-ground.js';
import { hairFigures } from './hair-style.js';
import { type Lock, layLock } from './lay-lock.js';

/** Curtains of loose hair, and ropes. */
const curtainCount = 120;
const ropeCount = 76;
const hairlineCount = 130;
/** Single hairs and wisps that stand off the head. */
const wispCount = 70;

/** Cross-sections of a lock in small pictures, as a share. */
const coarseSections = 0.65;

/** @param wall – where hair hangs; null for styles that do not. */
export function growLocks(
  ground: HairGround,
  wall: HangingWall | null,
  hair: HairDescription,
  detail: LevelOfDetail,
): DressedPart | null {
  const figures = hairFigures[hair.style];
  const random = new Random(hair.seed, 'locks');
  const ropes = figures.hangs === 'ropes';
  const locks = [
    ...bodyLocks(ground, hair, random.child('body')),
    ...hairlineLocks(ground, hair, random.child('hairline'), detail),
    ...wispLocks(ground, hair, random.child('wisps')),
    ...(figures.fringes ? fringeLocks(ground, hair, random.child('fringe')) : []),
    ...(wall === null ? [] : hangingLocks(wall, hair, random.child('curtains'))),
  ];
  if (locks.length === 0) return null;
  const builder = new StripBuilder(locks.reduce((sum, lock) => sum + lock.sections, 0) * 2);
  const share = detail === 'coarse' ? coarseSections : 1;
  for (const lock of locks) {
    // A rope is narrow between its sections: fewer would be other knots.
    const sections = lock.knots === undefined ? Math.max(3, Math.ceil(lock.sections * share)) : lock.sections;
    layLock(builder, ground, lock, sections);
  }
  const painter = createStrandPainter({
    colour: mix(hair.colour, whiteHair, 0.6 * hair.white),
    highlight: mix(hair.colour, hair.highlight, 0.7),
    white: mix(hair.colour, whiteHair, 0.6 + 0.4 * hair.white),
    segment: segmentClasses.hair,
    grooves: ropes ? 0 : 2.2,
    ...(ropes && { plaits: 34 }),
    variation: 0.24,
    roughness: wall === null ? 0.42 : 0.38,
    specular: 0.045,
    fibre: 1,
    selfShade: 0.72,
    rootOpenness: 0.55,
    tipOpenness: 0.85,
  });
  return { ...builder.part('hair.locks', painter, true, false), isHair: true };
}

/** What every lock draws: its tone, where its wave starts. */
function looks(hair: HairDescription, random: Random): Pick<Lock, 'tone' | 'wave' | 'phase'> {
  return {
    tone: drawTone(random, hair.white, hair.highlights),
    phase: random.uniform(0, 2 * Math.PI),
    wave: 0.5 * hair.curl,
  };
}

/** Directions inside the hairline, evenly over the sphere, above a height of the direction. */
function pickScalp(ground: HairGround, random: Random, inside: number, lowest: number): Vector3 {
  const { grid, hairline } = ground;
  const place = new Float32Array(3);
  for (let tries = 0; tries < 60; tries++) {
    const y = random.uniform(lowest, 1);
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
  const pole = flowPole(hair);
  const split = Math.abs(pole[0]) > 0.5;
  const parting = partingAt(hair);
  const bald = hair.hairline.crown > 0.3 || hair.hairline.recession > 0.6;
  const locks: Lock[] = [];
  for (let i = 0; i < figures.locks; i++) {
    const from = pickScalp(
      ground,
      random,
      figures.gathered ? 0.1 : 0.4,
      hair.style === 'undercut' ? 0.62 : figures.pole[2] > 0.5 || figures.gathered ? 0.3 : -0.5,
    );
    const side = from[0] * 9 > parting ? 1 : -1;
    const away = awayFrom(from, split ? [-side, 0, 0] : pole);
    const high = 0.25 + 0.75 * Math.max(0, from[1]);
    locks.push({
      ...looks(hair, random),
      from,
      towards: turn(
        from,
        figures.gathered ? scale(away, -1) : away,
        random.normal(0, 0.22 + 0.4 * hair.curl),
      ),
      length: figures.lockLength * random.uniform(0.5, 1.1) * (0.45 + 0.55 * high) * (bald ? 0.6 : 1),
      breadth: figures.lockBreadth * random.uniform(0.6, 1.3),
      lift: [-0.1, figures.gathered ? 0.02 : random.uniform(0.02, 0.3 + 0.4 * hair.volume) * high],
      sections: 6,
    });
  }
  return locks;
}

/** Short thin hairs along the front of the hairline, so that it is no edge; in small pictures half of them, twice as broad. */
function hairlineLocks(
  ground: HairGround,
  hair: HairDescription,
  random: Random,
  detail: LevelOfDetail,
): Lock[] {
  const every = detail === 'coarse' ? 2 : 1;
  const { grid, hairline } = ground;
  const place = new Float32Array(3);
  const locks: Lock[] = [];
  for (let i = 0; i < hairlineCount; i++) {
    const angle = random.uniform(-1.35, 1.35);
    const inside = random.uniform(-0.25, 0.35);
    const look = looks(hair, random);
    const aside = random.normal(0, 0.5);
    const length = random.uniform(0.6, 1.3);
    const breadth = every * random.uniform(0.05, 0.14);
    const rise = random.uniform(0, 0.12);
    if (i % every !== 0) continue;
    let [low, high] = [-0.1, 1.4];
    let from: Vector3 = [0, 1, 0];
    for (let step = 0; step < 8; step++) {
      const up = (low + high) / 2;
      from = [Math.sin(angle) * Math.cos(up), Math.sin(up), Math.cos(angle) * Math.cos(up)];
      grid.sample(grid.rest, from[0], from[1], from[2], place);
      if (hairline.above(place[0]!, place[1]!, place[2]!) < inside) low = up;
      else high = up;
    }
    const back = normalise(
      subtract([0.3 * from[0], 0.5, -1], scale(from, dot(from, [0.3 * from[0], 0.5, -1]))),
    );
    locks.push({
      ...look,
      from,
      towards: turn(from, back, aside),
      length,
      breadth,
      lift: [-0.1, rise],
      sections: 3,
    });
  }
  return locks;
}

/** No head of hair ends in a smooth line: thin wisps leave it in any direction, more of them in curly and full hair. */
function wispLocks(ground: HairGround, hair: HairDescription, random: Random): Lock[] {
  const figures = hairFigures[hair.style];
  if (figures.top[1] < 1) return [];
  const wild = 0.25 + 0.75 * Math.max(hair.volume, hair.curl);
  const locks: Lock[] = [];
  for (let i = 0; i < wispCount; i++) {
    const from = pickScalp(ground, random, 0.6, -0.1);
    const away = awayFrom(from, flowPole(hair));
    locks.push({
      ...looks(hair, random),
      from,
      towards: turn(from, figures.gathered ? scale(away, -1) : away, random.normal(0, 0.7)),
      length: random.uniform(1.2, 1.8 + 0.45 * figures.lockLength),
      breadth: random.uniform(0.03, 0.1),
      lift: [-0.1, random.uniform(0.1, 1.3) * wild],
      sections: 4,
    });
  }
  return locks;
}

/** From the front of the top down over the forehead; the more fringe, the longer and denser. */
function fringeLocks(ground: HairGround, hair: HairDescription, random: Random): Lock[] {
  const { recession, crown } = hair.hairline;
  // Where hair has receded none is left to comb forward.
  const fringe = hair.fringe * (1 - Math.max(recession, crown));
  if (fringe < 0.15) return [];
  const { features } = ground;
  const locks: Lock[] = [];
  const count = Math.round(40 + 80 * fringe);
  // Parted hair falls to the sides of its parting, other hair all one way.
  const split = Math.abs(flowPole(hair)[0]) > 0.5;
  const parting = partingAt(hair) / 9;
  const opens = split && fringe < 0.6;
  const sweep = random.normal(0, opens ? 0.1 : 0.3);
  const opening = opens ? random.uniform(0.2, 0.8) : 0;
  const hairlineTop = ground.hairline.heightAt(0, 10);
  const reach = hairlineTop - features.foreheadFoot;
  for (let i = 0; i < count; i++) {
    const x = random.uniform(-0.75, 0.75);
    const from = normalise([x, random.uniform(0.75, 1), random.uniform(0.55, 0.75)]);
    const down = normalise(subtract([0.25 * x, 0, 1], scale(from, dot(from, [0.25 * x, 0, 1]))));
    const aside = -opening * smoothStep(0, 0.12, Math.abs(x - parting)) * Math.sign(x - parting);
    locks.push({
      ...looks(hair, random),
      from,
      towards: turn(from, down, sweep + aside + random.normal(0, 0.12 + 0.2 * hair.curl)),
      length: 2.6 + reach * (0.15 + 0.9 * fringe) * (1 + 0.35 * x * x) * random.uniform(0.78, 1.06),
      breadth: random.uniform(0.25, 0.6),
      lift: [0.1, 0.32 + 0.3 * hair.volume],
      sections: 7,
    });
  }
  return locks;
}

/** From a parting down both sides and the back; ropes start all over the scalp. */
function hangingLocks(wall: HangingWall, hair: HairDescription, random: Random): Lock[] {
  const figures = hairFigures[hair.style];
  const ropes = figures.hangs === 'ropes';
  const parting = partingAt(hair) / 9;
  const locks: Lock[] = [];
  for (let i = 0; i < (ropes ? ropeCount : curtainCount); i++) {
    const side = i % 2 === 0 ? 1 : -1;
    // From the front hairline over the crown to the back of the head.
    const back = random.uniform(-0.5, 2.1);
    const start = parting * Math.max(0, Math.cos(back)) + side * 0.03;
    const from = ropes
      ? pickScalp(wall.ground, random, 0.3, 0)
      : normalise([start, Math.cos(back), -Math.sin(back)]);
    const aim: Vector3 = ropes
      ? [from[0] * 1.2 + 0.1 * side, -0.3, Math.min(0, from[2]) - 0.35]
      : [
          side,
          -0.2,
          0.1 + 0.35 * smoothStep(0.6, 0, back) - (0.5 + 0.35 * smoothStep(0.6, 0, back)) * random.next(),
        ];
    locks.push({
      ...looks(hair, random),
      ...(ropes && { knots: 1, wave: 0.1 }),
      from,
      towards: normalise(subtract(aim, scale(from, dot(from, aim)))),
      length: 0,
      breadth: ropes ? random.uniform(0.75, 1.1) : random.uniform(0.22, 0.75),
      lift: [0, ropes ? 0.35 : random.uniform(0.05, 0.4 + 0.5 * hair.volume)],
      hang: {
        wall,
        to: wall.end + random.uniform(-1.8, 2),
        further: ropes ? random.uniform(-0.3, 0.3) : random.uniform(-0.06, 0.16 + 0.4 * hair.curl),
        ahead: ropes ? 0 : random.next(),
      },
      sections: ropes ? 15 : 11,
    });
  }
  return locks;
}
