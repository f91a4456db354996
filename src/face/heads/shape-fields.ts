/**
 * Smooth changes of a head's shape that scans and surveys say little about: the differences between left and right, and
 * the sag of the lower face with age. Written as fields in head space (centimetres), where all heads have their features
 * in the same places; a head samples them at its own vertices and offers them as identity parameters, so that landmarks
 * ride along exactly. One standard deviation each. Sizes: differences between the sides of healthy faces are 1–3 mm
 * (Farkas & Cheung 1981; Ferrario et al. 2001).
 */
import { smoothStep } from '../../core/numbers/smooth-step.js';
import type { Vector3 } from '../../core/vector.js';

/** Movement at a place of the mean head, for one standard deviation. */
export type ShapeField = (x: number, y: number, z: number) => Vector3;

const bell = (value: number, width: number): number => Math.exp(-((value / width) ** 2));
/** −1 on the right, 1 on the left, smooth across the middle. */
const side = (x: number, width: number): number => Math.tanh(x / width);
/** Fades towards the back of the head and the collar. */
const face = (y: number, z: number): number => smoothStep(-9, -2, z) * (1 - smoothStep(-11.5, -15.5, y));

type AsymmetryName =
  | 'jawAsymmetry'
  | 'noseAsymmetry'
  | 'browAsymmetry'
  | 'mouthAsymmetry'
  | 'eyeAsymmetry'
  | 'breadthAsymmetry'
  | 'cheekAsymmetry'
  | 'earAsymmetry';

export const asymmetryFields: Readonly<Record<AsymmetryName, ShapeField>> = {
  /** The lower face stands to one side. */
  jawAsymmetry: (_x, y, z) => [0.13 * smoothStep(-4, -10.5, y) * face(y, z), 0, 0],
  noseAsymmetry: (x, y, z) => [0.1 * bell(x, 1.9) * bell(y + 3.2, 2.4) * smoothStep(0.5, 3.5, z), 0, 0],
  browAsymmetry: (x, y, z) => [0, 0.09 * side(x, 1.2) * bell(y - 2.3, 1.8) * face(y, z), 0],
  mouthAsymmetry: (x, y, z) => [
    0,
    0.08 * Math.max(-1.2, Math.min(1.2, x / 2.55)) * bell(y + 7, 1.9) * face(y, z),
    0,
  ],
  /** One eye sits higher, with its lids and brow. */
  eyeAsymmetry: (x, y, z) => [0, 0.07 * side(x, 1.5) * bell(y - 0.3, 3) * face(y, z), 0],
  /** One half of the face is broader. */
  breadthAsymmetry: (x, y, z) => [0.014 * Math.abs(x) * bell(y + 3.5, 6) * face(y, z), 0, 0],
  cheekAsymmetry: (x, y, z) => [
    0,
    0.03 * side(x, 2) * bell(y + 5, 3.5),
    0.1 * side(x, 2) * bell(Math.abs(x) - 4.6, 2.2) * bell(y + 4.6, 3.4) * face(y, z),
  ],
  earAsymmetry: (x, y, z) => [
    0.06 * smoothStep(6.2, 7.8, Math.abs(x)) * bell(y + 1, 4) * smoothStep(-3.5, -6, z),
    0.14 * side(x, 3) * smoothStep(6.2, 7.6, Math.abs(x)) * bell(y + 1, 4.5) * smoothStep(-3, -5.5, z),
    0,
  ],
};

/** What gravity does with the years: jowls beside the chin, lower and fuller cheeks, heavier lids' outer ends. */
export const sagField: ShapeField = (x, y, z) => {
  const aside = Math.abs(x);
  const jowl = bell(aside - 4.1, 1.7) * bell(y + 9.4, 1.9) * smoothStep(-5, -1, z);
  const cheek = bell(aside - 4, 2) * bell(y + 5.2, 2.4) * smoothStep(-4, 0, z);
  const brow = bell(aside - 4.6, 1.5) * bell(y - 2, 1.3) * smoothStep(-4, 0, z);
  const neck = bell(aside, 3) * bell(y + 12.4, 1.6) * smoothStep(-6, -1, z);
  return [
    Math.sign(x) * 0.05 * jowl,
    -0.17 * jowl - 0.1 * cheek - 0.06 * brow - 0.12 * neck,
    0.07 * jowl - 0.03 * cheek + 0.05 * neck,
  ];
};

/** Radii around an eyeball's centre inside which everything moves with it, and beyond which nothing does, centimetres. */
const rides = { all: 1.75, none: 2.9 } as const;

/** The same field with the eyes' surroundings carried along as one, so that lids keep hugging the eyeballs. */
export function rigidAtEyes(field: ShapeField, centres: readonly Vector3[]): ShapeField {
  const moves = centres.map((centre) => field(...centre));
  return (x, y, z) => {
    const own = field(x, y, z);
    for (const [i, centre] of centres.entries()) {
      const gap = Math.hypot(x - centre[0], y - centre[1], z - centre[2]);
      const share = smoothStep(rides.none, rides.all, gap);
      if (share === 0) continue;
      const ball = moves[i]!;
      return [0, 1, 2].map((k) => {
        const axis = k as 0 | 1 | 2;
        return share * ball[axis] + (1 - share) * own[axis];
      }) as [number, number, number];
    }
    return own;
  };
}
