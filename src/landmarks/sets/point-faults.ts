/** What may be wrong with points of a set as such, in whatever way they were laid; and which of them are mirror images. */
import { distance, type Vector3 } from '../../core/vector.js';
import type { LandmarkDefinition } from '../landmark-set.js';
import { mirrorCurve } from './curve-mirror.js';
import { mirrorImage, mirrorPairs } from './mirror-pairs.js';
import { templatePosition } from './template.js';

export interface PointFault {
  /** Index of the point. */
  point: number;
  rule: string;
  hint: string;
}

/** On the mean face, centimetres: how far a point may lie from the mirror image of its partner. */
const mirrorTolerance = 0.15;

/** Points that lie on another or have its name: no set may have them. */
export function repeatedPoints(points: readonly LandmarkDefinition[]): PointFault[] {
  const faults: PointFault[] = [];
  const names = new Set<string>();
  const places = new Map<string, string>();
  for (const [i, point] of points.entries()) {
    const place = JSON.stringify(
      'curve' in point ? [point.curve, point.at, point.offset] : [point.blend, point.offset],
    );
    const before = places.get(place);
    if (before !== undefined)
      faults.push({
        point: i,
        rule: `lies on '${before}'`,
        hint: "leave one of them out (a row's ends: first, last, none)",
      });
    else if (names.has(point.name))
      faults.push({
        point: i,
        rule: 'the name is taken by another point',
        hint: 'give one of the rows a name',
      });
    names.add(point.name);
    places.set(place, point.name);
  }
  return faults;
}

/** Points without a mirror image. @param mirror – of {@link completeMirror}. */
export function unpairedPoints(
  points: readonly LandmarkDefinition[],
  mirror: readonly number[],
): PointFault[] {
  return points.flatMap((point, i) =>
    mirror[i] !== -1
      ? []
      : {
          point: i,
          rule: 'has no mirror image in the set; training flips faces and needs one for every point',
          hint: `add ${mirroredPlace(point)}, or write * for the side`,
        },
  );
}

/** On the mean face, centimetres: a point of the midline may lie so far to a side that its name does not say. */
const swapped = 0.2;
/** Centimetres: points that are nearer are told apart by no detector. */
const tooClose = 0.04;
/** Centimetres: so far above or below the skin a point is not where it was meant to be. */
const offSkin = 0.8;

/**
 * What a set may have and yet is hardly meant: names of the wrong side, points that nearly coincide, points that were meant elsewhere
 * than on the surface. @param places – `[K]` on a head's mean face. @param meant – `[K]` before they were brought to the surface.
 */
export function doubtfulPoints(
  points: readonly LandmarkDefinition[],
  places: readonly Vector3[],
  meant: readonly Vector3[] = places,
): PointFault[] {
  const faults: PointFault[] = [];
  const near = new Map<string, number[]>();
  for (const [i, point] of points.entries()) {
    const place = places[i]!;
    const side = /\b(right|left)\b/.exec(point.name)?.[1];
    if ((side === 'right' && place[0] > swapped) || (side === 'left' && place[0] < -swapped))
      faults.push({
        point: i,
        rule: `is called ${side} and lies on the subject's ${side === 'right' ? 'left' : 'right'}`,
        hint: 'left and right are those of the person who is looked at: swap the name, or the place',
      });
    const away = distance(place, meant[i]!);
    if (away > offSkin)
      faults.push({
        point: i,
        rule: `was meant ${(10 * away).toFixed(0)} mm off the surface`,
        hint: 'drag it to where it belongs',
      });
    const cells = cellsAround(place);
    const close = cells.flatMap((cell) => near.get(cell) ?? []);
    const other = close.find((j) => distance(places[j]!, place) < tooClose && mayTouch(points[j]!, point));
    if (other !== undefined)
      faults.push({
        point: i,
        rule: `is ${(10 * distance(places[other]!, place)).toFixed(1)} mm from '${points[other]!.name}'`,
        hint: 'take one of them away, or apart',
      });
    near.set(cells[0]!, [...(near.get(cells[0]!) ?? []), i]);
  }
  return faults;
}

/** Curves meet: on the mean face the lips touch, and corners are ends of two curves. */
function mayTouch(a: LandmarkDefinition, b: LandmarkDefinition): boolean {
  return !('curve' in a && 'curve' in b) || a.curve === b.curve;
}

/** The cell of a grid that a place lies in, and its neighbours. */
function cellsAround(place: Vector3): string[] {
  const [x, y, z] = place.map((value) => Math.floor(value / tooClose)) as [number, number, number];
  const steps = [0, -1, 1];
  return steps.flatMap((dx) => steps.flatMap((dy) => steps.map((dz) => `${x + dx} ${y + dy} ${z + dz}`)));
}

/**
 * Pairs by definition first; what is left, by place on the mean face: fractions written with few digits, mesh points.
 * @returns `[K]` the index of each point's mirror image; −1 where the set has none.
 */
export function completeMirror(points: readonly LandmarkDefinition[]): number[] {
  const mirror = mirrorPairs(points);
  const places = points.map(templatePosition);
  const open = new Set([...mirror.keys()].filter((i) => mirror[i] === -1));
  for (const i of open) {
    const [x, y, z] = places[i]!;
    const image: Vector3 = [-x, y, z];
    let best = -1;
    let least = mirrorTolerance;
    for (const j of open) {
      const away = distance(places[j]!, image);
      if (away < least && mayPair(points[i]!, points[j]!)) [least, best] = [away, j];
    }
    if (best < 0) continue;
    mirror[i] = best;
    mirror[best] = i;
    open.delete(i);
    open.delete(best);
  }
  return mirror;
}

/** On the mean face the lips touch: points of curves pair only along the mirrored curve. */
function mayPair(a: LandmarkDefinition, b: LandmarkDefinition): boolean {
  if (a.region !== b.region) return false;
  return 'curve' in a && 'curve' in b ? mirrorCurve(a.curve) === b.curve : 'curve' in a === 'curve' in b;
}

function mirroredPlace(point: LandmarkDefinition): string {
  const image = mirrorImage(point);
  if ('curve' in image) return `a point at ${Number(image.at.toFixed(4))} of ${image.curve}`;
  return `its mirror image '${image.name}'`;
}
