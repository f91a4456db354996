/** Finds the mirror image of each point of a set from where the points lie: nobody has to list pairs. */

import type { CurvePlace, LandmarkDefinition } from '../landmark-set.js';
import { isClosedCurve, mirrorPlace } from './curve-mirror.js';

/** Fractions and weights that differ by less are the same. */
const tolerance = 1e-6;

/** @returns `[K]` the index of each point's mirror image; −1 where the set has none. */
export function mirrorPairs(points: readonly LandmarkDefinition[]): number[] {
  const places = new Map<string, number>();
  points.forEach((point, i) => {
    const key = keyOf(point);
    if (!places.has(key)) places.set(key, i);
  });
  return points.map((point, i) => {
    const mirrored = keyOf(mirrorImage(point));
    // A point on the midline is its own image even where another lies in the same place.
    return mirrored === keyOf(point) ? i : (places.get(mirrored) ?? -1);
  });
}

/** The same landmark on the other side; the name keeps its place, with the side in it changed. */
export function mirrorImage(point: LandmarkDefinition): LandmarkDefinition {
  const name = point.name.replace(/\b(right|left)\b/, (side) => (side === 'right' ? 'left' : 'right'));
  const offset = point.offset && ([-point.offset[0], point.offset[1], point.offset[2]] as const);
  if ('curve' in point) return { ...point, name, ...mirrorPlace(point), ...(offset && { offset }) };
  const { region, blend } = point;
  return {
    name,
    region,
    blend: blend.map(({ weight, ...place }) => ({ ...mirrorPlace(place), weight })),
    ...(offset && { offset }),
  };
}

/** The same text for the same place, in whatever order a blend's anchors are listed. */
function keyOf(point: LandmarkDefinition): string {
  if ('curve' in point) return [placeKey(point), ...(point.offset ?? []).map(round)].join(' + ');
  const anchors = point.blend.map(({ weight, ...place }) => `${placeKey(place)} ${round(weight)}`);
  return [...anchors.sort(), ...(point.offset ?? []).map(round)].join(' + ');
}

function placeKey({ curve, at }: CurvePlace): string {
  return `${curve} ${round(isClosedCurve(curve) ? at % 1 : at)}`;
}

function round(value: number): number {
  // Adding 0 turns −0 into 0.
  return Math.round(value / tolerance) + 0;
}
