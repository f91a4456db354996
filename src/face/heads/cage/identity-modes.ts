/**
 * One way to deform the mean head for each measure: a smooth field over the control points that changes this measure
 * most. Fields overlap (a longer face has a longer nose); `identity.ts` scales them. Each is written for a change of about
 * 1 cm; its exact size does not matter.
 */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { Vector3 } from '../../../core/vector.js';
import type { MeasureName } from './anthropometry.js';
import { lipOf, type Push, pushed } from './expression/push.js';
import { meanEyeCentre } from './eyeballs.js';
import type { CagePoint } from './mean-cage.js';

export type Mode = (point: CagePoint) => Vector3;

const still: Vector3 = [0, 0, 0];

function bell(value: number, width: number): number {
  return Math.exp(-((value / width) ** 2));
}

/** The same pushes on both sides. */
function both(...pushes: Push[]): Mode {
  return (point) => {
    const total: [number, number, number] = [0, 0, 0];
    for (const push of pushes)
      for (const side of ['left', 'right'] as const) {
        const move = pushed(push, side, point);
        for (let axis = 0; axis < 3; axis++) total[axis]! += move[axis]!;
      }
    return total;
  };
}

/** Fades the face's own changes towards the back of the head and the collar. */
const face = ({ y, z }: CagePoint): number => smoothStep(-9, -2, z) * (1 - smoothStep(-11.5, -15.5, y));

/** The lids, from the crease inwards: how far a point takes part in changes of the eye's opening. */
const lidShare = ({ patch, ring }: CagePoint): number =>
  patch === 'eye' ? ([0, 0.55, 1, 1, 1, 0.6][ring] ?? 0) : 0;

const fromEye = ({ x, y }: CagePoint): [number, number] => [
  Math.abs(x) - meanEyeCentre[0],
  y - meanEyeCentre[1],
];

const ear = ({ patch, ring }: CagePoint): number => (patch === 'ear' ? Math.min(1, ring / 2) : 0);

