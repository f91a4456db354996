/**
 * The points of one eye and its brow, for networks that look at eyes alone: lids, lashes, crease, iris, pupil and brow of the right
 * side, as `dense1001` has them and under its names. A left eye is looked at in a mirror. Which points of another set these are is told
 * by their names: the coarser dense sets have some of them. K points of the eye, N of the other set.
 */
import { type FaceBox, tightBox } from '../face-crop.js';
import type { LandmarkSet } from '../landmark-set.js';
import type { Side } from '../surface.js';
import { dense1001 } from './dense-sets.js';

const parts = /^(lid|lash|crease|iris|pupil|brow)\.right\./;
const outlines = /^(lid|brow)\.(right|left)\.(upper|lower)\./;

export const eye151: LandmarkSet = oneEye();

function oneEye(): LandmarkSet {
  const points = dense1001.points.filter(({ name }) => parts.test(name));
  // Nothing of it is the mirror image of anything else of it.
  return { name: 'eye151', points, mirror: points.map((_, k) => k) };
}

/** The same place of the other eye, or the same for points of no side. */
export function otherSide(name: string): string {
  return name.replace(/\b(right|left)\b/, (side) => (side === 'right' ? 'left' : 'right'));
}

/** Where the points of an eye stand in a set. @param names – of the set. @returns `[K]`, −1 where it lacks a point. */
export function eyePointsOf(names: readonly string[], side: Side): number[] {
  const places = new Map(names.map((name, index) => [name, index]));
  return eye151.points.map(({ name }) => places.get(side === 'right' ? name : otherSide(name)) ?? -1);
}

/**
 * The square that a look at an eye is centred on. Lids and brow span it whatever the gaze, open or closed.
 * @param points – `[K, 2]` of an eye, pixels; NaN where a set lacks a point. @returns null where they span nothing.
 */
export function eyeBox(points: Float32Array): FaceBox | null {
  const seen = points.map((value, i) => (outlines.test(eye151.points[i >> 1]!.name) ? value : Number.NaN));
  const box = tightBox(seen);
  if (box === null || !(box.width > 0 || box.height > 0)) return null;
  const side = Math.max(box.width, box.height);
  return {
    x: box.x + (box.width - side) / 2,
    y: box.y + (box.height - side) / 2,
    width: side,
    height: side,
  };
}
