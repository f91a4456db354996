/**
 * The lengths that landmark errors are divided by, each under its name, because figures by different normalisers can
 * neither be compared nor converted by a constant (the ratio varies from face to face). There is no default.
 *
 * - `outer-eye-corners`: distance of the two outer eye corners ("inter-ocular", 300-W since 2015).
 * - `pupils`: distance of the means of the six iBUG points of each eye ("inter-pupil", early 300-W papers). In other
 *   sets each of the six is the same fraction of the lid, between the two nearest points.
 * - `true-pupils`: distance of the pupil centres themselves, where a source knows them.
 * - `box`: √(width · height) of the face's box (AFLW, MERL-RAV).
 * - `diagonal`: diagonal of the face's box (AFLW, Zhu & Ramanan).
 */
import { LineamentError, UsageError } from '../../core/errors.js';
import { correspondences } from '../correspondence.js';
import type { FaceBox } from '../face-crop.js';
import type { LandmarkSet } from '../landmark-set.js';
import { ibug68 } from '../sets/ibug68.js';
import type { Side } from '../surface.js';

export const normalisers = ['outer-eye-corners', 'pupils', 'true-pupils', 'box', 'diagonal'] as const;
export type Normaliser = (typeof normalisers)[number];

/** What a normaliser measures on: the labels, never the prediction. */
export interface LabelledFace {
  /** `[K, 2]` pixels, NaN where unknown. */
  points: Float32Array;
  box: FaceBox;
  /** True pupil centres `[right x, y, left x, y]`, pixels. */
  pupils: Float32Array | null;
}

/** The normaliser of this name; refuses a missing or unknown name. */
export function normaliserNamed(name: string | undefined): Normaliser {
  const known = normalisers.find((normaliser) => normaliser === name);
  if (known === undefined) {
    const got = name === undefined ? 'none is named' : `'${name}' is not one`;
    throw new UsageError(`nme: an error needs a normaliser; ${got}`, {
      hint: `choose ${normalisers.join(', ')}; they cannot be converted into each other`,
    });
  }
  return known;
}

/** The length in pixels that errors of this face are divided by. */
export function normalisingDistance(name: Normaliser, set: LandmarkSet, face: LabelledFace): number {
  const distance = measure(name, set, face);
  if (!(distance > 0)) {
    throw new LineamentError(`nme: normaliser '${name}' is ${distance} pixels on this face`, {
      hint: 'correct the labels, or choose another normaliser',
    });
  }
  return distance;
}

function measure(name: Normaliser, set: LandmarkSet, face: LabelledFace): number {
  switch (name) {
    case 'outer-eye-corners':
      return distanceOf(name, (side) => meanPoint(face.points, placesOf(set, 'corner', side)));
    case 'pupils':
      return distanceOf(name, (side) => meanPoint(face.points, placesOf(set, 'six', side)));
    case 'true-pupils':
      return distanceOf(name, (side) => pupil(face.pupils, side));
    case 'box':
      return Math.sqrt(face.box.width * face.box.height);
    case 'diagonal':
      return Math.hypot(face.box.width, face.box.height);
  }
}

type Place = readonly [number, number];

function distanceOf(name: Normaliser, place: (side: Side) => Place): number {
  const right = place('right');
  const left = place('left');
  const distance = Math.hypot(right[0] - left[0], right[1] - left[1]);
  if (Number.isNaN(distance)) {
    throw new LineamentError(`nme: normaliser '${name}' needs points that this face's labels lack`, {
      hint: 'choose another normaliser, for example box',
    });
  }
  return distance;
}

/** A point of the set and its share in a mean. */
interface Weighted {
  readonly index: number;
  readonly weight: number;
}

function meanPoint(points: Float32Array, places: readonly Weighted[]): Place {
  let x = 0;
  let y = 0;
  let total = 0;
  for (const { index, weight } of places) {
    x += weight * (points[index * 2] ?? Number.NaN);
    y += weight * (points[index * 2 + 1] ?? Number.NaN);
    total += weight;
  }
  return [x / total, y / total];
}

function pupil(pupils: Float32Array | null, side: Side): Place {
  if (pupils === null) return [Number.NaN, Number.NaN];
  const offset = side === 'right' ? 0 : 2;
  return [pupils[offset]!, pupils[offset + 1]!];
}

/** Found once for a set: evaluation asks for every face. */
const known = new WeakMap<LandmarkSet, Map<string, Weighted[]>>();

function placesOf(set: LandmarkSet, what: 'corner' | 'six', side: Side): Weighted[] {
  const places = known.get(set) ?? new Map<string, Weighted[]>();
  known.set(set, places);
  const key = `${what} ${side}`;
  const found = places.get(key) ?? (what === 'corner' ? outerCorner(set, side) : sixPoints(set, side));
  places.set(key, found);
  return found;
}

/** The outer corner of the eye: iBUG's point, a little inside the lids' very end. */
function outerCorner(set: LandmarkSet, side: Side): Weighted[] {
  return standingFor(set, [side === 'right' ? 36 : 45], 'outer-eye-corners', 'true-pupils, box or diagonal');
}

/** iBUG's six points of an eye: both corners and the two points between them on each lid. */
function sixPoints(set: LandmarkSet, side: Side): Weighted[] {
  const wanted = side === 'right' ? [36, 39, 37, 38, 41, 40] : [45, 42, 44, 43, 46, 47];
  return standingFor(set, wanted, 'pupils', 'outer-eye-corners, true-pupils, box or diagonal');
}

function standingFor(
  set: LandmarkSet,
  wanted: readonly number[],
  name: Normaliser,
  others: string,
): Weighted[] {
  const found = correspondences(set, ibug68);
  return wanted.flatMap((i) => {
    const { distance, between } = found[i]!;
    const { first, second, share } = between;
    if (distance > nearEnough)
      throw new LineamentError(
        `nme: normaliser '${name}' is measured between iBUG's points of the eyes; set '${set.name}' has nothing within ${nearEnough * 10} mm of point ${i}`,
        { hint: `choose ${others}` },
      );
    return [
      { index: first, weight: 1 - share },
      { index: second, weight: share },
    ].filter(({ weight }) => weight > 0);
  });
}

/** On the mean face, centimetres: a point this near to iBUG's stands for it. */
const nearEnough = 0.25;
