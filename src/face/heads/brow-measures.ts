/**
 * Measures of a person's brows on the face at rest, so that raised brows are not called arched: what attributes are made
 * of. Both heads move the brows' skin linearly with identity (published modes, anthropometry and `brow-shapes.ts`
 * alike), so each head is shaped once for each parameter, and a face costs a small matrix product, not a head. P identity
 * parameters.
 */
import { internalError } from '../../core/errors.js';
import { mix, type Vector3 } from '../../core/vector.js';
import type { CurveName, Side, SurfaceCurve } from '../../landmarks/surface.js';
import { type HeadModel, neutralParameters } from './head-model.js';
import { placeOn } from './surface-place.js';

/** Means of both brows; labelled edges, whatever hairs stand in them. */
export interface BrowMeasures {
  /** Rise of the middle line over the straight line between its ends, at most, centimetres. */
  arch: number;
  /** Height between lower and upper edge along the brow's middle half, centimetres. */
  breadth: number;
  /** Between the inner ends, centimetres. */
  gap: number;
  /** Of the straight line from the inner to the outer end, radians; positive where the outer end stands higher. */
  tilt: number;
}

/** Places along a brow, 0 at its outer end. */
const stations = [0, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 1] as const;
const sides: readonly Side[] = ['right', 'left'];
const edges = ['upper', 'lower'] as const;
const perSide = edges.length * stations.length;

/** The head is shaped P + 1 times here: about a tenth of a second. */
export function createBrowMeasurer(head: HeadModel): (identity: readonly number[]) => BrowMeasures {
  const neutral = neutralParameters(head);
  const mean = browPlaces(head, neutral.identity);
  const modes = head.identityNames.map((_, parameter) =>
    browPlaces(
      head,
      neutral.identity.map((_, other) => (other === parameter ? 1 : 0)),
    ).map((value, i) => value - mean[i]!),
  );
  return (identity) => {
    const places = mean.slice();
    modes.forEach((mode, parameter) => {
      const amount = identity[parameter] ?? 0;
      for (let i = 0; i < places.length; i++) places[i]! += amount * mode[i]!;
    });
    return measureBrows(places);
  };
}

/** @returns `[2 sides, 2 edges, stations, 3]` head space, of the face at rest. */
export function browPlaces(head: HeadModel, identity: readonly number[]): Float64Array {
  const { positions } = head.shape({ ...neutralParameters(head), identity });
  const places = sides.flatMap((side) =>
    edges.flatMap((edge) => {
      const name: CurveName = `brow.${side}.${edge}`;
      const curve = head.curves.get(name);
      if (curve === undefined) throw internalError(`head without curve ${name}`);
      return stations.map((at) => placeAlong(head, positions, curve, at));
    }),
  );
  return Float64Array.from(places.flat());
}

function placeAlong(
  { topology }: HeadModel,
  positions: Float32Array,
  { points, fractions }: SurfaceCurve,
  at: number,
): Vector3 {
  let i = 0;
  while (i + 2 < fractions.length && fractions[i + 1]! < at) i++;
  const [from, to] = [fractions[i]!, fractions[i + 1]!];
  const share = Math.min(1, Math.max(0, (at - from) / (to - from)));
  return mix(placeOn(topology, positions, points[i]!), placeOn(topology, positions, points[i + 1]!), share);
}

/** @param places – as `browPlaces` gives them. */
export function measureBrows(places: Float64Array): BrowMeasures {
  const of = sides.map((_, side) => {
    const at = (edge: number, station: number, axis: number): number =>
      places[3 * (perSide * side + stations.length * edge + station) + axis]!;
    const middle = (station: number): [x: number, y: number] => [
      Math.abs(at(0, station, 0) + at(1, station, 0)) / 2,
      (at(0, station, 1) + at(1, station, 1)) / 2,
    ];
    const [outer, inner] = [middle(0), middle(stations.length - 1)];
    const slope = (outer[1] - inner[1]) / (outer[0] - inner[0]);
    const rises = stations.map((_, i) => {
      const [x, y] = middle(i);
      return y - inner[1] - slope * (x - inner[0]);
    });
    const heights = stations.flatMap((place, i) =>
      place >= 0.25 && place <= 0.75 ? [at(0, i, 1) - at(1, i, 1)] : [],
    );
    return {
      arch: Math.max(...rises),
      breadth: heights.reduce((sum, height) => sum + height, 0) / heights.length,
      gap: 2 * inner[0],
      tilt: Math.atan(slope),
    };
  });
  const mean = (name: keyof BrowMeasures): number => (of[0]![name] + of[1]![name]) / 2;
  return { arch: mean('arch'), breadth: mean('breadth'), gap: mean('gap'), tilt: mean('tilt') };
}
