/** Where one kind of annotation file in COCO's shape keeps a face. K landmarks. */
import type { Box } from '../../sample.js';

export interface FaceLayout {
  /** For the dataset's origin: `coco-wholebody`. */
  format: string;
  /** For messages: `an annotation file of COCO-WholeBody`. */
  what: string;
  /** @returns null where the annotation has no face. @throws LineamentError or ZodError where it has a broken one. */
  face(annotation: unknown): CocoFace | null;
}

export interface CocoFace {
  /** `[3 K]`: x, y in pixels counted from 0, and v; 0 is a missing point. */
  values: readonly number[];
  /** null: the tight box of the points. */
  box: Box | null;
}

/** How many of the points are hidden or seen, by v. */
export interface FlagUse {
  /** v = 1. */
  isHidden: boolean;
  /** v = 2. */
  isSeen: boolean;
}

export function flagUse(values: readonly number[]): FlagUse {
  const use: FlagUse = { isHidden: false, isSeen: false };
  for (let k = 2; k < values.length; k += 3) {
    if (values[k] === 1) use.isHidden = true;
    else if (values[k] === 2) use.isSeen = true;
  }
  return use;
}
