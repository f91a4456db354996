/**
 * What is seen of a face that a finder found: pictures and videos have one rule. A finder's boxes are off, of turned and half
 * covered heads most; the box that the points of a first look give is the better one.
 */
import type { Image } from '../../core/image.js';
import type { Detector } from '../landmarks/detector.js';
import { placeOf, placeOverlap } from '../place.js';
import { lookThrough, type SeenFace, seeFace } from '../seen-face.js';
import { type FoundBox, lookBox } from './look-box.js';

/** A face whose points lie further from the box is looked at again, where they are. */
const goodAgreement = 0.6;
/** A look whose points lie elsewhere than in its box shows no face, or another one. */
export const leastAgreement = 0.45;

/**
 * A box of this score is given a second look, where the points of the first lie, even if that one took it for no face: boxes of
 * heads half turned or half covered are off, and through them a model doubts a face that it sees well through a better one. What
 * the second look shows must overlap the box so far, as it must where the first look's points lay elsewhere: a neighbour's face has a box of its own.
 */
const sureScore = 0.5;
const leastOverlap = 0.3;

export interface LookAtFoundOptions {
  /** Look a second time however good the first look is: who follows a face begins with the box of its points. */
  alwaysTwice?: boolean;
}

/** @returns null where that is no face. A box of a turned face is upright and so too large: such a face is looked at twice. */
export async function lookAtFound(
  detector: Detector,
  image: Image,
  found: FoundBox,
  { alwaysTwice = false }: LookAtFoundOptions = {},
): Promise<SeenFace | null> {
  const box = lookBox(found);
  const first = await lookThrough(detector, image, box);
  if (first === null || (first.isDoubtful && (found.score ?? 1) < sureScore)) return null;
  const isGood = !first.isDoubtful && first.agreement >= goodAgreement && box.roll === undefined;
  if (isGood && !alwaysTwice) return first;
  const again = await seeFace(detector, image, first.faceBox);
  if (again === null || again.agreement < leastAgreement) return null;
  const strayed = placeOverlap(placeOf(box), placeOf(again.faceBox)) < leastOverlap;
  return strayed && (first.isDoubtful || first.agreement < leastAgreement) ? null : again;
}
