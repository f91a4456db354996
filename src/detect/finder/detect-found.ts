/**
 * Finds the faces of a picture and their landmarks: the finder's boxes are looked at, the surest first. What the detector sees no
 * face in is dropped, and so is a box that leads to a face that is known already.
 */
import { StoppedError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { parseFinding } from '../detection-settings.js';
import type { Detection, Detector } from '../landmarks/detector.js';
import { coveredShare, isSamePlace, type Place, placeOf } from '../place.js';
import type { FaceFinder, FindFacesOptions } from './face-finder.js';
import { lookAtFound } from './look-at-found.js';

export interface FoundDetection extends Detection {
  /** How sure the finder is, 0 to 1. */
  score: number;
}

/** A face that is this doubtful and lies so far within a surer one is a part of it, or nothing. */
const doubtful = { wrong: 0.5, within: 0.5 } as const;

/** What {@link detectFound} gives, as people count faces in a picture: from left to right by the middle of their boxes. */
export async function detectLeftToRight(...given: Parameters<typeof detectFound>): Promise<FoundDetection[]> {
  const faces = await detectFound(...given);
  return faces.sort((a, b) => placeOf(a.box).x - placeOf(b.box).x);
}

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
