/**
 * A head's modes as the fit reads them: those of one place together, identity first, then actions; and the prior of each.
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
  /** `[N, M, 3]` */
  readonly modes: Float64Array;
  /** `[M]` what is expected of each mode's amount, and 1 / variance around it. */
  readonly expected: Float64Array;
  readonly precision: Float64Array;
  /** `[N]` centimetres: what the identity parameters that are left out move a place, root mean square along an axis. */
  readonly leftOut: Float64Array;
}

/** More than this many bring less than the points' own uncertainty, and cost time with their square. */
const mostIdentity = 48;
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
  const modes = new Float64Array(places * count * 3);
  const leftOut = new Float64Array(places);
  for (let n = 0; n < places; n++) {
    for (let m = 0; m < count; m++) {
      const [source, number] = m < identityCount ? [head.identity, m] : [head.expression, m - identityCount];
      for (let axis = 0; axis < 3; axis++)
        modes[3 * (n * count + m) + axis] = source[3 * (number * places + n) + axis]!;
    }
    let square = 0;
    for (let p = identityCount; p < head.identityNames.length; p++)
      for (let axis = 0; axis < 3; axis++) square += head.identity[3 * (p * places + n) + axis]! ** 2;
    leftOut[n] = Math.sqrt(square / 3);
  }
  const shape = {
    count,
    identityCount,
    mean: Float64Array.from(head.mean),
    modes,
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
