/** How far eyes and mouth are open, free of the head's pose. */
import type { FaceView } from '../head-fit.js';
import { type EyeOpening, eyeOpening } from './eye-opening.js';
import { type MouthOpening, mouthOpening } from './mouth-opening.js';

export interface EyesEstimate {
  right: EyeOpening;
  left: EyeOpening;
  /** Absent where the set has no inner lips. */
  mouth?: MouthOpening;
}

/** @returns undefined where the set has no lids. */
export function estimateEyes(view: FaceView): EyesEstimate | undefined {
  const right = eyeOpening(view, 'right');
  const left = eyeOpening(view, 'left');
  if (right === undefined || left === undefined) return undefined;
  const mouth = mouthOpening(view);
  return { right, left, ...(mouth && { mouth }) };
}
