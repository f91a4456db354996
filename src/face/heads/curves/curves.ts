/**
 * Builds feature curves and contour paths on the mean surface of a head. A curve comes from a path along mesh edges
 * (lid and lip edges, which the mesh follows), from 3D guide points joined by a centripetal Catmull–Rom spline (Yuksel
 * et al. 2011) and projected to the nearest surface (jaw, brows, nose), or from a plane section (contour paths).
 * Everything is computed on the neutral mean face; curves then move with the surface.
 */
import { internalError } from '../../../core/errors.js';
import {
  add,
  cross,
  distance,
  dot,
  mix,
  normalise,
  scale,
  subtract,
  type Vector3,
} from '../../../core/vector.js';
import type { SurfaceCurve, SurfacePoint } from '../../../landmarks/surface.js';
import { EdgeGraph } from '../../../mesh/edge-graph.js';
import { TriangleGrid } from '../../../mesh/triangle-grid.js';

export class MeanSurface {
  readonly #positions: Float32Array;
  readonly #triangles: Uint32Array;
  /** Numbers of the triangles that curves may lie on. */
  readonly #included: readonly number[];
  /** The vertices of these, once each. */
  #vertices: Uint32Array | undefined;
  /** `[V]` of the plane that is cut by: on which side a vertex lies and how far. */
  readonly #heights: Float64Array;
  readonly #above: Uint8Array;
  #grid: TriangleGrid | undefined;
  #firstTriangle: Map<number, number> | undefined;
  #edges: EdgeGraph | undefined;

  /**
   * @param positions – `[V, 3]` the mean face. @param triangles – `[T, 3]`.
   * @param include – which triangles curves may lie on.
   */
  constructor(
    positions: Float32Array,
    triangles: Uint32Array,
    include: (triangle: number) => boolean = () => true,
  ) {
    this.#positions = positions;
    this.#triangles = triangles;
    const included: number[] = [];
    for (let t = 0; t < triangles.length / 3; t++) if (include(t)) included.push(t);
    this.#included = included;
    this.#heights = new Float64Array(positions.length / 3);
    this.#above = new Uint8Array(positions.length / 3);
  }

  vertex(v: number): Vector3 {
    return [this.#positions[3 * v]!, this.#positions[3 * v + 1]!, this.#positions[3 * v + 2]!];
  }

  position({ triangle, weights }: SurfacePoint): Vector3 {
    const [a, b, c] = this.#corners(triangle);
    return add(
      add(scale(this.vertex(a), weights[0]), scale(this.vertex(b), weights[1])),
      scale(this.vertex(c), weights[2]),
    );
  }

  /** The vertex as a point of one of its triangles. */
  atVertex(v: number): SurfacePoint {
    this.#firstTriangle ??= this.#findFirstTriangles();
    const triangle = this.#firstTriangle.get(v);
    if (triangle === undefined) throw internalError(`vertex ${v} is on none of the surface's triangles`);
    const place = this.#corners(triangle).indexOf(v);
    return { triangle, weights: [place === 0 ? 1 : 0, place === 1 ? 1 : 0, place === 2 ? 1 : 0] };
  }

  /** The nearest point of the surface. */
  closest(point: Vector3): SurfacePoint {
    this.#grid ??= new TriangleGrid(this.#positions, this.#triangles, this.#included);
    return this.#grid.closest(point);
  }

  /** The furthest place where a ray meets the surface: for eyeballs, seen from their centre. */
  alongRay(origin: Vector3, direction: Vector3): SurfacePoint {
    let best: SurfacePoint | undefined;
    let furthest = 0;
    for (const triangle of this.#included) {
      const [a, b, c] = this.#corners(triangle).map((v) => subtract(this.vertex(v), origin)) as [
        Vector3,
        Vector3,
        Vector3,
      ];
      const wa = dot(direction, cross(b, c));
      const wb = dot(direction, cross(c, a));
      const wc = dot(direction, cross(a, b));
      const sum = wa + wb + wc;
      if (sum === 0 || wa * sum < 0 || wb * sum < 0 || wc * sum < 0) continue;
      const weights = [wa / sum, wb / sum, wc / sum] as const;
      const along =
        weights[0] * dot(a, direction) + weights[1] * dot(b, direction) + weights[2] * dot(c, direction);
      if (along > furthest) {
        furthest = along;
        best = { triangle, weights };
      }
    }
    if (!best) throw internalError(`no surface along the ray ${direction.join(', ')}`);
    return best;
  }

