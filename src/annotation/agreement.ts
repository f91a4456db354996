/**
 * How far two annotators of the same faces are apart, by region, in per cent of the distance of the outer eye corners: the unit in which
 * annotators of 300-W differ by 1.8 % (Sagonas et al., 300 Faces In-The-Wild, 2016). K points. Safe in browsers.
 */
import { mean } from '../core/numbers/statistics.js';
import { normalisingDistance } from '../landmarks/errors/normalisers.js';
import { type LandmarkSet, type Region, regions } from '../landmarks/landmark-set.js';
import { annotatorRules } from './simulated-annotator.js';

export interface Agreement {
  /** Faces that both have done. */
  faces: number;
  /** Mean distance over all points; null without such a face. */
  all: number | null;
  byRegion: { region: Region; points: number; distance: number | null }[];
  /** What annotators are known to differ by. */
  known: number;
  /** Each face, the least agreed first. */
  worst: { id: string; distance: number }[];
}

export interface TwiceAnnotated {
  id: string;
  /** `[K, 2]` pixels. */
  first: Float32Array;
  second: Float32Array;
}

export function agreementOf(set: LandmarkSet, faces: readonly TwiceAnnotated[]): Agreement {
  const apart = faces.map(({ id, first, second }) => ({ id, distances: distancesOf(set, first, second) }));
  const all = apart.flatMap(({ distances }) => [...distances]);
  return {
    faces: faces.length,
    all: all.length === 0 ? null : mean(all),
    byRegion: regions
      .map((region) => {
        const own = set.points.flatMap((point, k) => (point.region === region ? [k] : []));
        const distances = apart.flatMap((face) => own.map((k) => face.distances[k]!));
        return { region, points: own.length, distance: distances.length === 0 ? null : mean(distances) };
      })
      .filter(({ points }) => points > 0),
    known: annotatorRules.noise,
    worst: apart
      .map(({ id, distances }) => ({ id, distance: mean(distances) }))
      .sort((a, b) => b.distance - a.distance || (a.id < b.id ? -1 : 1)),
  };
}

/** `[K]` per cent. Measured by the middle of both, so that neither is the truth. */
function distancesOf(set: LandmarkSet, first: Float32Array, second: Float32Array): Float32Array {
  const points = first.map((value, i) => (value + second[i]!) / 2);
  const whole = normalisingDistance('outer-eye-corners', set, {
    points,
    box: { x: 0, y: 0, width: 1, height: 1 },
    pupils: null,
  });
  return Float32Array.from(
    { length: set.points.length },
    (_, k) =>
      (100 * Math.hypot(first[2 * k]! - second[2 * k]!, first[2 * k + 1]! - second[2 * k + 1]!)) / whole,
  );
}
