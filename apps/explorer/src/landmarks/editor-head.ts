/** A head in the editor: its surface as sets are laid on it, and what moving a point on it means. */
import { distance, type Vector3 } from '../../../../src/core/vector.js';
import { outerSkin, projectionTo } from '../../../../src/face/heads/curves/derived-curves.js';
import { headPointReader } from '../../../../src/face/heads/head-point-reader.js';
import { placeOn } from '../../../../src/face/heads/surface-place.js';
import type { LandmarkDefinition } from '../../../../src/landmarks/landmark-set.js';
import { pointResolver } from '../../../../src/landmarks/resolve.js';
import type { HeadPointReader } from '../../../../src/landmarks/sets/lay-entry.js';
import type { CurveName, LandmarkSurface, SurfacePoint } from '../../../../src/landmarks/surface.js';
import type { HeadPackMeta } from '../../../../src/server/studio/schemas/landmarks.js';

export interface HeadFace {
  title: string;
  /** `[V, 3]` */
  positions: Float32Array;
}

export interface HeadMesh {
  rest: Float32Array;
  /** `[T, 3]` */
  triangles: Uint32Array;
  /** `[T]` */
  materials: Uint8Array;
}

export class EditorHead {
  readonly name: string;
  readonly mesh: HeadMesh;
  /** The mean face first. */
  readonly faces: readonly HeadFace[];
  readonly surface: LandmarkSurface & Required<Pick<LandmarkSurface, 'closestSkin'>>;
  readonly #resolve: (point: LandmarkDefinition) => SurfacePoint;
  readonly #known = new WeakMap<LandmarkDefinition, SurfacePoint>();
  readonly #curvePlaces = new Map<
    string,
    { places: Vector3[]; fractions: readonly number[]; closed: boolean }
  >();
  #reader: HeadPointReader | undefined;

  constructor(
    meta: HeadPackMeta,
    mesh: HeadMesh,
    faces: readonly Float32Array[],
    curves: LandmarkSurface['curves'],
  ) {
    this.name = meta.name;
    this.mesh = mesh;
    this.faces = [
      { title: 'mean face', positions: mesh.rest },
      ...faces.map((positions, i) => ({ title: meta.faces[i] ?? '', positions })),
    ];
    const topology = { vertexCount: meta.vertexCount, ...mesh };
    this.surface = {
      name: meta.name,
      curves,
      topology,
      contourPaths: [],
      closestSkin: projectionTo(outerSkin(topology)),
    };
    this.#resolve = pointResolver(this.surface, 'the edited set');
  }

  get reader(): HeadPointReader {
    this.#reader ??= headPointReader(this.surface);
    return this.#reader;
  }

  resolve(point: LandmarkDefinition): SurfacePoint {
    const known = this.#known.get(point);
    if (known !== undefined) return known;
    const made = this.#resolve(point);
    this.#known.set(point, made);
    return made;
  }

  /** @param positions – `[V, 3]` of a face; the mean one by default. */
  place(point: LandmarkDefinition, positions: Float32Array = this.mesh.rest): Vector3 {
    return placeOn(this.mesh, positions, this.resolve(point));
  }

  /** The nearest point of the skin as a landmark. Its weights are short, so that a file has them as they are. */
  skinPoint(place: Vector3, named: Pick<LandmarkDefinition, 'name' | 'region'>): LandmarkDefinition {
    const { triangle, weights } = this.skinPlace(place);
    const made = this.reader.points({
      head: this.name,
      points: [{ ...named, triangle, weights }],
    });
    if ('rule' in made) throw new Error(made.rule);
    return made[0]!;
  }

  skinPlace(place: Vector3): SurfacePoint {
    const { triangle, weights } = this.surface.closestSkin(place);
    const [a, b] = [short(weights[0]), short(weights[1])];
    return { triangle, weights: [a, b, Math.max(0, short(1 - a - b))] };
  }

  mirrored(point: SurfacePoint): SurfacePoint {
    const [x, y, z] = placeOn(this.mesh, this.mesh.rest, point);
    return this.skinPlace([-x, y, z]);
  }

  /** Of a feature curve: the place that is nearest. */
  nearestOn(curve: string, place: Vector3): { at: number; distance: number } {
    const { places, fractions, closed } = this.curvePlaces(curve);
    let best = { at: 0, distance: Number.POSITIVE_INFINITY };
    const count = closed ? places.length : places.length - 1;
    for (let i = 0; i < count; i++) {
      const [a, b] = [places[i]!, places[(i + 1) % places.length]!];
      const t = shareBetween(a, b, place);
      const near: Vector3 = [0, 1, 2].map((k) => a[k]! + (b[k]! - a[k]!) * t) as [number, number, number];
      const away = distance(near, place);
      if (away >= best.distance) continue;
      const [from, to] = [fractions[i]!, i + 1 < places.length ? fractions[i + 1]! : 1];
      best = { at: Math.round((from + (to - from) * t) * 1e4) / 1e4, distance: away };
    }
    return closed && best.at === 1 ? { ...best, at: 0 } : best;
  }

  /** The feature curve that runs nearest. */
  nearestCurve(place: Vector3): { curve: CurveName; at: number; distance: number } | undefined {
    let best: { curve: CurveName; at: number; distance: number } | undefined;
    for (const curve of this.surface.curves.keys()) {
      const near = this.nearestOn(curve, place);
      if (best === undefined || near.distance < best.distance) best = { curve: curve as CurveName, ...near };
    }
    return best;
  }

  curvePlaces(name: string): { places: Vector3[]; fractions: readonly number[]; closed: boolean } {
    const known = this.#curvePlaces.get(name);
    if (known !== undefined) return known;
    const curve = this.surface.curves.get(name)!;
    const made = {
      places: curve.points.map((point) => placeOn(this.mesh, this.mesh.rest, point)),
      fractions: curve.fractions,
      closed: curve.closed,
    };
    this.#curvePlaces.set(name, made);
    return made;
  }
}

function short(weight: number): number {
  return Math.round(weight * 1e5) / 1e5;
}

/** Of a step from a to b: how far along it the nearest place to p lies, 0 to 1. */
function shareBetween(a: Vector3, b: Vector3, p: Vector3): number {
  let [along, square] = [0, 0];
  for (let k = 0; k < 3; k++) {
    const step = b[k]! - a[k]!;
    along += step * (p[k]! - a[k]!);
    square += step * step;
  }
  return square > 0 ? Math.max(0, Math.min(1, along / square)) : 0;
}
