/**
 * A frame that a face's own points give: the similarity (shift, turn, size) that lays the template's frontal view on them
 * with least squares. In it a face has the same place, size and roll whatever the picture, so that what maps one
 * set of points to another can be learnt from few faces. Pure and browser-safe. K points.
 *
 * Limits: the frontal template says nothing of yaw and pitch; a face in profile is narrower in its frame, not turned.
 */
import { LineamentError } from '../core/errors.js';
import type { LandmarkSet } from './landmark-set.js';
import { templatePosition } from './sets/template.js';

/** p = (a·x − b·y + x₀, b·x + a·y + y₀): from the frame to pixels. */
export interface ShapeFrame {
  a: number;
  b: number;
  x: number;
  y: number;
}

/** `[K, 2]` the frontal view of the mean face, x to the image's right, y down, centred, with a mean square radius of 1. */
export function frontalTemplate(set: LandmarkSet): Float32Array {
  const places = set.points.map(templatePosition);
  const mean = (axis: 0 | 1): number => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  const [cx, cy] = [mean(0), mean(1)];
  const radius = Math.sqrt(
    places.reduce((sum, [x, y]) => sum + (x - cx) ** 2 + (y - cy) ** 2, 0) / places.length,
  );
  return Float32Array.from(places.flatMap(([x, y]) => [(x - cx) / radius, -(y - cy) / radius]));
}

/** Pixels from the middle of a face to a point: below it there is no face. */
const leastSize = 1e-4;

/**
 * @param points – `[K, 2]` pixels, all known. @param template – `[K, 2]`, centred (see {@link frontalTemplate}).
 */
export function shapeFrame(points: Float32Array, template: Float32Array): ShapeFrame {
  const count = template.length / 2;
  let [x, y] = [0, 0];
  for (let k = 0; k < count; k++) {
    x += points[2 * k]! / count;
    y += points[2 * k + 1]! / count;
  }
  let [a, b, norm] = [0, 0, 0];
  for (let k = 0; k < count; k++) {
    const [px, py] = [points[2 * k]! - x, points[2 * k + 1]! - y];
    const [tx, ty] = [template[2 * k]!, template[2 * k + 1]!];
    a += px * tx + py * ty;
    b += py * tx - px * ty;
    norm += tx * tx + ty * ty;
  }
  if (!(Math.hypot(a, b) / norm > leastSize)) {
    throw new LineamentError('landmarks: all points of a face lie in one place, or one is not a number', {
      hint: 'the model is broken, or this is no face',
    });
  }
  return { a: a / norm, b: b / norm, x, y };
}

/** Pixels to a unit of the frame. */
export function frameSize({ a, b }: ShapeFrame): number {
  return Math.hypot(a, b);
}

/** @param points – `[N, 2]` pixels; NaN stays NaN. @returns `[N, 2]` in the frame. */
export function toFrame({ a, b, x, y }: ShapeFrame, points: Float32Array): Float32Array {
  const square = a * a + b * b;
  const framed = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    const [dx, dy] = [points[i]! - x, points[i + 1]! - y];
    framed[i] = (a * dx + b * dy) / square;
    framed[i + 1] = (a * dy - b * dx) / square;
  }
  return framed;
}

/** @param framed – `[N, 2]` in the frame. @returns `[N, 2]` pixels. */
export function fromFrame({ a, b, x, y }: ShapeFrame, framed: Float32Array): Float32Array {
  const points = new Float32Array(framed.length);
  for (let i = 0; i < framed.length; i += 2) {
    points[i] = a * framed[i]! - b * framed[i + 1]! + x;
    points[i + 1] = b * framed[i]! + a * framed[i + 1]! + y;
  }
  return points;
}
