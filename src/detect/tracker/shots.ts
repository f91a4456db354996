/**
 * Counts the shots of a video: a frame that is not like the last one, wherever the camera has been moved to in between, begins
 * another. A picture that comes back at once, as after a flash, is of the shot that it was of.
 *
 * Limits: frames of which nothing is seen, and those that come late after the last one, are of the same shot; where one shot
 * turns into another over several frames, as in a dissolve, none may be told. A camera that turns by more than a quarter of the
 * picture in a frame begins a shot too: whoever wants to know whether a face is another one has to look at the face.
 */
import type { Image } from '../../core/image.js';
import { areAlike, type GreyCells, greyCells } from './grey-cells.js';

export interface ShotCounter {
  /** @param seconds – time of the frame. @returns the number of its shot: a new one, the last one, or that of just before. */
  see(image: Image, seconds: number): number;
  reset(): void;
}

/** Frames that are further apart show how the world goes on, and are not compared; seconds. */
export const comparedWithin = 0.25;
/** Of the longer side. */
const mostCells = 32;
const fewestCells = 8;
/** By how much of the picture a camera moves it from frame to frame at most. */
const mostShift = 0.25;
/**
 * Frames that correlate less have nothing in common: more than 95 of 100 pairs of other frames, of generated clips (seed 4101) and of
 * photographs in the wild; no frame and the next one, and no photograph that is moved by a fifth, brighter fourfold, lit from one side or
 * by a flash.
 */
const leastAlike = 0.3;

interface SeenFrame {
  cells: GreyCells;
  seconds: number;
  shot: number;
}

export function createShotCounter(): ShotCounter {
  let count = 0;
  let last: SeenFrame | undefined;
  /** The last frame of the shot before. */
  let before: SeenFrame | undefined;
  return {
    reset() {
      [last, before] = [undefined, undefined];
      count++;
    },
    see(image, seconds) {
      const cells = thumbnail(image);
      if (cells.isPlain) return last?.shot ?? count;
      const isComparable = (frame: SeenFrame): boolean => seconds - frame.seconds <= comparedWithin;
      const isLike = (frame: SeenFrame): boolean => areAlike(frame.cells, cells, mostShift, leastAlike);
      if (last === undefined || !isComparable(last)) before = undefined;
      else if (!isLike(last)) {
        const isBack = before !== undefined && isComparable(before) && isLike(before);
        const shot = isBack ? before!.shot : ++count;
        before = last;
        last = { cells, seconds, shot };
        return shot;
      }
      last = { cells, seconds, shot: last?.shot ?? count };
      return last.shot;
    },
  };
}

function thumbnail(image: Image): GreyCells {
  const longer = Math.max(image.width, image.height);
  const [width, height] = [image.width, image.height].map((side) =>
    Math.max(fewestCells, Math.round((mostCells * side) / longer)),
  ) as [number, number];
  const [across, down] = [image.width / width, image.height / height];
  return greyCells(image, [across, 0, (across - 1) / 2, 0, down, (down - 1) / 2], width, height);
}
