/**
 * Which points of one set stand for the points of another, found on the template (the mean face), never on test data.
 * Used to compare a dense prediction with 68 labels: the "nearest subset" of the case study. The definitions of two
 * sets differ, so such figures are biased by the distances that come with each correspondence.
 *
 * Points of the same curve are preferred to nearer ones of other curves: on the mean face the lips touch, and the inner
 * edge of the lower lip must never stand for that of the upper.
 */
import { distance, type Vector3 } from '../core/vector.js';
import type { CurvePlace, LandmarkDefinition, LandmarkSet } from './landmark-set.js';
import { isClosedCurve } from './sets/curve-mirror.js';
import { templatePosition } from './sets/template.js';

/** What stands for one point of the other set. */
export interface Correspondence {
  /** The nearest point. */
  readonly index: number;
  /** From that point to the one it stands for, on the mean face, centimetres. */
  readonly distance: number;
  /** The same fraction of the same curve: `share` of the way from the first to the second point. */
  readonly between: { readonly first: number; readonly second: number; readonly share: number };
}

/** Places nearer than this are one: curves that meet in a corner. Centimetres. */
const touching = 0.03;

/** @returns for each point of `target` what stands for it in `set`. */
export function correspondences(set: LandmarkSet, target: LandmarkSet): Correspondence[] {
  const places = set.points.map(templatePosition);
  return target.points.map((point) => correspondence(set, places, point));
}

/** @returns for each point of `target` the index of the nearest point of `set`. */
export function nearestSubset(set: LandmarkSet, target: LandmarkSet): number[] {
  return correspondences(set, target).map(({ index }) => index);
}

function correspondence(
  set: LandmarkSet,
  places: readonly Vector3[],
  point: LandmarkDefinition,
): Correspondence {
  const wanted = templatePosition(point);
  const all = places.map((place, index) => ({ index, distance: distance(place, wanted) }));
  const onCurve = 'curve' in point ? sameCurve(set, point) : [];
  const candidates = onCurve.length > 0 ? all.filter(({ index }) => onCurve.includes(index)) : all;
  const touched = all.filter((candidate) => candidate.distance < touching && isEnd(point));
  const best = nearestOf([...candidates, ...touched]);
  const between = 'curve' in point && best.distance > touching ? neighbours(set, onCurve, point) : undefined;
  return { ...best, between: between ?? { first: best.index, second: best.index, share: 0 } };
}

function nearestOf(
  candidates: readonly { index: number; distance: number }[],
): Pick<Correspondence, 'index' | 'distance'> {
  return candidates.reduce((best, next) => (next.distance < best.distance ? next : best));
}

function sameCurve(set: LandmarkSet, { curve }: CurvePlace): number[] {
  return [...set.points.keys()].filter((index) => {
    const other = set.points[index]!;
    return 'curve' in other && other.curve === curve;
  });
}

/** Only a curve's end may be stood for by another curve that meets it there. */
function isEnd(point: LandmarkDefinition): boolean {
  return !('curve' in point) || point.at === 0 || point.at === 1;
}

/** The two points of the curve that enclose a fraction, where there are two. */
function neighbours(
  set: LandmarkSet,
  onCurve: readonly number[],
  { curve, at }: CurvePlace,
): Correspondence['between'] | undefined {
  const fractionOf = (index: number): number => (set.points[index] as CurvePlace).at;
  const sorted = onCurve.map((index) => ({ index, at: fractionOf(index) })).sort((a, b) => a.at - b.at);
  const first0 = sorted[0];
  if (isClosedCurve(curve) && first0) sorted.push({ index: first0.index, at: first0.at + 1 });
  const second = sorted.findIndex((place) => place.at >= at);
  const [a, b] = [sorted[second - 1], sorted[second]];
  if (a === undefined || b === undefined) return undefined;
  return { first: a.index, second: b.index, share: (at - a.at) / (b.at - a.at) };
}
