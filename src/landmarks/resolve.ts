/**
 * Lays a landmark set on a head: each fraction of a curve becomes a point of a triangle; a place between curves is
 * brought to the nearest skin of the mean face.
 *
 * Between two neighbouring points of a curve the result must stay on the surface under every identity and expression.
 * Where one triangle holds both neighbours (both in it, or on its edges or corners) the point is interpolated in that
 * triangle. Where none does, the straight line between them would leave the surface, so the nearer neighbour is taken:
 * a head whose curves have short steps, or run along edges, loses nothing.
 */
import { LineamentError } from '../core/errors.js';
import type { BlendLandmark, CurvePlace, LandmarkDefinition, LandmarkSet } from './landmark-set.js';
import type { LandmarkSurface, SurfaceCurve, SurfacePoint } from './surface.js';

/** @returns K surface points, in the order of the set. */
export function resolveSet(set: LandmarkSet, surface: LandmarkSurface): SurfacePoint[] {
  return set.points.map(pointResolver(surface, set.name));
}

/** Lays single points on a head, one after another. @param set – its name, for messages. */
export function pointResolver(
  surface: LandmarkSurface,
  set: string,
): (point: LandmarkDefinition) => SurfacePoint {
  const join = triangleFinder(surface.topology?.triangles);
  const onCurve = ({ curve: name, at }: CurvePlace): SurfacePoint => {
    const curve = surface.curves.get(name);
    if (curve === undefined) {
      throw new LineamentError(
        `landmarks: set '${set}' names curve '${name}'; head '${surface.name}' has none`,
        {
          hint: `its curves are ${[...surface.curves.keys()].join(', ')}`,
        },
      );
    }
    return pointOnCurve(curve, at, join);
  };
  return (point) =>
    'blend' in point
      ? pointBetween(set, point, surface, onCurve)
      : point.offset === undefined
        ? onCurve(point)
        : pointBetween(set, { ...point, blend: [{ ...point, weight: 1 }] }, surface, onCurve);
}

function pointBetween(
  set: string,
  { name, blend, offset, exact }: BlendLandmark,
  surface: LandmarkSurface,
  onCurve: (place: CurvePlace) => SurfacePoint,
): SurfacePoint {
  if (exact?.head === surface.name) return { triangle: exact.triangle, weights: exact.weights };
  const { topology } = surface;
  if (topology?.rest === undefined || surface.closestSkin === undefined) {
    throw new LineamentError(
      `landmarks: point '${name}' of set '${set}' lies between curves; head '${surface.name}' gives no mean face to lay it on`,
      { hint: 'lay the set on a head model' },
    );
  }
  const { rest, triangles } = topology;
  const place: [number, number, number] = [offset?.[0] ?? 0, offset?.[1] ?? 0, offset?.[2] ?? 0];
  for (const { weight, ...anchor } of blend) {
    const { triangle, weights } = onCurve(anchor);
    for (let corner = 0; corner < 3; corner++) {
      const vertex = 3 * triangles[3 * triangle + corner]!;
      for (let axis = 0; axis < 3; axis++) place[axis]! += weight * weights[corner]! * rest[vertex + axis]!;
    }
  }
  return surface.closestSkin(place);
}

type CommonTriangle = (a: SurfacePoint, b: SurfacePoint) => readonly [SurfacePoint, SurfacePoint] | null;

function pointOnCurve(curve: SurfaceCurve, at: number, join: CommonTriangle): SurfacePoint {
  const { points, fractions, closed } = curve;
  const last = points.length - 1;
  let next = fractions.findIndex((fraction) => fraction >= at);
  if (next === 0) return points[0]!;
  if (next < 0) {
    if (!closed) return points[last]!;
    next = last + 1;
  }
  const start = points[next - 1]!;
  const end = next > last ? points[0]! : points[next]!;
  const from = fractions[next - 1]!;
  const to = next > last ? 1 : fractions[next]!;
  const t = to > from ? (at - from) / (to - from) : 0;
  const common = join(start, end);
  if (common === null) return t < 0.5 ? start : end;
  const [a, b] = common;
  const mix = (i: 0 | 1 | 2): number => a.weights[i] + (b.weights[i] - a.weights[i]) * t;
  return { triangle: a.triangle, weights: [mix(0), mix(1), mix(2)] };
}

const negligible = 1e-7;

/** Finds a triangle that holds two surface points and expresses both in it. */
function triangleFinder(triangles: Uint32Array | undefined): CommonTriangle {
  let around: ReadonlyMap<number, readonly number[]> | undefined;
  return (a, b) => {
    if (a.triangle === b.triangle) return [a, b];
    if (triangles === undefined) return null;
    const shares = [support(triangles, a), support(triangles, b)] as const;
    const needed = [...new Set([...shares[0].keys(), ...shares[1].keys()])];
    if (needed.length > 3) return null;
    around ??= trianglesAround(triangles);
    for (const triangle of around.get(needed[0]!) ?? []) {
      const corners = triangles.subarray(triangle * 3, triangle * 3 + 3);
      if (!needed.every((vertex) => corners.includes(vertex))) continue;
      const express = (weights: ReadonlyMap<number, number>): SurfacePoint => ({
        triangle,
        weights: [
          weights.get(corners[0]!) ?? 0,
          weights.get(corners[1]!) ?? 0,
          weights.get(corners[2]!) ?? 0,
        ],
      });
      return [express(shares[0]), express(shares[1])];
    }
    return null;
  };
}

/** For each vertex its triangles, in rising order. */
function trianglesAround(triangles: Uint32Array): Map<number, number[]> {
  const around = new Map<number, number[]>();
  triangles.forEach((vertex, i) => {
    const list = around.get(vertex);
    if (list) list.push(Math.floor(i / 3));
    else around.set(vertex, [Math.floor(i / 3)]);
  });
  return around;
}

/** The vertices that a point hangs on, with their weights. */
function support(triangles: Uint32Array, point: SurfacePoint): Map<number, number> {
  const shares = new Map<number, number>();
  point.weights.forEach((weight, i) => {
    if (Math.abs(weight) > negligible) shares.set(triangles[point.triangle * 3 + i]!, weight);
  });
  return shares;
}
