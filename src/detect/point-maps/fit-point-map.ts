/**
 * A map from the points that a model gives to those of any other set, learnt in seconds from shapes of a head model: no
 * picture, no label. Ridge regression for each point on its neighbours and some points spread over the face; every shape
 * counts with its mirror image. The map's own error is measured on further shapes. Safe in browsers.
 *
 * Limits: it knows the two definitions on one head. Where two heads disagree on where a point lies (nostrils: 3 to 4 % of the
 * eye distance between `cage` and `ict-facekit`), a map fitted on one is off by that on a model of the other.
 * K points in, T out, N faces.
 */
import { solvePositive } from '../../core/numbers/linear-system.js';
import { mean } from '../../core/numbers/statistics.js';
import { distance } from '../../core/vector.js';
import { lineamentVersion } from '../../core/version.js';
import type { HeadModel } from '../../face/heads/head-model.js';
import type { LandmarkDefinition } from '../../landmarks/landmark-set.js';
import { mirroredPoints } from '../../landmarks/point-lists.js';
import { type MapError, mapPoints, type PointMap, pointsRadius } from '../../landmarks/point-map.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { namedSet } from '../../landmarks/sets/named-set.js';
import { templatePosition } from '../../landmarks/sets/template.js';
import { spreadLandmarks } from '../../landmarks/spread-landmarks.js';
import { type ConventionSet, mapShapes } from './map-shapes.js';

export interface FitPointMapOptions {
  from: ConventionSet;
  to: ConventionSet;
  /** The one that the model's training faces had, where it is there: then definitions agree. */
  head: HeadModel;
  /** Faces to fit on, and further ones to measure the error on. */
  faces?: { fit: number; measure: number };
}

/** Of the shapes: the same map on every machine. */
const seed = 1;

/** Points that each may lean on: the nearest, and some that are spread over the whole face. */
const neighbours = 16;
const spread = 32;

/** As if every point were off by this share of the face's radius: what keeps weights small. */
const noise = 0.003;

/** Points of other curves count as so much further away, centimetres: lips touch on the mean face. */
const otherCurve = 0.15;

/** Least distance of the outer eye corners, of the longer side of the box: faces turned further (60°) say nothing by it. */
const leastEyes = 0.25;

export function fitPointMap({
  from,
  to,
  head,
  faces = { fit: 240, measure: 80 },
}: FitPointMapOptions): PointMap {
  const sets = [from, to, { set: ibug68, convention: 'contour' as const }];
  const [given, wanted, framing] = mapShapes(head, sets, faces.fit + faces.measure, seed) as [
    Float32Array[],
    Float32Array[],
    Float32Array[],
  ];
  const places = from.set.points.map(templatePosition);
  const anchors = spreadLandmarks(places.length, spread);
  const shapes = withMirrored(given.slice(0, faces.fit), wanted.slice(0, faces.fit), from, to);
  const rows = to.set.points.map((point, t) => {
    const ranked = rankedByDistance(point, from.set.points, places);
    const nearest = ranked[0]!;
    if (from.convention === to.convention && isSamePlace(from.set.points[nearest]!, point))
      return { nearest, sources: [], weights: [] };
    const sources = [...new Set([...ranked.slice(1, 1 + neighbours), ...anchors])].filter(
      (k) => k !== nearest,
    );
    return { nearest, sources, weights: fitPoint(shapes, t, nearest, sources) };
  });
  const map: PointMap = {
    from: namedSet(from.set, from.convention),
    to: namedSet(to.set, to.convention),
    nearest: rows.map(({ nearest }) => nearest),
    sources: rows.map(({ sources }) => sources),
    weights: rows.map(({ weights }) => weights),
    deviation: [],
    error: { nme: 0, points: [], faces: 0 },
    head: head.name,
    lineament: lineamentVersion,
  };
  const held = <T>(all: readonly T[]): T[] => all.slice(faces.fit);
  return { ...map, ...missed(map, held(given), held(wanted), held(framing)) };
}

/** Indices of the first set, the nearest on the mean face first. */
function rankedByDistance(
  point: LandmarkDefinition,
  others: readonly LandmarkDefinition[],
  places: readonly ReturnType<typeof templatePosition>[],
): number[] {
  const place = templatePosition(point);
  const curveOf = (one: LandmarkDefinition): string | undefined => ('curve' in one ? one.curve : undefined);
  const away = others.map(
    (other, k) => distance(places[k]!, place) + (curveOf(other) === curveOf(point) ? 0 : otherCurve),
  );
  return [...others.keys()].sort((a, b) => away[a]! - away[b]!);
}

