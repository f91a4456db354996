/** The box through which a detector looks at a face that was found. */
import type { FaceBox } from '../../landmarks/face-crop.js';

/** What a finder tells of a face. */
export interface FoundBox {
  box: FaceBox;
  /** Degrees by which the face is turned; that of the box, or 0, where it is not told. */
  roll?: number;
  /** How sure the finder is, 0 to 1; a finder that tells none is taken to be sure. */
  score?: number;
}

/**
 * Degrees. A finder's roll is off by a few: the box is turned only where the face is turned by more than landmark models
 * are used to from training.
 */
const leastTurn = 20;

export function lookBox({ box, roll = box.roll ?? 0 }: FoundBox): FaceBox {
  return Math.abs(roll) < leastTurn ? box : { ...box, roll };
}
