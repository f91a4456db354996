/** What a set's file says of a head's mesh, read: places on triangles, and curves that are drawn through such places. Browser-safe. */
import { distance, type Vector3 } from '../../core/vector.js';
import { anchoredPoints } from '../../landmarks/anchored-point.js';
import type { Region } from '../../landmarks/landmark-set.js';
import type { DrawnCurve, HeadPointReader } from '../../landmarks/sets/lay-entry.js';
import type { MeshPlace } from '../../landmarks/sets/set-file.js';
import type { LandmarkSurface, SurfacePoint } from '../../landmarks/surface.js';
import { closedSpline, spline } from './curves/curves.js';
import { placeOn } from './surface-place.js';

/** Centimetres between the places that a drawn curve is made of. */
const step = 0.05;

/** @throws never: a head that gives no mean face refuses what it is asked. */
export function headPointReader(head: LandmarkSurface): HeadPointReader {
  const anchor = anchoredPoints(head);
  const { topology, closestSkin } = head;
  const rest = topology?.rest;
  if (anchor === undefined || topology === undefined || rest === undefined || closestSkin === undefined) {
    const refused = { rule: `${head.name} gives no mean face`, hint: 'name a head model' };
    return { points: () => refused, curve: () => refused };
  }
  const count = topology.triangles.length / 3;
  const beyond = (places: readonly MeshPlace[]) => places.find(({ triangle }) => triangle >= count);
  const hint = `${head.name} has the triangles 0 to ${count - 1}`;
  return {
    points({ points }) {
      const wrong = points.find((point) => point.triangle >= count);
      if (wrong !== undefined)
        return { rule: `point '${wrong.name}' is on triangle ${wrong.triangle}`, hint };
      return points.map(({ name, region = 'skin', ...place }) =>
        anchor({ name, region, ...surfacePoint(place) }),
      );
    },
    curve({ through, closed = false }) {
      const wrong = beyond(through);
      if (wrong !== undefined) return { rule: `a place is on triangle ${wrong.triangle}`, hint };
      const guides = through.map((place) => placeOn(topology, rest, surfacePoint(place)));
      const places = (closed ? closedSpline(guides, step) : spline(guides, step)).map((place) =>
        placeOn(topology, rest, closestSkin(place)),
      );
      const { length, at } = along(closed ? [...places, places[0]!] : places);
      return {
        closed,
        length,
        point: (fraction, { name, region }: { name: string; region: Region }) =>
          anchor({ name, region, ...closestSkin(at(fraction)) }),
      } satisfies DrawnCurve;
    },
  };
}

function surfacePoint({ triangle, weights }: MeshPlace): SurfacePoint {
  return { triangle, weights: weights as [number, number, number] };
}

/** A polyline by its arc length. */
function along(places: readonly Vector3[]): { length: number; at: (fraction: number) => Vector3 } {
  const lengths = [0];
  for (let i = 1; i < places.length; i++)
    lengths.push(lengths[i - 1]! + distance(places[i]!, places[i - 1]!));
  const length = lengths.at(-1)!;
  const at = (fraction: number): Vector3 => {
    const wanted = fraction * length;
    let i = 1;
    while (i + 1 < lengths.length && lengths[i]! < wanted) i++;
    const part = lengths[i]! - lengths[i - 1]!;
    const t = part > 0 ? (wanted - lengths[i - 1]!) / part : 0;
    const [a, b] = [places[i - 1]!, places[i]!];
    return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
  };
  return { length, at };
}
