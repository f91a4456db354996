/**
 * The points of a set as curves, and a curve that is dragged: it follows the hand where it is held and less further away,
 * and its points are laid again along it, each at its old share of the length. K points. Safe in browsers.
 */
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { isClosedCurve } from '../landmarks/sets/curve-mirror.js';
import type { CurveName } from '../landmarks/surface.js';

export interface SetCurve {
  name: string;
  /** Indices in the order of the curve. */
  points: number[];
  closed: boolean;
}

/** Curves with two points of the set or more, by their names. */
export function curvesOf({ points }: LandmarkSet): SetCurve[] {
  const byName = new Map<CurveName, { k: number; at: number }[]>();
  for (const [k, point] of points.entries())
    if ('curve' in point) byName.set(point.curve, [...(byName.get(point.curve) ?? []), { k, at: point.at }]);
  return [...byName]
    .filter(([, own]) => own.length > 1)
    .map(([name, own]) => ({
      name,
      points: own.sort((a, b) => a.at - b.at).map(({ k }) => k),
      closed: own.length > 2 && isClosedCurve(name),
    }));
}

/**
 * @param points – `[K, 2]` pixels. @param held – a point of the curve. @param by – how far the hand has moved, pixels.
 * @returns new places of the curve's points: the held one is under the hand.
 */
export function dragCurve(
  points: Float32Array,
  { points: order, closed }: SetCurve,
  held: number,
  [dx, dy]: readonly [number, number],
): [point: number, x: number, y: number][] {
  const at = order.indexOf(held);
  const old = order.map((k) => [points[2 * k]!, points[2 * k + 1]!] as const);
  const before = lengthsOf(old);
  const total = before.at(-1)! + (closed ? apart(old.at(-1)!, old[0]!) : 0);
  const reach = total / 2;
  const dragged = old.map(([x, y], i) => {
    const along = Math.abs(before[i]! - before[at]!);
    const away = closed ? Math.min(along, total - along) : along;
    const share = reach === 0 || away >= reach ? 0 : (1 + Math.cos((Math.PI * away) / reach)) / 2;
    return [x + share * dx, y + share * dy] as const;
  });
  // On either side of the hand each point keeps its share of the length.
  const laid = closed
    ? dragged
    : [
        ...laidAgain(dragged.slice(0, at + 1), before.slice(0, at + 1)).slice(0, -1),
        ...laidAgain(dragged.slice(at), before.slice(at)),
      ];
  return order.map((k, i) => [k, laid[i]![0], laid[i]![1]]);
}

type Place = readonly [number, number];

const apart = ([ax, ay]: Place, [bx, by]: Place): number => Math.hypot(bx - ax, by - ay);

/** Of each place from the first, along the line. */
function lengthsOf(line: readonly Place[]): number[] {
  let sum = 0;
  return line.map((place, i) => {
    if (i > 0) sum += apart(line[i - 1]!, place);
    return sum;
  });
}

/** @param shares – of each point, as lengths along the line as it was. */
function laidAgain(line: readonly Place[], shares: readonly number[]): Place[] {
  const lengths = lengthsOf(line);
  const [from, to] = [shares[0]!, shares.at(-1)!];
  if (to === from) return [...line];
  return shares.map((share) => {
    const wanted = ((share - from) / (to - from)) * lengths.at(-1)!;
    const next = Math.min(
      line.length - 1,
      Math.max(
        1,
        lengths.findIndex((length) => length >= wanted),
      ),
    );
    const [a, b] = [line[next - 1]!, line[next]!];
    const run = lengths[next]! - lengths[next - 1]!;
    const t = run === 0 ? 0 : (wanted - lengths[next - 1]!) / run;
    return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
  });
}
