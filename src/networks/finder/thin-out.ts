/**
 * Non-maximum suppression: of faces that overlap only the surest stays, in the mean of the boxes that speak of it (box voting,
 * Gidaris and Komodakis, ICCV 2015): many cells see a face, and their errors are not all the same.
 */
import { overlapOf, sharedArea } from '../../landmarks/box-overlap.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { FoundFace } from './decode-maps.js';

/** @param mostOverlap – intersection over union up to which both stay. @returns the surest first. */
export function thinOut(faces: readonly FoundFace[], mostOverlap: number): FoundFace[] {
  const kept: FoundFace[] = [];
  const sorted = [...faces].sort((a, b) => b.score - a.score);
  for (const face of sorted)
    if (kept.every((other) => !isSame(other.box, face.box, mostOverlap))) kept.push(face);
  return kept.map((face) => ({ ...face, box: meanBox(face, sorted) }));
}

/** A box that overlaps the surest so much has a say in where the face is. */
const leastAgreement = 0.6;

function meanBox({ box }: FoundFace, faces: readonly FoundFace[]): FaceBox {
  const sum = { x: 0, y: 0, width: 0, height: 0 };
  let weights = 0;
  for (const other of faces) {
    if (overlapOf(box, other.box) < leastAgreement) continue;
    weights += other.score;
    for (const key of ['x', 'y', 'width', 'height'] as const) sum[key] += other.score * other.box[key];
  }
  return {
    x: sum.x / weights,
    y: sum.y / weights,
    width: sum.width / weights,
    height: sum.height / weights,
  };
}

/** A box that lies within another is no second face either: an eye region, or a head around its face. */
const mostInside = 0.85;

function isSame(a: FaceBox, b: FaceBox, mostOverlap: number): boolean {
  const smaller = Math.min(a.width * a.height, b.width * b.height);
  return overlapOf(a, b) > mostOverlap || sharedArea(a, b) > mostInside * smaller;
}
