/**
 * The 52 coefficients of ARKit's face tracking (ARFaceAnchor.BlendShapeLocation) from facial actions. ARKit's left is the
 * subject's. mouthClose, mouthLeft and mouthRight are actions of no head here and are left out.
 */
import { transform, transpose } from '../../../core/vector.js';
import type { Side } from '../../../landmarks/surface.js';
import { directionAngles } from '../gaze/eyeball-fit.js';
import type { GazeEstimate } from '../gaze/gaze.js';
import type { FaceView } from '../head-fit.js';
import { correctedPose } from '../pose/pose-correction.js';
import type { MeasuredActions } from './action-units.js';
import type { Measured } from './measured.js';

/** By ARKit's name without its side, the action without its. */
const paired = {
  browDown: 'browLowerer',
  browOuterUp: 'outerBrowRaiser',
  cheekSquint: 'cheekRaiser',
  eyeBlink: 'eyesClosed',
  eyeSquint: 'lidTightener',
  eyeWide: 'upperLidRaiser',
  mouthDimple: 'dimpler',
  mouthFrown: 'lipCornerDepressor',
  mouthLowerDown: 'lowerLipDepressor',
  mouthPress: 'lipPressor',
  mouthSmile: 'lipCornerPuller',
  mouthStretch: 'lipStretcher',
  mouthUpperUp: 'upperLipRaiser',
  noseSneer: 'noseWrinkler',
} as const;

/** Of both sides together; their mean where they are two actions. */
const single = {
  browInnerUp: ['innerBrowRaiser.right', 'innerBrowRaiser.left'],
  cheekPuff: ['cheekPuff'],
  jawForward: ['jawThrust'],
  jawLeft: ['jawLeft'],
  jawOpen: ['jawDrop'],
  jawRight: ['jawRight'],
  mouthFunnel: ['lipFunneler'],
  mouthPucker: ['lipPucker'],
  mouthRollLower: ['lipSuckLower'],
  mouthRollUpper: ['lipSuckUpper'],
  mouthShrugLower: ['chinRaiser'],
  mouthShrugUpper: ['chinRaiser'],
  tongueOut: ['tongueOut'],
} as const;
/** ICT-FaceKit's chin raiser moves the upper lip by half of what it moves the lower one. */
const shares: Readonly<Partial<Record<keyof typeof single, number>>> = { mouthShrugUpper: 0.5 };

const looks = ['eyeLookUp', 'eyeLookDown', 'eyeLookIn', 'eyeLookOut'] as const;
/** Radians that count as all the way; ARKit does not say. */
const furthestLook: Readonly<Record<(typeof looks)[number], number>> = {
  eyeLookUp: 0.52,
  eyeLookDown: 0.52,
  eyeLookIn: 0.61,
  eyeLookOut: 0.61,
};

type SideName = 'Left' | 'Right';
export type ArkitName =
  | `${keyof typeof paired | (typeof looks)[number]}${SideName}`
  | keyof typeof single
  | 'mouthClose'
  | 'mouthLeft'
  | 'mouthRight';

const sides: readonly (readonly [Side, SideName])[] = [
  ['left', 'Left'],
  ['right', 'Right'],
];

export function arkitCoefficients(
  actions: MeasuredActions,
  view: FaceView,
  gaze: GazeEstimate | undefined,
): Partial<Record<ArkitName, Measured>> {
  const coefficients: Partial<Record<ArkitName, Measured>> = {};
  for (const [name, action] of entriesOf(paired))
    for (const [side, sideName] of sides) {
      const measured = actions.get(`${action}.${side}`);
      if (measured !== undefined) coefficients[`${name}${sideName}`] = { ...measured };
    }
  for (const [name, of] of entriesOf(single)) {
    const measured = of.flatMap((action) => actions.get(action) ?? []);
    if (measured.length === 0) continue;
    const share = (shares[name] ?? 1) / measured.length;
    coefficients[name] = {
      value: share * measured.reduce((sum, { value }) => sum + value, 0),
      deviation: share * Math.hypot(...measured.map(({ deviation }) => deviation)),
    };
  }
  return { ...coefficients, ...lookCoefficients(view, gaze) };
}

/** Which way each eye looks from the head, where it is seen. */
function lookCoefficients(
  view: FaceView,
  gaze: GazeEstimate | undefined,
): Partial<Record<ArkitName, Measured>> {
  const coefficients: Partial<Record<ArkitName, Measured>> = {};
  if (gaze === undefined) return coefficients;
  // From the pose that is told: who turns a head by it has the eyes look where they do.
  const toHead = transpose(correctedPose(view).rotation);
  for (const [side, sideName] of sides) {
    const { direction, deviation = 0 } = gaze[side];
    if (direction === undefined) continue;
    const { yaw, pitch } = directionAngles(transform(toHead, direction));
    const outward = side === 'left' ? yaw : -yaw;
    const amounts = { eyeLookUp: pitch, eyeLookDown: -pitch, eyeLookOut: outward, eyeLookIn: -outward };
    for (const look of looks)
      coefficients[`${look}${sideName}`] = {
        value: Math.min(1, Math.max(0, amounts[look] / furthestLook[look])),
        deviation: deviation / furthestLook[look],
      };
  }
  return coefficients;
}

function entriesOf<Key extends string, Value>(table: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(table) as [Key, Value][];
}
