/** What sets the hair styles apart, in figures: one row a style. Lengths in centimetres. */
import type { Vector3 } from '../../../core/vector.js';
import type { HairStyle } from '../../person/description.js';
import { whorl } from '../strands/direction-grid.js';

export interface HairFigures {
  /** Height of the hair's body over the scalp at volume 0 and 1, on top and at the sides. */
  top: readonly [number, number];
  side: readonly [number, number];
  /** Number of loose locks lying on the body, and their length and breadth. */
  locks: number;
  lockLength: number;
  lockBreadth: number;
  /** Where the hair flows from: an axis; hair lies along great circles through it. */
  pole: Vector3;
  /** Flows to the pole instead. */
  gathered: boolean;
  /** Size of the body's bumps. */
  bumps: number;
  /** Least curl, 0 to 1. */
  curl: number;
  /** How dark the skin under the hair is painted, 0 to 1. */
  scalp: number;
  /** Whether hair may hang over the forehead. */
  fringes: boolean;
  /** Hair that hangs beside the face: its kind, and how far below the chin it ends at length 0 and 1. */
  hangs: 'not' | 'sheet' | 'ropes';
  fall: readonly [number, number];
  /** What is tied at the back. */
  knot: 'none' | 'bun' | 'tail';
}

export const bunPole: Vector3 = [0, 0.42, -0.9075];
const sideways: Vector3 = [1, 0, 0];
const brow: Vector3 = [0, 0.2, 0.9798];

const none: HairFigures = {
  top: [0, 0],
  side: [0, 0],
  locks: 0,
  lockLength: 0,
  lockBreadth: 0.4,
  pole: whorl,
  gathered: false,
  bumps: 0,
  curl: 0,
  scalp: 0.95,
  fringes: false,
  hangs: 'not',
  fall: [0, 0],
  knot: 'none',
};
const tied: HairFigures = {
  ...none,
  top: [0.3, 1.1],
  side: [0.2, 0.6],
  locks: 200,
  lockLength: 5,
  pole: bunPole,
  gathered: true,
  bumps: 0.14,
};

export const hairFigures: Readonly<Record<HairStyle, HairFigures>> = {
  bald: { ...none, scalp: 0.1 },
  buzz: { ...none, scalp: 0.95 },
  cropped: { ...none, top: [0.25, 1.2], side: [0.15, 0.7], bumps: 0.12, scalp: 0.85 },
  short: {
    ...none,
    top: [0.9, 3],
    side: [0.35, 1.3],
    locks: 330,
    lockLength: 4.2,
    lockBreadth: 0.42,
    bumps: 0.3,
    fringes: true,
    scalp: 0.9,
  },
  slicked: { ...none, top: [0.6, 2], side: [0.2, 0.6], locks: 240, lockLength: 8, pole: brow, bumps: 0.12 },
  sideSwept: {
    ...none,
    top: [1, 2.8],
    side: [0.3, 1],
    locks: 300,
    lockLength: 6,
    lockBreadth: 0.5,
    pole: sideways,
    bumps: 0.22,
    fringes: true,
  },
  undercut: {
    ...none,
    top: [1.2, 3.4],
    side: [0.06, 0.14],
    locks: 260,
    lockLength: 6,
    lockBreadth: 0.45,
    pole: brow,
    bumps: 0.3,
    fringes: true,
    scalp: 0.85,
  },
  afro: { ...none, top: [1.8, 7], side: [1.2, 5.5], locks: 260, lockLength: 1.6, bumps: 0.13, curl: 0.9 },
  bob: {
    ...none,
    top: [0.7, 1.8],
    side: [0.6, 1.6],
    locks: 100,
    lockLength: 7,
    lockBreadth: 0.6,
    pole: sideways,
    bumps: 0.15,
    fringes: true,
    hangs: 'sheet',
    fall: [-4.5, 3],
  },
  long: {
    ...none,
    top: [0.6, 1.8],
    side: [0.5, 1.5],
    locks: 100,
    lockLength: 7,
    lockBreadth: 0.6,
    pole: sideways,
    bumps: 0.18,
    fringes: true,
    hangs: 'sheet',
    fall: [5, 24],
  },
  bun: { ...tied, knot: 'bun' },
  ponytail: { ...tied, knot: 'tail', fringes: true },
  braids: {
    ...none,
    top: [0.35, 0.7],
    side: [0.3, 0.6],
    pole: sideways,
    bumps: 0.3,
    curl: 0.6,
    hangs: 'ropes',
    fall: [-3, 16],
  },
};

/** Mixes a pair of figures by the hair's volume. */
export const byVolume = ([low, high]: readonly [number, number], volume: number): number =>
  low + (high - low) * volume;
