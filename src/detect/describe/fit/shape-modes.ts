/**
 * A head's modes as the fit reads them: those that move one place together, identity first, then actions; and the prior of each.
 * Made once for each head.
 */
import type { FacialAction } from '../../../face/heads/facial-actions.js';
import type { HeadPoints } from '../head/head-points.js';

export interface ShapeModes {
  /** M modes, the first P of identity. */
  readonly count: number;
  readonly identityCount: number;
  /** `[N, 3]` */
  readonly mean: Float64Array;
  /**
   * What moves each place, place by place: `[N + 1]` where its entries begin, the mode of each entry (rising within a place), and
   * its centimetres along x, y and z. Most modes leave most places where they are.
   */
  readonly starts: Int32Array;
  readonly numbers: Uint16Array;
  readonly moves: Float64Array;
  /** `[M]` what is expected of each mode's amount, and 1 / variance around it. */
  readonly expected: Float64Array;
  readonly precision: Float64Array;
  /** `[N]` centimetres: what the identity parameters that are left out move a place, root mean square along an axis. */
  readonly leftOut: Float64Array;
}

/** More than this many bring less than the points' own uncertainty, and cost time with their square. */
const mostIdentity = 48;
/** Centimetres: a mode that moves a place less at full strength does not move it. */
const leastMove = 1e-3;
/** Standard deviations of actions' intensities; what moves far is also used far. */
const usual = 0.25;
const wide = 0.5;
const wideActions: ReadonlySet<FacialAction> = new Set<FacialAction>([
  'eyesClosed.right',
  'eyesClosed.left',
  'jawDrop',
  'lipCornerPuller.right',
  'lipCornerPuller.left',
]);

const made = new WeakMap<HeadPoints, ShapeModes>();

export function shapeModes(head: HeadPoints): ShapeModes {
  const known = made.get(head);
  if (known !== undefined) return known;
  const places = head.mean.length / 3;
  const identityCount = Math.min(mostIdentity, head.identityNames.length);
  const count = identityCount + head.actions.length;
  const starts = new Int32Array(places + 1);
  const numbers: number[] = [];
  const moves: number[] = [];
  const leftOut = new Float64Array(places);
  for (let n = 0; n < places; n++) {
    for (let m = 0; m < count; m++) {
      const [source, number] = m < identityCount ? [head.identity, m] : [head.expression, m - identityCount];
      const at = 3 * (number * places + n);
      const [x, y, z] = [source[at]!, source[at + 1]!, source[at + 2]!];
      if (Math.abs(x) + Math.abs(y) + Math.abs(z) < leastMove) continue;
      numbers.push(m);
      moves.push(x, y, z);
    }
    starts[n + 1] = numbers.length;
    let square = 0;
    for (let p = identityCount; p < head.identityNames.length; p++)
      for (let axis = 0; axis < 3; axis++) square += head.identity[3 * (p * places + n) + axis]! ** 2;
    leftOut[n] = Math.sqrt(square / 3);
  }
  const shape = {
    count,
    identityCount,
    mean: Float64Array.from(head.mean),
    starts,
    numbers: Uint16Array.from(numbers),
    moves: Float64Array.from(moves),
    expected: new Float64Array(count),
    precision: Float64Array.from({ length: count }, (_, m) =>
      m < identityCount ? 1 : (wideActions.has(head.actions[m - identityCount]!) ? wide : usual) ** -2,
    ),
    leftOut,
  };
  made.set(head, shape);
  return shape;
}

/** The same head of a person whose identity is known. @param identity – `[P]` */
export function knownIdentity(modes: ShapeModes, identity: ArrayLike<number>): ShapeModes {
  const { identityCount } = modes;
  return {
    ...modes,
    expected: modes.expected.map((value, m) => (m < identityCount ? identity[m]! : value)),
    precision: modes.precision.map((value, m) => (m < identityCount ? certain : value)),
  };
}

/** As good as fixed. */
const certain = 1e6;