  /** Vertices along the shortest path of mesh edges through the stops, stops included. */
  edgePath(stops: readonly number[]): number[] {
    this.#edges ??= new EdgeGraph(this.#positions, this.#triangles, this.#included);
    const path = [stops[0]!];
    for (let i = 1; i < stops.length; i++)
      path.push(...this.#edges.shortest(stops[i - 1]!, stops[i]!).slice(1));
    return path;
  }

  alongVertices(vertices: readonly number[]): SurfaceCurve {
    return this.curve(
      vertices.map((v) => this.atVertex(v)),
      false,
    );
  }

  /**
   * A smooth curve through the guide points, projected to the surface.
   * @param step – about the distance between its points, centimetres: a landmark between two points that share no
   * triangle is moved to the nearer one. @param closed – back to the first guide.
   */
  alongGuides(
    guides: readonly Vector3[],
    { step = 0.08, closed = false }: { step?: number; closed?: boolean } = {},
  ): SurfaceCurve {
    const places = closed ? closedSpline(guides, step) : spline(guides, step);
    return this.curve(
      places.map((point) => this.closest(point)),
      closed,
    );
  }

  curve(points: readonly SurfacePoint[], closed: boolean): SurfaceCurve {
    const places = points.map((point) => this.position(point));
    const kept: SurfacePoint[] = [points[0]!];
    const lengths = [0];
    let last = places[0]!;
    for (let i = 1; i < points.length; i++) {
      const step = distance(places[i]!, last);
      if (step < 1e-5) continue;
      kept.push(points[i]!);
      lengths.push(lengths.at(-1)! + step);
      last = places[i]!;
    }
    const total = lengths.at(-1)! + (closed ? distance(last, places[0]!) : 0);
    return { closed, points: kept, fractions: lengths.map((value) => value / total) };
  }

  /**
   * The section of the surface by a plane, walked from the point nearest to `start` towards `target`, until the
   * target's side of `stop` is passed or the surface ends.
   * @param normal – the plane's normal; the plane goes through `start`.
   */
  section(
    start: Vector3,
    target: Vector3,
    normal: Vector3,
    stop: (place: Vector3) => boolean,
  ): SurfacePoint[] {
    const [positions, triangles, heights, aboves] = [
      this.#positions,
      this.#triangles,
      this.#heights,
      this.#above,
    ];
    this.#vertices ??= Uint32Array.from(new Set(this.#included.flatMap((t) => this.#corners(t))));
    const [startX, startY, startZ] = start;
    const [normalX, normalY, normalZ] = normal;
    for (const v of this.#vertices) {
      const n = 3 * v;
      const value =
        (positions[n]! - startX) * normalX +
        (positions[n + 1]! - startY) * normalY +
        (positions[n + 2]! - startZ) * normalZ;
      heights[v] = value === 0 ? 1e-9 : value;
      aboves[v] = value >= 0 ? 1 : 0;
    }
    const segments = new Map<number, { point: SurfacePoint; other: number }[]>();
    for (const triangle of this.#included) {
      const above = aboves[triangles[3 * triangle]!];
      if (above === aboves[triangles[3 * triangle + 1]!] && above === aboves[triangles[3 * triangle + 2]!])
        continue;
      const corners = this.#corners(triangle);
      const ends: { key: number; point: SurfacePoint }[] = [];
      for (let i = 0; i < 3; i++) {
        const j = (i + 1) % 3;
        const [a, b] = [corners[i]!, corners[j]!];
        if (heights[a]! > 0 === heights[b]! > 0) continue;
        const t = heights[a]! / (heights[a]! - heights[b]!);
        const weights: [number, number, number] = [0, 0, 0];
        weights[i] = 1 - t;
        weights[j] = t;
        // One number for an edge.
        ends.push({ key: Math.min(a, b) * heights.length + Math.max(a, b), point: { triangle, weights } });
      }
      const [one, two] = ends;
      if (!one || !two) continue;
      for (const [from, to] of [
        [one, two],
        [two, one],
      ] as const) {
        const list = segments.get(from.key);
        const entry = { point: from.point, other: to.key };
        if (list) list.push(entry);
        else segments.set(from.key, [entry]);
      }
    }
    return this.#walk(segments, start, target, stop);
  }

  #walk(
    segments: ReadonlyMap<number, readonly { point: SurfacePoint; other: number }[]>,
    start: Vector3,
    target: Vector3,
    stop: (place: Vector3) => boolean,
  ): SurfacePoint[] {
    let at = -1;
    let nearest = Number.POSITIVE_INFINITY;
    for (const [key, [entry]] of segments) {
      const away = distance(this.position(entry!.point), start);
      if (away < nearest) [nearest, at] = [away, key];
    }
    const path = [this.closest(start)];
    let before = -1;
    const forward = subtract(target, start);
    for (let steps = 0; steps < 2000; steps++) {
      const entries = segments.get(at);
      if (!entries) break;
      const place = this.position(entries[0]!.point);
      if (stop(place)) break;
      if (distance(place, this.position(path.at(-1)!)) > 1e-4) path.push(entries[0]!.point);
      const next = entries
        .map(({ other }) => other)
        .filter((key) => key !== before)
        .map((key) => ({
          key,
          gain: dot(subtract(this.position(segments.get(key)![0]!.point), place), forward),
        }))
        .sort((a, b) => b.gain - a.gain)[0];
      if (!next) break;
      before = at;
      at = next.key;
    }
    return path;
  }

