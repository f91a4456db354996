/** What a tracker knows of one face from frame to frame: where it was, where it should be next, and how it is smoothed. */
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { Detection } from '../landmarks/detector.js';
import { type Place, placeOf } from '../place.js';
import type { BoxSmoother } from './box-smoother.js';
import { isOtherLook } from './face-look.js';
import type { FaceSmoother } from './face-smoother.js';
import type { GreyCells } from './grey-cells.js';

export interface FaceTrack {
  readonly id: number;
  /** Of the points of the model, and where it has label transfer of its second set; none where nothing is smoothed. */
  readonly smoothers: readonly FaceSmoother[];
  readonly boxes: BoxSmoother;
  /** Where it was seen last. */
  box: FaceBox;
  place: Place;
  /** Pixels a second. */
  velocity: { x: number; y: number };
  /** Time at which it was seen last, seconds. */
  seen: number;
  /** Of the frame in which it was seen last. */
  shot: number;
  /** What it looked like then; null where nobody asks. */
  look: GreyCells | null;
  /** What its points are in this frame, smoothed; null where it is lost. */
  detection: Detection | null;
}

/** What is seen of a face in a frame. */
export interface Sighting extends Pick<FaceTrack, 'shot' | 'look'> {
  detection: Detection;
  /** Where its points say the face is. */
  faceBox: FaceBox;
  /** Time of the frame. */
  seconds: number;
}

/** Of the velocity from frame to frame. */
const newestVelocity = 0.5;
/** A face that is not seen goes on for so long, then waits. */
const carriedOn = 0.3;

/** Where the face should be at a time. */
export function expectedPlace({ place, velocity, seen }: FaceTrack, now: number): Place {
  const seconds = Math.min(carriedOn, now - seen);
  return { ...place, x: place.x + velocity.x * seconds, y: place.y + velocity.y * seconds };
}

/** Whether a cut lies between track and sighting: the frame as a whole has changed, and so has the face. */
export function isCutFrom(track: FaceTrack, { shot, look }: Pick<Sighting, 'shot' | 'look'>): boolean {
  return track.shot !== shot && track.look !== null && look !== null && isOtherLook(track.look, look);
}

/** Takes over what was seen. */
export function follow(track: FaceTrack, { detection, faceBox, seconds: now, shot, look }: Sighting): void {
  // The same face in another shot goes on from where it is there.
  if (track.shot !== shot) lose(track);
  const seconds = now - track.seen;
  const smoothed = smooth(track.smoothers, detection, seconds);
  // A box that trembles would make the points tremble.
  const box = track.boxes.smooth(faceBox, detection.uncertainty, seconds);
  const place = placeOf(box);
  if (seconds > 0 && track.detection !== null) {
    const towards = (axis: 'x' | 'y'): number =>
      track.velocity[axis] +
      newestVelocity * ((place[axis] - track.place[axis]) / seconds - track.velocity[axis]);
    track.velocity = { x: towards('x'), y: towards('y') };
  } else track.velocity = { x: 0, y: 0 };
  track.box = box;
  track.place = place;
  track.seen = now;
  track.shot = shot;
  track.look = look;
  track.detection = smoothed;
}

/** Its last place stays, and from there it is looked for. */
export function lose(track: FaceTrack): void {
  track.detection = null;
  for (const smoother of [...track.smoothers, track.boxes]) smoother.reset();
}

function smooth(smoothers: readonly FaceSmoother[], detection: Detection, seconds: number): Detection {
  const [own, second] = smoothers;
  const { points, uncertainty, transferred, transferredUncertainty } = detection;
  return {
    ...detection,
    ...(own !== undefined && { points: own.smooth(points, uncertainty, seconds) }),
    ...(second !== undefined &&
      transferred !== undefined &&
      transferredUncertainty !== undefined && {
        transferred: second.smooth(transferred, transferredUncertainty, seconds),
      }),
  };
}
