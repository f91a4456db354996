/** How far eyes and mouth are open, free of the head's pose. */
import type { FaceView } from '../head-fit.js';

export type LidState = 'open' | 'closed' | 'unknown';

export interface EyeOpening {
  state: LidState;
  /** Distance between the lids' margins, millimetres, with its standard deviation. */
  aperture: number;
  deviation: number;
}

export interface MouthOpening {
  /** Distance between the inner lips, millimetres, with its standard deviation. */
  opening: number;
  deviation: number;
}

export interface EyesEstimate {
  right: EyeOpening;
  left: EyeOpening;
  mouth: MouthOpening;
}

/** @returns undefined where the set has no lids. */
export function estimateEyes(_view: FaceView): EyesEstimate | undefined {
  return undefined;
}
