/** Where a face is and how large, whatever its turn: what tracks and found faces are compared by. */
import { overlapOf } from '../landmarks/box-overlap.js';
import type { FaceBox } from '../landmarks/face-crop.js';

export interface Place {
  /** Of the centre, pixels. */
  x: number;
  y: number;
  /** The longer side of the box, pixels: it changes least as a head turns. */
  size: number;
}

export function placeOf({ x, y, width, height }: FaceBox): Place {
  return { x: x + width / 2, y: y + height / 2, size: Math.max(width, height) };
}

/** Intersection over union of the squares. */
export function placeOverlap(a: Place, b: Place): number {
  return overlapOf(squareOf(a), squareOf(b));
}

/** Faces that overlap more are one. */
const sameFace = 0.5;

export function isSamePlace(a: Place, b: Place): boolean {
  return placeOverlap(a, b) > sameFace;
}

/** How much of the square of a place lies in that of another, 0 to 1. */
export function coveredShare(place: Place, by: Place): number {
  const overlap = placeOverlap(place, by);
  return (overlap / (1 + overlap)) * (1 + (by.size / place.size) ** 2);
}

/** How much of the square lies in the picture, 0 to 1. */
export function visibleShare(place: Place, image: { width: number; height: number }): number {
  const { x, y, width, height } = squareOf(place);
  const across = Math.min(x + width, image.width - 0.5) - Math.max(x, -0.5);
  const down = Math.min(y + height, image.height - 0.5) - Math.max(y, -0.5);
  return (Math.max(0, across) * Math.max(0, down)) / (width * height);
}

/** How far two places are apart in sizes of the face, a change of size counted in. */
export function apart(a: Place, b: Place): number {
  return (
    Math.hypot(a.x - b.x, a.y - b.y) / Math.sqrt(a.size * b.size) + 2 * Math.abs(Math.log(a.size / b.size))
  );
}

function squareOf({ x, y, size }: Place): FaceBox {
  return { x: x - size / 2, y: y - size / 2, width: size, height: size };
}

export interface Pair {
  first: number;
  second: number;
}

/** Pairs the nearest first, each at most once. @param distance – Infinity where two do not fit at all. */
export function nearestPairs(
  firsts: number,
  seconds: number,
  distance: (first: number, second: number) => number,
): Pair[] {
  const candidates: (Pair & { distance: number })[] = [];
  for (let first = 0; first < firsts; first++)
    for (let second = 0; second < seconds; second++) {
      const between = distance(first, second);
      if (between < Infinity) candidates.push({ first, second, distance: between });
    }
  const [usedFirst, usedSecond] = [new Set<number>(), new Set<number>()];
  return candidates
    .sort((a, b) => a.distance - b.distance)
    .filter(({ first, second }) => {
      if (usedFirst.has(first) || usedSecond.has(second)) return false;
      usedFirst.add(first);
      usedSecond.add(second);
      return true;
    });
}
