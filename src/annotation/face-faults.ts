/**
 * What looks wrong with the points of a face as a whole: left and right are swapped, or a curve crosses or folds itself. Only hints: a
 * person looks. K points. Safe in browsers.
 */
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { fromFrame, frontalTemplate, shapeFrame } from '../landmarks/shape-frame.js';
import type { SetCurve } from './curves.js';

/**
 * Shares of the face's radius. A loop must be so thick, and what runs back so long, to be a fault: nostrils seen from below and lids
 * nearly closed cross themselves by 0.5 % as a detector finds them, and turn back by 3 %; neighbours of the 68 points that are
 * swapped turn back by 11 % and more.
 */
const [leastThickness, leastReturn] = [0.01, 0.05];

/** A curve turns back where the cosine between two of its steps is below this. */
const backwards = -0.7;

/** Swapped sides must fit so much better: a profile fits neither well. */
const clearlyBetter = 0.7;

/** @returns a function that says in a few words what is wrong with `[K, 2]` points; the template is laid once. */
export function faceFaults(
  set: LandmarkSet,
  curves: readonly SetCurve[],
): (points: Float32Array) => string[] {
  const template = frontalTemplate(set);
  // The rim of an ear folds in most views.
  const smooth = curves.filter(({ name }) => !name.startsWith('ear.'));
  return (points) => {
    const faults: string[] = [];
    const swapped = Float32Array.from(set.mirror.flatMap((k) => [points[2 * k]!, points[2 * k + 1]!]));
    if (misfit(swapped, template) < clearlyBetter * misfit(points, template)) faults.push('mirrored');
    const radius = radiusOf(points);
    const twisted = smooth
      .filter((curve) => isTwisted(points, curve, radius) || turnsBack(points, curve, radius))
      .map(({ name }) => name);
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

/** From the middle, root mean square. */
function radiusOf(points: Float32Array): number {
  const count = points.length / 2;
  let [x, y] = [0, 0];
  for (let k = 0; k < count; k++) {
    x += points[2 * k]! / count;
    y += points[2 * k + 1]! / count;
  }
  let sum = 0;
  for (let k = 0; k < count; k++) sum += (points[2 * k]! - x) ** 2 + (points[2 * k + 1]! - y) ** 2;
  return Math.sqrt(sum / count);
}

/** Whether a curve crosses itself, with more than a sliver between. */
function isTwisted(points: Float32Array, { points: order, closed }: SetCurve, radius: number): boolean {
  const ends = closed ? [...order, order[0]!] : order;
  for (let i = 0; i + 1 < ends.length; i++)
    for (let j = i + 2; j + 1 < ends.length; j++) {
      if (closed && i === 0 && j === ends.length - 2) continue;
      if (!cross(points, ends[i]!, ends[i + 1]!, ends[j]!, ends[j + 1]!)) continue;
      const loop = thickness(points, ends.slice(i + 1, j + 1));
      const rest = closed
        ? thickness(points, [...order.slice(j + 1), ...order.slice(0, i + 1)])
        : Number.POSITIVE_INFINITY;
      if (Math.min(loop, rest) > leastThickness * radius) return true;
    }
  return false;
}

/** Area of what the points enclose over its edge: half the width of a long sliver. */
function thickness(points: Float32Array, loop: readonly number[]): number {
  let [area, edge] = [0, 0];
  for (const [i, a] of loop.entries()) {
    const b = loop[(i + 1) % loop.length]!;
    area += points[2 * a]! * points[2 * b + 1]! - points[2 * b]! * points[2 * a + 1]!;
    edge += Math.hypot(points[2 * a]! - points[2 * b]!, points[2 * a + 1]! - points[2 * b + 1]!);
  }
  return edge === 0 ? 0 : Math.abs(area) / edge;
}

/** Whether a curve runs back along itself, as it does where two neighbours are swapped. */
function turnsBack(points: Float32Array, { points: order, closed }: SetCurve, radius: number): boolean {
  const count = order.length;
  for (let i = closed ? 0 : 1; i < (closed ? count : count - 1); i++) {
    const [before, at, after] = [order.at(i - 1)!, order[i]!, order[(i + 1) % count]!];
    const come = [
      points[2 * at]! - points[2 * before]!,
      points[2 * at + 1]! - points[2 * before + 1]!,
    ] as const;
    const go = [points[2 * after]! - points[2 * at]!, points[2 * after + 1]! - points[2 * at + 1]!] as const;
    const [length, next] = [Math.hypot(...come), Math.hypot(...go)];
    const cosine = (come[0] * go[0] + come[1] * go[1]) / (length * next);
    if (cosine < backwards && Math.min(length, next) > leastReturn * radius) return true;
  }
  return false;
}

function cross(points: Float32Array, a: number, b: number, c: number, d: number): boolean {
  const side = (p: number, q: number, r: number): number =>
    (points[2 * q]! - points[2 * p]!) * (points[2 * r + 1]! - points[2 * p + 1]!) -
    (points[2 * q + 1]! - points[2 * p + 1]!) * (points[2 * r]! - points[2 * p]!);
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}
