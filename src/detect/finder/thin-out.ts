/** Non-maximum suppression: of faces that overlap, only the surest stays. */
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { FoundFace } from './face-finder.js';

/** @param mostOverlap – intersection over union up to which both stay. @returns the surest first. */
export function thinOut(faces: readonly FoundFace[], mostOverlap: number): FoundFace[] {
  const kept: FoundFace[] = [];
  for (const face of [...faces].sort((a, b) => b.score - a.score))
    if (kept.every((other) => !isSame(other.box, face.box, mostOverlap))) kept.push(face);
  return kept;
}

/** A box that lies within another is no second face either: an eye region, or a head around its face. */
const mostInside = 0.85;

function isSame(a: FaceBox, b: FaceBox, mostOverlap: number): boolean {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (across <= 0 || down <= 0) return false;
  const shared = across * down;
  const [first, second] = [a.width * a.height, b.width * b.height];
  return shared > mostOverlap * (first + second - shared) || shared > mostInside * Math.min(first, second);
}
