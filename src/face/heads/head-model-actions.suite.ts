/** What each facial action does to the 68 landmarks of the mean face: the direction in which it must move them. */
import { expect } from 'vitest';
import { distance, type Vector3 } from '../../core/vector.js';
import type { Side } from '../../landmarks/surface.js';

type Places = readonly Vector3[];

export interface ActionExpectation {
  readonly says: string;
  check(before: Places, after: Places): void;
}

/** Landmark numbers by side: brow outer to inner, lid pairs (upper, lower), mouth corner, lip halves, nose wing. */
const numbers = {
  right: {
    brow: [17, 18, 19, 20, 21],
    lids: [
      [37, 41],
      [38, 40],
    ],
    corner: 48,
    upperLip: [49, 50],
    lowerLip: [58, 59],
    wing: 31,
    jaw: [3, 4, 5],
  },
  left: {
    brow: [26, 25, 24, 23, 22],
    lids: [
      [44, 46],
      [43, 47],
    ],
    corner: 54,
    upperLip: [53, 52],
    lowerLip: [56, 55],
    wing: 35,
    jaw: [13, 12, 11],
  },
} as const;

const x = 0;
const y = 1;
const z = 2;
const moved = (before: Places, after: Places, k: number, axis: 0 | 1 | 2): number =>
  after[k]![axis] - before[k]![axis];
const opening = (places: Places, side: Side): number => {
  const [one, two] = numbers[side].lids;
  return (places[one[0]]![y] - places[one[1]]![y] + places[two[0]]![y] - places[two[1]]![y]) / 2;
};
const outwards = (side: Side): number => (side === 'left' ? 1 : -1);
const mouthWidth = (places: Places): number => distance(places[48]!, places[54]!);
const innerGap = (places: Places): number => places[62]![y] - places[66]![y];

const paired: Readonly<
  Record<string, { says: string; check(before: Places, after: Places, side: Side): void }>
> = {
  innerBrowRaiser: {
    says: 'lifts the inner end of the brow more than the outer',
    check(before, after, side) {
      const { brow } = numbers[side];
      expect(moved(before, after, brow[4], y)).toBeGreaterThan(0.2);
      expect(moved(before, after, brow[4], y)).toBeGreaterThan(moved(before, after, brow[0], y));
    },
  },
  outerBrowRaiser: {
    says: 'lifts the outer brow',
    check(before, after, side) {
      const { brow } = numbers[side];
      expect(moved(before, after, brow[1], y)).toBeGreaterThan(0.2);
      expect(moved(before, after, brow[1], y)).toBeGreaterThan(moved(before, after, brow[4], y));
    },
  },
  browLowerer: {
    says: 'lowers the brow and draws it inwards',
    check(before, after, side) {
      const { brow } = numbers[side];
      expect(moved(before, after, brow[3], y)).toBeLessThan(-0.15);
      expect(moved(before, after, brow[3], x) * outwards(side)).toBeLessThan(0);
    },
  },
  upperLidRaiser: {
    says: 'opens the eye',
    check(before, after, side) {
      expect(opening(after, side) - opening(before, side)).toBeGreaterThan(0.1);
    },
  },
  cheekRaiser: {
    says: 'lifts the cheek and narrows the eye or leaves it',
    check(before, after, side) {
      expect(opening(after, side)).toBeLessThan(opening(before, side) + 0.02);
    },
  },
  lidTightener: {
    says: 'narrows the eye without closing it',
    check(before, after, side) {
      expect(opening(after, side)).toBeLessThan(opening(before, side) - 0.05);
      expect(opening(after, side)).toBeGreaterThan(0.1);
    },
  },
  noseWrinkler: {
    says: 'lifts the wing of the nose',
    check(before, after, side) {
      expect(moved(before, after, numbers[side].wing, y)).toBeGreaterThan(0.1);
    },
  },
  upperLipRaiser: {
    says: 'lifts the upper lip',
    check(before, after, side) {
      expect(moved(before, after, numbers[side].upperLip[0], y)).toBeGreaterThan(0.15);
    },
  },
  lipCornerPuller: {
    says: 'raises the corner of the mouth and draws it outwards',
    check(before, after, side) {
      const { corner } = numbers[side];
      expect(moved(before, after, corner, y)).toBeGreaterThan(0.2);
      expect(moved(before, after, corner, x) * outwards(side)).toBeGreaterThan(0.2);
    },
  },
  dimpler: {
    says: 'draws the corner back',
    check(before, after, side) {
      const { corner } = numbers[side];
      expect(moved(before, after, corner, z)).toBeLessThan(-0.1);
    },
  },
  lipCornerDepressor: {
    says: 'lowers the corner',
    check(before, after, side) {
      expect(moved(before, after, numbers[side].corner, y)).toBeLessThan(-0.15);
    },
  },
  lowerLipDepressor: {
    says: 'lowers the lower lip',
    check(before, after, side) {
      expect(moved(before, after, numbers[side].lowerLip[0], y)).toBeLessThan(-0.1);
    },
  },
  lipStretcher: {
    says: 'draws the corner outwards and not up',
    check(before, after, side) {
      const { corner } = numbers[side];
      expect(moved(before, after, corner, x) * outwards(side)).toBeGreaterThan(0.2);
      expect(moved(before, after, corner, y)).toBeLessThan(0.1);
    },
  },
  lipPressor: {
    says: 'brings the lips nearer to each other',
    check(before, after, side) {
      const [upper, lower] = [numbers[side].upperLip[0], numbers[side].lowerLip[1]];
      const height = (places: Places): number => places[upper]![y] - places[lower]![y];
      expect(height(after)).toBeLessThan(height(before));
    },
  },
  eyesClosed: {
    says: 'brings the lids together',
    check(before, after, side) {
      expect(opening(before, side)).toBeGreaterThan(0.5);
      expect(Math.abs(opening(after, side))).toBeLessThan(0.15);
    },
  },
};

