/** Non-maximum suppression: of faces that overlap, only the surest stays. */
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { FoundFace } from './decode-maps.js';

/** @param mostOverlap – intersection over union up to which both stay. @returns the surest first. */
export function thinOut(faces: readonly FoundFace[], mostOverlap: number): FoundFace[] {
  const kept: FoundFace[] = [];
  for (const face of [...faces].sort((a, b) => b.score - a.score))
    if (kept.every((other) => !isSame(other.box, face.box, mostOverlap))) kept.push(face);
  return kept;
}

/** A box that lies within another is no second face either: an eye region, or a head around its face. */
const mostInside = 0.85;

/** Intersection over union. */
export function overlapOf(a: FaceBox, b: FaceBox): number {
  const shared = sharedArea(a, b);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

function sharedArea(a: FaceBox, b: FaceBox): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, across) * Math.max(0, down);
}

function isSame(a: FaceBox, b: FaceBox, mostOverlap: number): boolean {
  const shared = sharedArea(a, b);
  const [first, second] = [a.width * a.height, b.width * b.height];
  return shared > mostOverlap * (first + second - shared) || shared > mostInside * Math.min(first, second);
}
