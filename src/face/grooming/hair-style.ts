/** What sets the hair styles apart, in figures: one row a style. Lengths in centimetres. */
import type { Vector3 } from '../../core/vector.js';
import type { HairDescription } from '../description.js';
import { whorl } from './direction-grid.js';

export interface HairFigures {
  /** Height of the hair's body over the scalp at volume 0 and 1, on top and at the sides. */
  top: readonly [number, number];
  side: readonly [number, number];
  /** Number of loose locks lying on the body, and their length and breadth. */
  locks: number;
  lockLength: number;
  lockBreadth: number;
  /** Long locks that hang beside the face and down the back. */
  curtains: number;
  /** Where the hair flows from (or to): an axis; hair lies along great circles through it. */
  pole: Vector3;
  /** Size of the body's bumps. */
  bumps: number;
}

const bunPole: Vector3 = [0, 0.42, -0.9075];
const sideways: Vector3 = [1, 0, 0];

export const hairFigures: Readonly<Record<HairDescription['style'], HairFigures>> = {
  bald: {
    top: [0, 0],
    side: [0, 0],
    locks: 0,
    lockLength: 0,
    lockBreadth: 0,
    curtains: 0,
    pole: whorl,
    bumps: 0,
  },
  cropped: {
    top: [0.25, 1.2],
    side: [0.15, 0.7],
    locks: 0,
    lockLength: 0,
    lockBreadth: 0,
    curtains: 0,
    pole: whorl,
    bumps: 0.12,
  },
  short: {
    top: [0.9, 3],
    side: [0.35, 1.3],
    locks: 330,
    lockLength: 4.2,
    lockBreadth: 0.42,
    curtains: 0,
    pole: whorl,
    bumps: 0.3,
  },
  long: {
    top: [0.7, 2],
    side: [0.5, 1.5],
    locks: 120,
    lockLength: 7,
    lockBreadth: 0.5,
    curtains: 330,
    pole: sideways,
    bumps: 0.2,
  },
  tied: {
    top: [0.3, 1.1],
    side: [0.2, 0.6],
    locks: 200,
    lockLength: 5,
    lockBreadth: 0.4,
    curtains: 0,
    pole: bunPole,
    bumps: 0.14,
  },
};

/** Mixes a pair of figures by the hair's volume. */
export const byVolume = ([low, high]: readonly [number, number], volume: number): number =>
  low + (high - low) * volume;
