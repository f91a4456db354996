/** Which of ICT-FaceKit's expression shapes, or of ours for the tongue, perform each facial action, and how strongly. */
import { type FacialAction, facialActionNames } from '../facial-actions.js';

type Mixture = Readonly<Record<string, number>>;

const paired: Readonly<Record<string, Mixture>> = {
  innerBrowRaiser: { browInnerUp: 1 },
  outerBrowRaiser: { browOuterUp: 1 },
  browLowerer: { browDown: 1 },
  upperLidRaiser: { eyeWide: 1 },
  cheekRaiser: { cheekRaiser: 0.6, cheekSquint: 0.4 },
  lidTightener: { eyeSquint: 1 },
  noseWrinkler: { noseSneer: 1 },
  upperLipRaiser: { mouthUpperUp: 1 },
  lipCornerPuller: { mouthSmile: 1 },
  dimpler: { mouthDimple: 1 },
  lipCornerDepressor: { mouthFrown: 1 },
  lowerLipDepressor: { mouthLowerDown: 1 },
  lipStretcher: { mouthStretch: 1 },
  lipPressor: { mouthPress: 1 },
  // The published blink leaves a gap of half a millimetre, which its lash cards hide.
  eyesClosed: { eyeBlink: 1.07 },
};

const single: Readonly<Partial<Record<FacialAction, Mixture>>> = {
  chinRaiser: { mouthShrugLower: 1, mouthShrugUpper: 0.5 },
  lipPucker: { mouthPucker: 1 },
  lipFunneler: { mouthFunnel: 1 },
  jawDrop: { jawOpen: 1 },
  lipSuckUpper: { mouthRollUpper: 1 },
  lipSuckLower: { mouthRollLower: 1 },
  tongueOut: { tongueOut: 1 },
  tongueUp: { tongueUp: 1 },
  jawThrust: { jawForward: 1 },
  jawRight: { jawRight: 1 },
  jawLeft: { jawLeft: 1 },
  cheekPuff: { cheekPuff_R: 1, cheekPuff_L: 1 },
};

/** The shapes of each action by their published names; in those names L is the subject's left. */
export const actionShapes: ReadonlyMap<FacialAction, Mixture> = new Map(
  facialActionNames.map((action) => {
    const [name, side] = action.split('.') as [string, string | undefined];
    const suffix = side === 'right' ? '_R' : '_L';
    const mixture =
      side === undefined
        ? single[action]
        : Object.fromEntries(
            Object.entries(paired[name] ?? {}).map(([shape, weight]) => [`${shape}${suffix}`, weight]),
          );
    return [action, mixture ?? {}] as const;
  }),
);