  #corners(triangle: number): [number, number, number] {
    return [
      this.#triangles[3 * triangle]!,
      this.#triangles[3 * triangle + 1]!,
      this.#triangles[3 * triangle + 2]!,
    ];
  }

  #findFirstTriangles(): Map<number, number> {
    const first = new Map<number, number>();
    for (const t of this.#included) for (const v of this.#corners(t)) if (!first.has(v)) first.set(v, t);
    return first;
  }
}

/** As {@link spline}, back to the first point, which is not repeated. */
export function closedSpline(points: readonly Vector3[], step: number): Vector3[] {
  const count = points.length;
  const around = [points[count - 1]!, ...points, points[0]!, points[1]!];
  const before = spline(around.slice(0, 2), step).length - 1;
  const after = spline(around.slice(-2), step).length;
  return spline(around, step).slice(before, -after);
}

/** Centripetal Catmull–Rom through every one of the points, sampled about every `step`. */
export function spline(points: readonly Vector3[], step: number): Vector3[] {
  const result: Vector3[] = [];
  const count = points.length;
  for (let i = 0; i + 1 < count; i++) {
    const b = points[i]!;
    const c = points[i + 1]!;
    const a = points[i - 1] ?? subtract(scale(b, 2), c);
    const d = points[i + 2] ?? subtract(scale(c, 2), b);
    const t1 = Math.sqrt(distance(a, b));
    const t2 = t1 + Math.sqrt(distance(b, c));
    const t3 = t2 + Math.sqrt(distance(c, d));
    const perSegment = Math.max(1, Math.ceil(distance(b, c) / step));
    for (let k = 0; k < perSegment; k++) {
      const t = t1 + ((t2 - t1) * k) / perSegment;
      const ab = mix(a, b, t / t1);
      const bc = mix(b, c, (t - t1) / (t2 - t1));
      const cd = mix(c, d, (t - t2) / (t3 - t2));
      result.push(mix(mix(ab, bc, t / t2), mix(bc, cd, (t - t1) / (t3 - t1)), (t - t1) / (t2 - t1)));
    }
  }
  result.push(points[count - 1]!);
  return result;
}

/**
 * Points of a ring on an eyeball: directions at `angle` from the axis, from the outermost over the top.
 * @param outwards – +1 for the left eye, −1 for the right.
 */
export function ringDirections(axis: Vector3, angle: number, outwards: 1 | -1, count: number): Vector3[] {
  const side = normalise(cross([0, 1, 0], axis));
  const up = cross(axis, side);
  return Array.from({ length: count }, (_, i) => {
    const turn = (2 * Math.PI * i) / count;
    const across = add(scale(side, Math.cos(turn) * outwards), scale(up, Math.sin(turn)));
    return add(scale(axis, Math.cos(angle)), scale(across, Math.sin(angle)));
  });
}
