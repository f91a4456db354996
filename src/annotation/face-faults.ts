/**
 * What looks wrong with the points of a face as a whole: left and right are swapped, or a curve crosses or folds itself. Only hints: a
 * person looks. K points. Safe in browsers.
 */
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { fromFrame, frontalTemplate, shapeFrame } from '../landmarks/shape-frame.js';
import type { SetCurve } from './curves.js';

/** Swapped sides must fit so much better: a profile fits neither well. */
const clearlyBetter = 0.7;

/** @returns a function that says in a few words what is wrong with `[K, 2]` points; the template is laid once. */
export function faceFaults(
  set: LandmarkSet,
  curves: readonly SetCurve[],
): (points: Float32Array) => string[] {
  const template = frontalTemplate(set);
  return (points) => {
    const faults: string[] = [];
    const swapped = Float32Array.from(set.mirror.flatMap((k) => [points[2 * k]!, points[2 * k + 1]!]));
    if (misfit(swapped, template) < clearlyBetter * misfit(points, template)) faults.push('mirrored');
    const twisted = curves.filter((curve) => isTwisted(points, curve)).map(({ name }) => name);
    if (twisted.length > 0)
      faults.push(
        `twisted: ${twisted.slice(0, 2).join(', ')}${twisted.length > 2 ? ` and ${twisted.length - 2} more` : ''}`,
      );
    return faults;
  };
}

/** Mean square distance from the template laid on the points by a similarity, which turns and never mirrors. */
function misfit(points: Float32Array, template: Float32Array): number {
  try {
    const laid = fromFrame(shapeFrame(points, template), template);
    return laid.reduce((sum, value, i) => sum + (value - points[i]!) ** 2, 0);
  } catch {
    // Points that lie in one place fit nothing.
    return Number.POSITIVE_INFINITY;
  }
}

/** Whether a curve crosses itself. */
function isTwisted(points: Float32Array, { points: order, closed }: SetCurve): boolean {
  const ends = closed ? [...order, order[0]!] : order;
  for (let i = 0; i + 1 < ends.length; i++)
    for (let j = i + 2; j + 1 < ends.length; j++) {
      if (closed && i === 0 && j === ends.length - 2) continue;
      if (cross(points, ends[i]!, ends[i + 1]!, ends[j]!, ends[j + 1]!)) return true;
    }
  return false;
}

function cross(points: Float32Array, a: number, b: number, c: number, d: number): boolean {
  const side = (p: number, q: number, r: number): number =>
    (points[2 * q]! - points[2 * p]!) * (points[2 * r + 1]! - points[2 * p + 1]!) -
    (points[2 * q + 1]! - points[2 * p + 1]!) * (points[2 * r]! - points[2 * p]!);
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}