export const modes: Readonly<Record<MeasureName, Mode>> = {
  faceLength: (p) => [0, -Math.min(1.1, Math.max(0, (-p.y - 0.4) / 10.7)) * face(p), 0],
  faceBreadth: (p) => [
    Math.sign(p.x) *
      0.5 *
      smoothStep(1, 7, Math.abs(p.x)) *
      bell(p.y + 1.2, 6) *
      (0.3 + 0.7 * smoothStep(-13, -6, p.z)),
    0,
    0,
  ],
  jawBreadth: (p) => [
    Math.sign(p.x) *
      0.5 *
      smoothStep(0.5, 5.5, Math.abs(p.x)) *
      bell(p.y + 8.2, 3.4) *
      smoothStep(-9.5, -4, p.z),
    0,
    0,
  ],
  interpupillaryDistance: both({ at: [3.12, 0.2, 0.8], reach: [3.6, 4.2, 5], move: [0.5, 0, 0] }),
  noseBreadth: both({ at: [1.75, -3.9, 2.9], reach: [1.7, 1.9, 2.6], move: [0.5, 0, 0] }),
  noseProtrusion: both({ at: [0, -3.5, 4.8], reach: [2, 3, 3.4], move: [0, 0, 0.5] }),
  noseLength: both(
    { at: [0, -4.6, 3.8], reach: [3.2, 3.6, 4.5], move: [0, -0.5, 0] },
    { at: [1.4, -4.2, 3.2], reach: [2.4, 3, 3.5], move: [0, -0.2, 0] },
  ),
  nasalRootBreadth: both({ at: [0.9, -0.3, 2.5], reach: [1.2, 2.2, 2.2], move: [0.5, 0, 0] }),
  lipLength: both({ at: [2.6, -7.1, 2.1], reach: [2.7, 1.9, 3.4], move: [0.5, 0, -0.12] }),
  minimumFrontalBreadth: (p) => [
    Math.sign(p.x) * 0.5 * smoothStep(1.5, 6, Math.abs(p.x)) * bell(p.y - 4, 3.4) * smoothStep(-9, -1, p.z),
    0,
    0,
  ],
  headBreadth: (p) => [(p.x / 15) * smoothStep(-3, 5, p.y) * smoothStep(1, -5, p.z), 0, 0],
  headLength: (p) => [0, 0, -smoothStep(-4, -15, p.z) * smoothStep(-13, -5, p.y)],
  upperVermilion: (p) => lipRing(p, 'upper'),
  lowerVermilion: (p) => lipRing(p, 'lower'),
  eyeFissureLength: (p) => {
    const [x] = fromEye(p);
    return [Math.sign(p.x) * lidShare(p) * 0.39 * x, 0, 0];
  },
  eyeFissureHeight: (p) => [0, lidShare(p) * (fromEye(p)[1] + 0.06) * 1.06, 0],
  eyeFissureSlant: (p) => [0, lidShare(p) * 0.39 * fromEye(p)[0], 0],
  chinHeight: (p) => [0, -smoothStep(-7.2, -10.8, p.y) * face(p), 0],
  earLength: (p) => [0, ear(p) * ((p.y + 2.9) / 5.6), ear(p) * ((p.z + 7.6) / 8)],
  neckBreadth: (p) =>
    p.patch === 'grid' && p.ring <= 3
      ? [(p.x / 11) * neckShare(p), 0, ((p.z + 7) / 14) * neckShare(p)]
      : still,
  headHeight: (p) => [0, smoothStep(3.5, 10.5, p.y), 0],
  chinProtrusion: both({ at: [0, -10, 2.8], reach: [3.4, 3, 4], move: [0, 0, 0.5] }),
  browHeight: both(
    { at: [2.2, 2.2, 2.4], reach: [2.8, 1.9, 4], move: [0, 0.5, 0] },
    { at: [4.6, 2, 1.2], reach: [2.8, 1.9, 4], move: [0, 0.5, 0] },
  ),
  browRidge: both({ at: [1.8, 1.9, 2.6], reach: [3.4, 2, 3], move: [0, 0, 0.5] }),
  cheekFullness: both({ at: [5, -6.4, 0], reach: [3.6, 4, 5], move: [0.8, 0, 0.45] }),
  cheekboneProminence: both({ at: [5, -2.4, 0.8], reach: [2.6, 2.4, 3.5], move: [0.5, 0, 0.6] }),
  noseBridgeHeight: both({ at: [0, -0.9, 3.5], reach: [1.5, 2.2, 2.6], move: [0, 0, 0.5] }),
  noseTipRise: both({ at: [0, -3.6, 4.8], reach: [1.9, 1.7, 2.6], move: [0, 0.5, 0] }),
  lipProtrusion: both({ at: [0, -7, 3.3], reach: [3, 1.7, 3.5], move: [0, 0, 0.5] }),
  earProtrusion: (p) => [Math.sign(p.x) * ear(p) * smoothStep(-5.8, -9, p.z), 0, 0],
  jawAsymmetry: (p) => [smoothStep(-5, -10, p.y) * face(p), 0, 0],
  noseAsymmetry: (p) => [bell(p.x, 1.8) * bell(p.y + 3.2, 2.2) * smoothStep(0.5, 3.5, p.z), 0, 0],
  browAsymmetry: (p) => [
    0,
    Math.sign(p.x) * smoothStep(0.3, 2, Math.abs(p.x)) * bell(p.y - 1.6, 2.6) * face(p),
    0,
  ],
  mouthAsymmetry: (p) => [0, (Math.max(-3, Math.min(3, p.x)) / 2.55) * bell(p.y + 7.1, 1.7) * face(p), 0],
};

const neckShare = ({ ring }: CagePoint): number => [0.8, 1, 0.9, 0.25][ring] ?? 0;

/** Moves a lip's border away from the mouth, the wet edge not at all. */
function lipRing(point: CagePoint, lip: 'upper' | 'lower'): Vector3 {
  if (lipOf(point) !== lip) return still;
  const outwards = lip === 'upper' ? 1 : -1;
  if (point.patch === 'grid') return [0, 0.4 * outwards * bell(point.x, 2.2), 0];
  const middle = bell(Math.abs(point.x), 2);
  const share = [0.4, 1, 0.55, 0, 0, 0][point.ring] ?? 0;
  return [0, share * middle * outwards, point.ring === 2 ? 0.35 * middle : 0];
}
