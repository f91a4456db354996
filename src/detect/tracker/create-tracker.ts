/**
 * Follows faces through video: each is found once by a face finder, then looked at in every frame through the box of its last
 * points, which costs one look of the detector; the finder runs now and then for new faces, and in every frame while one is
 * missing. A face keeps its id while it is followed and where it comes back soon near where it was lost, but not over a cut: where
 * the frame as a whole and the face have changed, it is another one. Runs in Node and in browsers. K landmarks.
 *
 * @example
 * const tracker = createTracker({ detector, finder });
 * for await (const { image, seconds } of frames)
 *   for (const { id, points } of await tracker.track(image, seconds)) draw(id, points);
 */
import { LineamentError, UsageError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { inTurn } from '../../core/in-turn.js';
import { checkOptions, type OptionNames } from '../../core/settings/known-options.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { frameRateField } from '../detection-settings.js';
import { type Face, faceOf } from '../face.js';
import { leastAgreement, lookAtFound } from '../finder/look-at-found.js';
import type { FoundBox } from '../finder/look-box.js';
import { checkDetector } from '../landmarks/check-detector.js';
import type { Detection, Detector } from '../landmarks/detector.js';
import { apart, isSamePlace, nearestPairs, type Place, placeOf, placeOverlap } from '../place.js';
import { type SeenFace, seeFace } from '../seen-face.js';
import { createBoxSmoother } from './box-smoother.js';
import { faceLook } from './face-look.js';
import { createFaceSmoother } from './face-smoother.js';
import { expectedPlace, type FaceTrack, follow, isCutFrom, lose, type Sighting } from './face-track.js';
import { comparedWithin, createShotCounter } from './shots.js';

/** What is needed of a face finder. */
export interface TrackerFinder {
  /** @returns boxes, with the faces' roll and how sure it is, where it knows. */
  find(image: Image): Promise<readonly FoundBox[]>;
}

export interface TrackerSettings {
  /** False gives the points as they are measured in each frame; true by default. */
  smooth?: boolean;
  /** Seconds from search to search for new faces while all known ones are followed; 1 by default. */
  searchEvery?: number;
  /** Seconds for which a lost face keeps its id; 2 by default. */
  remember?: number;
  /** So many faces are followed at once, the largest first; 10 by default. */
  mostFaces?: number;
  /** False takes the whole video for one shot, whose faces keep their ids whatever they look like; true by default. */
  cuts?: boolean;
}

export const trackerNames: OptionNames<TrackerSettings> = {
  smooth: true,
  searchEvery: true,
  remember: true,
  mostFaces: true,
  cuts: true,
};

export interface TrackerOptions extends TrackerSettings {
  detector: Detector;
  finder: TrackerFinder;
}

export interface TrackedFace extends Face {
  /** The same as long as the face is followed; counted from 1. */
  id: number;
}

export interface FaceTracker {
  /**
   * @param image – the next frame, upright. @param seconds – its time; a thirtieth of a second after the last by default. A frame
   * of another size, or of an earlier time, begins a new video.
   * @returns the faces that are seen in it, by id. Calls wait for each other.
   */
  track(image: Image, seconds?: number): Promise<TrackedFace[]>;
  /** Forgets all faces; ids go on. */
  reset(): void;
}

/** A found face that overlaps a track so much is that face. */
const known = 0.25;
/** A lost face comes back at most so many of its sizes away, and so many more for each second. */
const reach = { atOnce: 0.8, perSecond: 2 } as const;
const frameSeconds = 1 / frameRateField.parse(undefined);
/** Of sums of frame times, seconds. */
const rounding = 1e-6;

export function createTracker(options: TrackerOptions): FaceTracker {
  checkTracker(options);
  const { detector, finder, smooth = true, searchEvery = 1, remember = 2, mostFaces = 10 } = options;
  const shots = options.cuts === false ? undefined : createShotCounter();
  const { landmarks, transfer } = detector.metadata;
  let tracks: FaceTrack[] = [];
  let lastId = 0;
  let now = -frameSeconds;
  let searched = -Infinity;
  let shot = 0;
  let frame: { width: number; height: number } | undefined;
  const queue = inTurn();

  function reset(): void {
    tracks = [];
    searched = -Infinity;
    shots?.reset();
  }

  async function track(image: Image, seconds: number): Promise<TrackedFace[]> {
    if (!Number.isFinite(seconds))
      throw new LineamentError(`tracker: the time of a frame is a number of seconds, got ${seconds}`, {
        hint: 'leave it out for 30 frames a second',
      });
    const isOther = frame !== undefined && (frame.width !== image.width || frame.height !== image.height);
    if (isOther || seconds < now) reset();
    frame = { width: image.width, height: image.height };
    now = seconds;
    const lastShot = shot;
    shot = shots?.see(image, now) ?? 0;
    await lookAtKnown(image);
    tracks = tracks.filter(({ seen }) => now - seen <= remember);
    const isDue = shot !== lastShot || now - searched > searchEvery - rounding;
    if (isDue || tracks.every(({ detection }) => detection === null) || tracks.some(isMissing)) {
      searched = now;
      await search(image);
    }
    return tracks.flatMap(({ id, detection }) =>
      detection === null
        ? []
        : [{ ...faceOf(detection, landmarks, landmarks.names, { picture: image, transfer }), id }],
    );
  }

  /** Faces of another shot are not waited for, nor do they come back but at once: others may look much like them. */
  function isMissing({ detection, shot: own, seen }: FaceTrack): boolean {
    return detection === null && (own === shot || now - seen <= comparedWithin);
  }

  async function lookAtKnown(image: Image): Promise<void> {
    const looks: { one: FaceTrack; sighting: Sighting; place: Place; surprise: number }[] = [];
    for (const one of tracks) {
      if (one.detection === null) continue;
      const seen = await look(image, one.box);
      const sighting = seen && sightingOf(image, seen);
      if (sighting === null || isCutFrom(one, sighting)) {
        lose(one);
        continue;
      }
      const place = placeOf(sighting.faceBox);
      looks.push({ one, sighting, place, surprise: apart(expectedPlace(one, now), place) });
    }
    // Where two look at one face, that one is lost which came to it from further away.
    looks.sort((a, b) => a.surprise - b.surprise);
    for (const [i, { one, sighting, place }] of looks.entries()) {
      const isTaken = looks.slice(0, i).some((other) => isSamePlace(other.place, place));
      if (isTaken) lose(one);
      else follow(one, sighting);
    }
  }

  function sightingOf(
    image: Image,
    { detection, faceBox }: Pick<SeenFace, 'detection' | 'faceBox'>,
  ): Sighting {
    const look = shots === undefined ? null : faceLook(image, faceBox);
    return { detection, faceBox, seconds: now, shot, look };
  }

  /** Takes over what the finder finds: lost faces come back, others are new. */
  async function search(image: Image): Promise<void> {
    const found = [...(await finder.find(image))].sort((a, b) => placeOf(b.box).size - placeOf(a.box).size);
    const seen = (): FaceTrack[] => tracks.filter(({ detection }) => detection !== null);
    for (const one of found) {
      const isKnown = (place: Place): boolean =>
        seen().some((other) => placeOverlap(other.place, place) > known);
      if (seen().length >= mostFaces || isKnown(placeOf(one.box))) continue;
      const better = await lookAtFound(detector, image, one, { alwaysTwice: true });
      if (better === null) continue;
      const sighting = sightingOf(image, better);
      const place = placeOf(sighting.faceBox);
      if (isKnown(place)) continue;
      const lost = tracks.filter((other) => isMissing(other) && !isCutFrom(other, sighting));
      const [pair] = nearestPairs(lost.length, 1, (first) => {
        const other = lost[first]!;
        const distance = apart(expectedPlace(other, now), place);
        return distance <= reach.atOnce + reach.perSecond * (now - other.seen) ? distance : Infinity;
      });
      const followed = pair === undefined ? begin(better.detection) : lost[pair.first]!;
      if (pair === undefined) tracks.push(followed);
      follow(followed, sighting);
    }
  }

  function begin({ box, transferred }: Detection): FaceTrack {
    const counts = [landmarks.names.length, ...(transferred === undefined ? [] : [transferred.length / 2])];
    return {
      id: ++lastId,
      smoothers: smooth ? counts.map((count) => createFaceSmoother(count)) : [],
      boxes: createBoxSmoother(),
      box,
      place: placeOf(box),
      velocity: { x: 0, y: 0 },
      seen: now,
      shot,
      look: null,
      detection: null,
    };
  }

  /** What is seen through a box; null where that is no face, or another one. */
  async function look(image: Image, box: FaceBox): Promise<SeenFace | null> {
    const seen = await seeFace(detector, image, box);
    return seen !== null && seen.agreement >= leastAgreement ? seen : null;
  }

  return {
    reset,
    track(image, seconds = now + frameSeconds) {
      return queue(() => track(image, seconds));
    },
  };
}

/** Plain JavaScript may give what `openDetector` opens, or no finder. */
function checkTracker(options: TrackerOptions): void {
  checkOptions('createTracker', options, { detector: true, finder: true, ...trackerNames });
  checkDetector(
    'createTracker',
    options.detector,
    'call openTracker, which opens a finder and a landmark detector and follows faces with them',
  );
  if (typeof (options.finder as Partial<TrackerFinder> | undefined)?.find !== 'function')
    throw new UsageError(
      `createTracker: the finder is ${options.finder === undefined ? 'missing' : 'none'}`,
      {
        hint: 'give what openFinder opens; or call openTracker, which opens finder and detector',
      },
    );
}
