/**
 * A point of one head's mesh as a landmark for every head: on its own head it is that very point; on others it keeps
 * its place among the feature curves around it (inverse distance weighting, Shepard 1968, over the nearest places).
 */
import { distance, subtract, type Vector3 } from '../core/vector.js';
import type { BlendLandmark, CurveLandmark, Region } from './landmark-set.js';
import { resolveSet } from './resolve.js';
import { dense490 } from './sets/dense-sets.js';
import type { LandmarkSurface, SurfacePoint } from './surface.js';

/** How many places hold a point. */
const anchorCount = 8;

/** @returns a maker of landmarks on this head; undefined where its mean face is not known. */
export function anchoredPoints(
  surface: LandmarkSurface,
): ((point: SurfacePoint & { name: string; region: Region }) => BlendLandmark) | undefined {
  const { topology } = surface;
  const rest = topology?.rest;
  if (topology === undefined || rest === undefined) return undefined;
  const place = ({ triangle, weights }: SurfacePoint): Vector3 => {
    const sum: [number, number, number] = [0, 0, 0];
    for (let corner = 0; corner < 3; corner++)
      for (let axis = 0; axis < 3; axis++)
        sum[axis]! += weights[corner]! * rest[3 * topology.triangles[3 * triangle + corner]! + axis]!;
    return sum;
  };
  const landmarks = dense490.points.filter((point): point is CurveLandmark => 'curve' in point);
  const anchors = resolveSet({ name: 'anchors', points: landmarks, mirror: [] }, surface).map((point, i) => ({
    curve: landmarks[i]!.curve,
    at: landmarks[i]!.at,
    place: place(point),
  }));
  return ({ name, region, triangle, weights }) => {
    const wanted = place({ triangle, weights });
    const nearest = anchors
      .map((anchor) => ({ ...anchor, away: distance(anchor.place, wanted) }))
      .sort((a, b) => a.away - b.away)
      .slice(0, anchorCount)
      .map((anchor) => ({ ...anchor, share: 1 / (anchor.away ** 2 + 1e-4) }));
    const total = nearest.reduce((sum, { share }) => sum + share, 0);
    const blend = nearest.map(({ curve, at, share }) => ({ curve, at, weight: share / total }));
    const mean = nearest.reduce(
      (sum, { place: at, share }): Vector3 => [
        sum[0] + (at[0] * share) / total,
        sum[1] + (at[1] * share) / total,
        sum[2] + (at[2] * share) / total,
      ],
      [0, 0, 0] as Vector3,
    );
    return {
      name,
      region,
      blend,
      offset: subtract(wanted, mean),
      exact: { head: surface.name, triangle, weights },
    };
  };
}
