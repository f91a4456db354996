/**
 * The outlines of lenses by frame style, in the boxing system of opticians (ISO 8624): breadth and height of the box
 * around a lens and the bridge between the two boxes.
 */
import type { GlassesFrame } from '../../person/appearance/worn-description.js';

interface LensFigures {
  /** Centimetres. */
  breadth: number;
  height: number;
  bridge: number;
  /** Exponent of the superellipse: 2 round, more is squarer. */
  square: number;
  /** Share of the breadth taken off below on the nose's side. */
  nasal: number;
  /** Lift of the upper outer corner, share of the height. */
  lift: number;
  /** How much fuller the lower outer part is (teardrop). */
  drop: number;
}

export const lensFigures: Readonly<Record<GlassesFrame, LensFigures>> = {
  round: { breadth: 4.7, height: 4.5, bridge: 2.1, square: 2, nasal: 0, lift: 0, drop: 0 },
  oval: { breadth: 5, height: 3.4, bridge: 1.9, square: 2.2, nasal: 0.04, lift: 0, drop: 0 },
  rectangle: { breadth: 5.4, height: 3.2, bridge: 1.7, square: 4.2, nasal: 0.12, lift: 0, drop: 0 },
  square: { breadth: 5.3, height: 4.3, bridge: 1.8, square: 3.4, nasal: 0.14, lift: 0.02, drop: 0 },
  aviator: { breadth: 5.8, height: 5, bridge: 1.4, square: 2.5, nasal: 0.22, lift: 0, drop: 0.16 },
  'cat-eye': { breadth: 5.4, height: 4, bridge: 1.7, square: 2.5, nasal: 0.12, lift: 0.24, drop: -0.06 },
  'half-rim': { breadth: 5.4, height: 3.3, bridge: 1.8, square: 3.4, nasal: 0.12, lift: 0, drop: 0 },
};

/**
 * A point of the outline in the lens's plane, from the lens's middle; u outwards (towards the temple), v up.
 *
 * @param angle – radians, 0 outwards, a quarter turn up.
 */
export function lensPoint(frame: GlassesFrame, angle: number, size: number): readonly [u: number, v: number] {
  const { breadth, height, square, nasal, lift, drop } = lensFigures[frame];
  const power = 2 / square;
  const corner = (value: number): number => Math.sign(value) * Math.abs(value) ** power;
  let u = corner(Math.cos(angle));
  let v = corner(Math.sin(angle));
  if (u < 0 && v < 0) u *= 1 - nasal * 2 * -v;
  if (u > 0 && v > 0) v += 2 * lift * u * u * v;
  if (v < 0) {
    u += 0.5 * drop * -v;
    v *= 1 + drop * u;
  }
  return [(u * breadth * size) / 2, (v * height * size) / 2];
}
