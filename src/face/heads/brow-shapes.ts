/**
 * Shapes of brows, as smooth movements of the skin that they grow on: arch, its place, tail, inner end, the gap between
 * the brows, breadth and its taper. Because the skin moves, and not the paint on it, the labelled edges of the brows move
 * along exactly. Written as fields in head space (centimetres), where both heads have their brows in the same place; one
 * standard deviation each. Spreads are ours, after photographs; the forehead's bone moves along by less than 3 mm.
 */
import { smoothStep } from '../../core/numbers/smooth-step.js';
import type { ShapeField } from './shape-fields.js';

/** Distance of the brow's inner and outer end from the middle. */
const inner = 1.4;
const outer = 5.85;
/** Height of the brow's middle line by distance from the middle of the face. */
const middleLine: readonly (readonly [x: number, y: number])[] = [
  [1.4, 1.5],
  [2.05, 1.63],
  [3.2, 1.8],
  [4.2, 1.83],
  [4.75, 1.75],
  [5.2, 1.61],
  [5.5, 1.38],
  [5.85, 1.07],
];

const bell = (value: number, width: number): number => Math.exp(-((value / width) ** 2));
/** 0 at the inner end, 1 at the outer. */
const along = (x: number): number => (Math.abs(x) - inner) / (outer - inner);
/** The brow's surroundings: from over the lid's fold to the middle of the forehead, fading at the temple. */
const near = (x: number, y: number, z: number): number =>
  smoothStep(0.6, 1.2, y) *
  smoothStep(5.8, 3, y) *
  smoothStep(7.4, 6.1, Math.abs(x)) *
  smoothStep(-4.5, -1.5, z);

function middleAt(x: number): number {
  const aside = Math.abs(x);
  let i = 0;
  while (i + 2 < middleLine.length && middleLine[i + 1]![0] < aside) i++;
  const [x0, y0] = middleLine[i]!;
  const [x1, y1] = middleLine[i + 1]!;
  const t = Math.min(1, Math.max(0, (aside - x0) / (x1 - x0)));
  return y0 + (y1 - y0) * t;
}

/** Away from the brow's middle line, most at its edges. */
const spread = (x: number, y: number): number => {
  const off = y - middleAt(x);
  return off * bell(off, 0.9);
};

export const browFields: Readonly<Record<string, ShapeField>> = {
  /** A high arch against a straight brow. */
  browArch: (x, y, z) => [0, 0.17 * (bell(along(x) - 0.62, 0.3) - 0.35) * near(x, y, z), 0],
  /** The arch's peak further out. */
  browPeak: (x, y, z) => [
    0,
    0.1 * (bell(along(x) - 0.82, 0.22) - bell(along(x) - 0.38, 0.25)) * near(x, y, z),
    0,
  ],
  /** The tail hangs. */
  browTail: (x, y, z) => [0, -0.16 * smoothStep(0.55, 1.1, along(x)) * near(x, y, z), 0],
  /** The inner end stands high. */
  browHead: (x, y, z) => [0, 0.11 * smoothStep(0.45, 0, along(x)) * near(x, y, z), 0],
  /** The brows stand apart. */
  browGap: (x, y, z) => [
    Math.sign(x) * 0.15 * smoothStep(0, 1.4, Math.abs(x)) * smoothStep(5, 1.8, Math.abs(x)) * near(x, y, z),
    0,
    0,
  ],
  browBreadth: (x, y, z) => [0, 0.17 * spread(x, y) * near(x, y, z), 0],
  /** Broad within and thin without. */
  browTaper: (x, y, z) => [0, 0.15 * (1 - 2 * along(x)) * spread(x, y) * near(x, y, z), 0],
};

/** Mean change of each with one standard deviation of masculinity; the others do not follow it. Judgement. */
export const browsWithMasculinity: Readonly<Record<string, number>> = { browArch: -0.35, browBreadth: 0.4 };
