/**
 * What the network of actions reads: where the points of jaw, brows, lids, nose, lips and forehead lie about their middle, the picture
 * turned upright and brought to one size, how sure and how well seen they are; and the fitted head, as the regressor reads
 * it. The mirror image of a face has the same features with sides swapped, so a mirrored picture gives mirrored actions.
 * K points, R that are read, F features.
 */
import { mean } from '../../../core/numbers/statistics.js';
import { dense243 } from '../../../landmarks/sets/dense-sets.js';
import { type HeadPoints, pointParts } from '../head/head-points.js';
import type { FaceView } from '../head-fit.js';
import { fitFeatures } from './fit-features.js';

/** No point is surer, as a share of the face's size. */
const surest = 1e-3;

interface PointsToRead {
  /** `[R]` into the K points. */
  readonly indices: readonly number[];
  /** Those whose uncertainty is told as one number, by what moves there. */
  readonly groups: readonly (readonly number[])[];
}

const made = new WeakMap<HeadPoints, PointsToRead>();

/** Points that finer sets share with `dense243`, but for those of the eyeballs, which turn with the gaze. */
function pointsToRead(head: HeadPoints): PointsToRead {
  let read = made.get(head);
  if (read === undefined) {
    const place = new Map(head.names.map((name, k) => [name, k]));
    const known = dense243.points.flatMap(({ name, region }) => {
      const index = place.get(name);
      return index === undefined || head.parts[index] !== pointParts.indexOf('skin')
        ? []
        : [{ index, region }];
    });
    const of = (...regions: string[]): number[] =>
      known.flatMap(({ index, region }) => (regions.includes(region) ? [index] : []));
    read = { indices: known.map(({ index }) => index), groups: [of('mouth'), of('brows'), of('contour')] };
    made.set(head, read);
  }
  return read;
}

/** `[F]` of the face, and of its mirror image; some are NaN where a point is not known. */
export interface FaceFeatures {
  features: Float64Array;
  mirrored: Float64Array;
}

const placesOfView = new WeakMap<FaceView, FaceFeatures>();
const featuresOf = new WeakMap<FaceView, FaceFeatures>();

/** Of the points alone, whatever head was fitted: `[2R + 6]`. Worked out once for each view. */
export function placeFeatures(view: FaceView): FaceFeatures {
  let known = placesOfView.get(view);
  if (known === undefined) {
    known = {
      features: Float64Array.from(placesOf(view, false)),
      mirrored: Float64Array.from(placesOf(view, true)),
    };
    placesOfView.set(view, known);
  }
  return known;
}

/** Those of the points and behind them the fitted head's. Worked out once for each view: networks of the pose and of actions read them. */
export function actionFeatures(view: FaceView): FaceFeatures {
  let known = featuresOf.get(view);
  if (known === undefined) {
    const fitted = fitFeatures(view);
    const places = placeFeatures(view);
    known = {
      features: Float64Array.from([...places.features, ...fitted.features]),
      mirrored: Float64Array.from([...places.mirrored, ...fitted.mirrored]),
    };
    featuresOf.set(view, known);
  }
  return known;
}

/** @returns `[R]` the points whose places stand first among the features, two numbers each, and the pixels that are 1 there. */
export function readPoints({ head, points: { points } }: FaceView): {
  indices: readonly number[];
  size: number;
} {
  const { indices } = pointsToRead(head);
  const [u, v] = [0, 1].map((axis) => indices.map((k) => points[2 * k + axis]!)) as [number[], number[]];
  return { indices, size: sizeOf(u, v, [mean(u), mean(v)]) };
}

/** Root mean square of the distance from the middle. */
function sizeOf(u: readonly number[], v: readonly number[], middle: readonly [number, number]): number {
  return Math.sqrt(mean(u.map((x, i) => (x - middle[0]) ** 2 + (v[i]! - middle[1]) ** 2)));
}

function placesOf({ head, points: { points, uncertainty, seen } }: FaceView, isMirrored: boolean): number[] {
  const { indices, groups } = pointsToRead(head);
  const own = (k: number): number => (isMirrored ? head.mirror[k]! : k);
  const side = isMirrored ? -1 : 1;
  const count = indices.length;
  const u = indices.map((k) => side * points[2 * own(k)]!);
  const v = indices.map((k) => points[2 * own(k) + 1]!);
  const middle = [mean(u), mean(v)] as const;
  const size = sizeOf(u, v, middle);
  // The turn that brings the points nearest to those of the mean face, whose y points up (orthogonal Procrustes).
  let [along, across] = [0, 0];
  for (let i = 0; i < count; i++) {
    const [x, y] = [u[i]! - middle[0], v[i]! - middle[1]];
    const [meanX, meanY] = [head.mean[3 * indices[i]!]!, -head.mean[3 * indices[i]! + 1]!];
    along += x * meanX + y * meanY;
    across += x * meanY - y * meanX;
  }
  const turn = Math.atan2(across, along);
  const [c, s] = [Math.cos(turn) / size, Math.sin(turn) / size];
  const places = u.flatMap((x, i) => {
    const [a, b] = [x - middle[0], v[i]! - middle[1]];
    return [c * a - s * b, s * a + c * b];
  });
  const sureness = groups.flatMap((group) => [
    Math.log(mean(group.map((k) => uncertainty[own(k)]!)) / size + surest),
    mean(group.map((k) => seen[own(k)]!)),
  ]);
  return [...places, ...sureness];
}
