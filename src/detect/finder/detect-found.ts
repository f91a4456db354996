/**
 * Finds the faces of a picture and their landmarks: the finder's boxes are looked at, the surest first. What the detector sees no
 * face in is dropped, and so is a box that leads to a face that is known already.
 */
import { StoppedError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { parseFinding } from '../detection-settings.js';
import type { Detection, Detector } from '../landmarks/detector.js';
import { coveredShare, isSamePlace, type Place, placeOf, placeOverlap } from '../place.js';
import { lookThrough, type SeenFace, seeFace } from '../seen-face.js';
import type { FaceFinder, FindFacesOptions, FoundFace } from './face-finder.js';
import { lookBox } from './look-box.js';

export interface FoundDetection extends Detection {
  /** How sure the finder is, 0 to 1. */
  score: number;
}

/** A face whose points lie further from the box is looked at again, where they are; if that does not help there is none. */
const goodAgreement = 0.6;
const leastAgreement = 0.45;

/**
 * A box of this score is given a second look, where the points of the first lie, even if that one took it for no face: boxes of
 * heads half turned or half covered are off, and through them a model doubts a face that it sees well through a better one. What
 * the second look shows must overlap the box so far: a neighbour's face has a box of its own.
 */
const sureScore = 0.5;
const leastOverlap = 0.3;

/** A face that is this doubtful and lies so far within a surer one is a part of it, or nothing. */
const doubtful = { wrong: 0.5, within: 0.5 } as const;

/** @returns the faces, the surest first; none where there is none. */
export async function detectFound(
  image: Image,
  { detector, finder }: { detector: Detector; finder: FaceFinder },
  { signal, ...options }: FindFacesOptions = {},
): Promise<FoundDetection[]> {
  const { threshold, mostFaces } = parseFinding(options);
  const faces: FoundDetection[] = [];
  const places: Place[] = [];
  const isKnown = (box: FaceBox): boolean => places.some((place) => isSamePlace(place, placeOf(box)));
  for (const found of await finder.find(image, { threshold, signal })) {
    if (mostFaces !== null && faces.length >= mostFaces) break;
    if (signal?.aborted) throw new StoppedError(`detect, after ${faces.length} faces`);
    if (isKnown(found.box)) continue;
    const seen = await lookAtFound(detector, image, found);
    if (seen === null || isKnown(seen.faceBox)) continue;
    const place = placeOf(seen.faceBox);
    if (
      (seen.detection.wrong ?? 0) > doubtful.wrong &&
      places.some((known) => coveredShare(place, known) > doubtful.within)
    )
      continue;
    places.push(place);
    faces.push({ ...seen.detection, score: found.score });
  }
  return faces;
}

/** A box of a turned face is upright and so too large: such a face is looked at twice. */
async function lookAtFound(detector: Detector, image: Image, found: FoundFace): Promise<SeenFace | null> {
  const box = lookBox(found);
  const first = await lookThrough(detector, image, box);
  if (first === null || (first.isDoubtful && found.score < sureScore)) return null;
  if (!first.isDoubtful && first.agreement >= goodAgreement && box.roll === undefined) return first;
  const again = await seeFace(detector, image, first.faceBox);
  if (again === null || again.agreement < leastAgreement) return null;
  const strayed = placeOverlap(placeOf(box), placeOf(again.faceBox)) < leastOverlap;
  return first.isDoubtful && strayed ? null : again;
}