/** One definition, whatever it is called. */
function isSamePlace(a: LandmarkDefinition, b: LandmarkDefinition): boolean {
  const place = ({ name: _, region: __, ...rest }: LandmarkDefinition): string => JSON.stringify(rest);
  return place(a) === place(b);
}

/** Of one face or its mirror image, in units of the face's radius: `[K, 2]` and `[T, 2]`. */
interface FitShape {
  given: Float32Array;
  wanted: Float32Array;
}

function withMirrored(
  given: readonly Float32Array[],
  wanted: readonly Float32Array[],
  from: ConventionSet,
  to: ConventionSet,
): FitShape[] {
  return given.flatMap((points, face) => {
    const radius = pointsRadius(points);
    const shape = {
      given: points.map((value) => value / radius),
      wanted: wanted[face]!.map((value) => value / radius),
    };
    return [
      shape,
      {
        given: mirroredPoints(shape.given, from.set.mirror),
        wanted: mirroredPoints(shape.wanted, to.set.mirror),
      },
    ];
  });
}

/** @returns a weight for each source. */
function fitPoint(
  shapes: readonly FitShape[],
  t: number,
  nearest: number,
  sources: readonly number[],
): number[] {
  const size = sources.length;
  const normal = new Float64Array(size * size);
  const right = new Float64Array(size);
  const own = new Float64Array(size);
  for (const { given, wanted } of shapes)
    for (let axis = 0; axis < 2; axis++) {
      const start = given[2 * nearest + axis]!;
      const goal = wanted[2 * t + axis]! - start;
      for (let i = 0; i < size; i++) own[i] = given[2 * sources[i]! + axis]! - start;
      for (let i = 0; i < size; i++) {
        for (let j = 0; j <= i; j++) normal[i * size + j]! += own[i]! * own[j]!;
        right[i]! += own[i]! * goal;
      }
    }
  for (let i = 0; i < size; i++) normal[i * size + i]! += 2 * shapes.length * noise ** 2;
  solvePositive(normal, right, size);
  return Array.from(right, (weight) => Number(weight.toPrecision(6)));
}

/** What the map misses on faces that it was not fitted on. */
function missed(
  map: PointMap,
  given: readonly Float32Array[],
  wanted: readonly Float32Array[],
  framing: readonly Float32Array[],
): Pick<PointMap, 'deviation' | 'error'> {
  const count = map.nearest.length;
  const squares = new Float64Array(count);
  const shares = new Float64Array(count);
  let measured = 0;
  for (const [face, points] of given.entries()) {
    const got = mapPoints(map, points);
    const radius = pointsRadius(points);
    const eyes = eyeDistance(framing[face]!);
    if (eyes !== null) measured++;
    for (let t = 0; t < count; t++) {
      const [dx, dy] = [got[2 * t]! - wanted[face]![2 * t]!, got[2 * t + 1]! - wanted[face]![2 * t + 1]!];
      squares[t]! += (dx * dx + dy * dy) / radius ** 2;
      if (eyes !== null) shares[t]! += Math.hypot(dx, dy) / eyes;
    }
  }
  const points = Array.from(shares, (sum) => rounded((100 * sum) / Math.max(1, measured)));
  const error: MapError = { nme: rounded(mean(points)), points, faces: measured };
  return { deviation: Array.from(squares, (sum) => rounded(Math.sqrt(sum / (2 * given.length)))), error };
}

/** Of the 68 iBUG points; null where a face is turned too far. */
function eyeDistance(points: Float32Array): number | null {
  const [right, left] = [2 * 36, 2 * 45];
  const eyes = Math.hypot(points[right]! - points[left]!, points[right + 1]! - points[left + 1]!);
  const along = (axis: 0 | 1): number => {
    const values = points.filter((_, i) => i % 2 === axis);
    return Math.max(...values) - Math.min(...values);
  };
  return eyes < leastEyes * Math.max(along(0), along(1)) ? null : eyes;
}

const rounded = (value: number): number => Number(value.toPrecision(4));
