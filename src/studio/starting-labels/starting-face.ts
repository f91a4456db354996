/** Labels that were made before, as every format gives them. K points of the set that is annotated. */
import { LineamentError } from '../../core/errors.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';

export interface StartingFace {
  /** `[K, 2]` pixels of the upright picture, NaN where there is no label. */
  points: Float32Array;
  /** `[K]`; null where the labels do not tell. */
  visibility: number[] | null;
}

/** Of the upright picture. */
export interface Size {
  width: number;
  height: number;
}

export type FaceOf = (size: Size) => StartingFace;

/** By the name of their picture, as the labels have it. */
export type FacesByPicture = Map<string, FaceOf[]>;

export function addFace(faces: FacesByPicture, picture: string, face: FaceOf): void {
  faces.set(picture, [...(faces.get(picture) ?? []), face]);
}

/** Which point of the set each label is: by name, by number (from 0, or from 1 where 0 is not used), or as they come. */
export function placesOf(labels: readonly string[], file: string, set: LandmarkSet): number[] {
  const count = set.points.length;
  const byName = new Map(set.points.map(({ name }, k) => [name, k]));
  const isOnce = new Set(labels).size === labels.length;
  if (isOnce && labels.every((label) => byName.has(label))) return labels.map((label) => byName.get(label)!);
  const numbers = labels.map((label) => (/^\d+$/.test(label) ? Number(label) : Number.NaN));
  const least = Math.min(...numbers);
  const first = least >= 1 && Math.max(...numbers) === count ? 1 : 0;
  if (isOnce && numbers.every((k) => k - first < count)) return numbers.map((k) => k - first);
  if (labels.length === count) return labels.map((_, i) => i);
  throw otherCount(labels.length, file, set);
}

export function otherCount(count: number, file: string, set: LandmarkSet): LineamentError {
  return new LineamentError(`labels: a face has ${count} points; ${set.name} has ${set.points.length}`, {
    file,
    hint: 'name the landmark set that it is labelled with, or name the points by number',
  });
}
