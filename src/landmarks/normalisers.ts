/**
 * The lengths that landmark errors are divided by, each under its name, because figures by different normalisers can
 * neither be compared nor converted by a constant (the ratio varies from face to face). There is no default.
 *
 * - `outer-eye-corners`: distance of the two outer eye corners ("inter-ocular", 300-W since 2015).
 * - `pupils`: distance of the means of the six iBUG points of each eye ("inter-pupil", early 300-W papers).
 * - `true-pupils`: distance of the pupil centres themselves, where a source knows them.
 * - `box`: √(width · height) of the face's box (AFLW, MERL-RAV).
 * - `diagonal`: diagonal of the face's box (AFLW, Zhu & Ramanan).
 */
import { LineamentError, UsageError } from '../core/errors.js';
import type { FaceBox } from './face-crop.js';
import type { LandmarkSet } from './landmark-set.js';
import type { Side } from './surface.js';

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
      mend: `choose ${normalisers.join(', ')}; they cannot be converted into each other`,
    });
  }
  return known;
}

/** The length in pixels that errors of this face are divided by. */
export function normalisingDistance(name: Normaliser, set: LandmarkSet, face: LabelledFace): number {
  const distance = measure(name, set, face);
  if (!(distance > 0)) {
    throw new LineamentError(`nme: normaliser '${name}' is ${distance} pixels on this face`, {
      mend: 'correct the labels, or choose another normaliser',
    });
  }
  return distance;
}

function measure(name: Normaliser, set: LandmarkSet, face: LabelledFace): number {
  switch (name) {
    case 'outer-eye-corners':
      return distanceOf(name, (side) => meanPoint(face.points, [outerCorner(set, side)]));
    case 'pupils':
      return distanceOf(name, (side) => meanPoint(face.points, sixPoints(set, side)));
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
      mend: 'choose another normaliser, for example box',
    });
  }
  return distance;
}

function meanPoint(points: Float32Array, indices: readonly number[]): Place {
  let x = 0;
  let y = 0;
  for (const index of indices) {
    x += points[index * 2] ?? Number.NaN;
    y += points[index * 2 + 1] ?? Number.NaN;
  }
  return [x / indices.length, y / indices.length];
}

function pupil(pupils: Float32Array | null, side: Side): Place {
  if (pupils === null) return [Number.NaN, Number.NaN];
  const offset = side === 'right' ? 0 : 2;
  return [pupils[offset]!, pupils[offset + 1]!];
}

/** Index of the set's point on the outer corner of the eye. */
function outerCorner(set: LandmarkSet, side: Side): number {
  return indexOn(set, 'outer-eye-corners', [`lid.${side}.upper`, `lid.${side}.lower`], 0);
}

/** iBUG's six points of an eye: both corners and the two points between them on each lid. */
function sixPoints(set: LandmarkSet, side: Side): number[] {
  const lids = [`lid.${side}.upper`, `lid.${side}.lower`];
  const between = lids.map((lid) =>
    [...set.points.keys()].filter((k) => {
      const point = set.points[k]!;
      if (!('curve' in point)) return false;
      const { curve, at } = point;
      return curve === lid && at > tolerance && at < 1 - tolerance;
    }),
  );
  const [upper = [], lower = []] = between;
  if (upper.length !== 2 || lower.length !== 2) {
    throw new LineamentError(
      `nme: normaliser 'pupils' is the mean of iBUG's six points of each eye; set '${set.name}' has ${upper.length} points between the corners on ${lids[0]} and ${lower.length} on ${lids[1]}, not 2 and 2`,
      { mend: 'choose outer-eye-corners, true-pupils, box or diagonal' },
    );
  }
  return [indexOn(set, 'pupils', lids, 0), indexOn(set, 'pupils', lids, 1), ...upper, ...lower];
}

/** For fractions that were written with a few digits. */
const tolerance = 1e-3;

function indexOn(set: LandmarkSet, name: Normaliser, curves: readonly string[], at: number): number {
  const index = set.points.findIndex(
    (point) => 'curve' in point && curves.includes(point.curve) && Math.abs(point.at - at) < tolerance,
  );
  if (index < 0) {
    throw new LineamentError(
      `nme: normaliser '${name}' needs a point at ${at} of ${curves.join(' or ')}; set '${set.name}' has none`,
      { mend: 'choose true-pupils, box or diagonal' },
    );
  }
  return index;
}
