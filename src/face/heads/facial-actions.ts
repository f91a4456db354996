/**
 * The vocabulary of expression: action units of the Facial Action Coding System (Ekman & Friesen 1978, 2002), one
 * name a side where a side can act alone. Every head model maps the ones it can perform to its own shapes.
 */

export const facialActions = {
  'innerBrowRaiser.right': 'AU1',
  'innerBrowRaiser.left': 'AU1',
  'outerBrowRaiser.right': 'AU2',
  'outerBrowRaiser.left': 'AU2',
  'browLowerer.right': 'AU4',
  'browLowerer.left': 'AU4',
  'upperLidRaiser.right': 'AU5',
  'upperLidRaiser.left': 'AU5',
  'cheekRaiser.right': 'AU6',
  'cheekRaiser.left': 'AU6',
  'lidTightener.right': 'AU7',
  'lidTightener.left': 'AU7',
  'noseWrinkler.right': 'AU9',
  'noseWrinkler.left': 'AU9',
  'upperLipRaiser.right': 'AU10',
  'upperLipRaiser.left': 'AU10',
  'lipCornerPuller.right': 'AU12',
  'lipCornerPuller.left': 'AU12',
  'dimpler.right': 'AU14',
  'dimpler.left': 'AU14',
  'lipCornerDepressor.right': 'AU15',
  'lipCornerDepressor.left': 'AU15',
  'lowerLipDepressor.right': 'AU16',
  'lowerLipDepressor.left': 'AU16',
  chinRaiser: 'AU17',
  lipPucker: 'AU18',
  'lipStretcher.right': 'AU20',
  'lipStretcher.left': 'AU20',
  lipFunneler: 'AU22',
  'lipPressor.right': 'AU24',
  'lipPressor.left': 'AU24',
  jawDrop: 'AU26',
  lipSuckUpper: 'AU28',
  lipSuckLower: 'AU28',
  tongueOut: 'AD19',
  tongueUp: 'AD19',
  jawThrust: 'AD29',
  jawRight: 'AD30',
  jawLeft: 'AD30',
  cheekPuff: 'AD34',
  'eyesClosed.right': 'AU43',
  'eyesClosed.left': 'AU43',
} as const;

export type FacialAction = keyof typeof facialActions;

/** All of them; the table has no other keys than its own. */
export const facialActionNames: readonly FacialAction[] = Object.keys(facialActions) as FacialAction[];