const single: Readonly<Record<string, ActionExpectation>> = {
  jawDrop: {
    says: 'lowers the chin and opens the mouth',
    check(before, after) {
      expect(moved(before, after, 8, y)).toBeLessThan(-0.8);
      expect(innerGap(after) - innerGap(before)).toBeGreaterThan(0.8);
      expect(Math.abs(moved(before, after, 30, y))).toBeLessThan(0.2);
    },
  },
  chinRaiser: {
    says: 'pushes the lower lip up',
    check(before, after) {
      expect(moved(before, after, 57, y)).toBeGreaterThan(0.1);
    },
  },
  lipPucker: {
    says: 'narrows the mouth and pushes the lips forward',
    check(before, after) {
      expect(mouthWidth(after)).toBeLessThan(mouthWidth(before) - 0.4);
      expect(moved(before, after, 48, z)).toBeGreaterThan(0.1);
    },
  },
  lipFunneler: {
    says: 'narrows the mouth and parts the lips',
    check(before, after) {
      expect(mouthWidth(after)).toBeLessThan(mouthWidth(before) - 0.2);
      expect(innerGap(after) - innerGap(before)).toBeGreaterThan(0.1);
    },
  },
  lipSuckUpper: {
    says: 'rolls the upper lip in',
    check(before, after) {
      expect(moved(before, after, 62, z)).toBeLessThan(-0.1);
    },
  },
  lipSuckLower: {
    says: 'rolls the lower lip in',
    check(before, after) {
      expect(moved(before, after, 66, z)).toBeLessThan(-0.1);
    },
  },
  jawThrust: {
    says: 'pushes the chin forward',
    check(before, after) {
      expect(moved(before, after, 8, z)).toBeGreaterThan(0.3);
    },
  },
  jawRight: {
    says: 'moves the chin to the right',
    check(before, after) {
      expect(moved(before, after, 8, x)).toBeLessThan(-0.3);
    },
  },
  jawLeft: {
    says: 'moves the chin to the left',
    check(before, after) {
      expect(moved(before, after, 8, x)).toBeGreaterThan(0.3);
    },
  },
  cheekPuff: {
    says: 'widens the face or pushes the mouth corners forward',
    check(before, after) {
      const wider = Math.abs(after[12]![x] - after[4]![x]) - Math.abs(before[12]![x] - before[4]![x]);
      expect(wider + moved(before, after, 48, z)).toBeGreaterThan(0.1);
    },
  },
};

export const actionExpectations: Readonly<Record<string, ActionExpectation>> = {
  ...single,
  ...Object.fromEntries(
    Object.entries(paired).flatMap(([name, { says, check }]) =>
      (['right', 'left'] as const).map((side) => [
        `${name}.${side}`,
        { says, check: (before: Places, after: Places) => check(before, after, side) },
      ]),
    ),
  ),
};
