/** The box through which a detector looks at a face that was found. */
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { FoundFace } from './face-finder.js';

/**
 * Degrees. A finder's roll is off by a few: the box is turned only where the face is turned by more than landmark models
 * are used to from training.
 */
const leastTurn = 20;

export function lookBox({ box, roll }: FoundFace): FaceBox {
  return Math.abs(roll) < leastTurn ? box : { ...box, roll };
}
