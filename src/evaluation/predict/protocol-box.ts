/**
 * The box through which the detector sees a labelled face. Published protocols take the box of the labels, which no
 * face finder gives; jitter says how a detector does with boxes that are not so good.
 */
import { Random } from '../../core/random.js';
import { enlargeBox, type FaceBox } from '../../landmarks/face-crop.js';

export interface BoxProtocol {
  /** Enlarges the dataset's boxes about their centres before the model's own enlargement (1.3 in our recipes). */
  enlargement: number;
  /**
   * Moves the centre along each axis by up to this share of the longer side, and changes the size by up to this share;
   * uniform, seeded by the face's id.
   */
  jitter: number;
}

export const plainBoxes: BoxProtocol = { enlargement: 1, jitter: 0 };

/** @param id – the same face is always jittered alike. */
export function jitterBox(box: FaceBox, jitter: number, id: string): FaceBox {
  if (jitter === 0) return box;
  const random = new Random(0, 'box-jitter', id);
  const side = Math.max(box.width, box.height);
  const moved = {
    ...box,
    x: box.x + side * random.uniform(-jitter, jitter),
    y: box.y + side * random.uniform(-jitter, jitter),
  };
  return enlargeBox(moved, 1 + random.uniform(-jitter, jitter));
}
