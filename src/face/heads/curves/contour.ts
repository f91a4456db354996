/**
 * The "visible contour" convention: where the face's oval turns away, a human marks the outline of cheek, chin or
 * forehead instead of the hidden surface point. A landmark on jaw or hairline slides along its contour path (see
 * `contour-paths.ts`) to the place that reaches furthest out in the image, after the landmark marching of Zhu et al.
 * (CVPR 2016).
 *
 * Along the jaw humans also spread their points evenly over the outline as they see it: it is short on the far side of a
 * turned face and long on the near one. So a fraction of the jaw is a fraction of the outline's length in the image,
 * between the chin and the end on that side (calibration: docs/landmarks.md).
 *
 * Limits: only the paths themselves are looked at, so hair, ears and glasses before the jaw change nothing.
 */
import { cross, dot, normalise, scale, subtract, type Vector3 } from '../../../core/vector.js';
import type { CurvePlace, LandmarkSet } from '../../../landmarks/landmark-set.js';
import type { ContourPath, SurfaceCurve, SurfacePoint } from '../../../landmarks/surface.js';
import type { HeadModel } from '../head-model.js';
import { placeOn } from '../surface-place.js';

/** Centimetres by which a path may turn in again (a hollow cheek) and still go on; the fold beside the nose is deeper. */
const dip = 0.3;

/**
 * @param positions – `[V, 3]` of a shape of the head, head space.
 * @param viewpoint – the camera's centre in head space.
 * @param resolved – `[K]` the set laid on this head. Returns `[K]`: points of the oval that turn away are moved.
 */
export function slideToContour(
  head: Pick<HeadModel, 'topology' | 'contourPaths' | 'curves'>,
  positions: Float32Array,
  viewpoint: Vector3,
  set: LandmarkSet,
  resolved: readonly SurfacePoint[],
): SurfacePoint[] {
  const view: View = { triangles: head.topology.triangles, positions, viewpoint };
  let jaw: JawOutline | undefined;
  return resolved.map((point, k) => {
    const definition = set.points[k];
    if (definition === undefined || !('curve' in definition)) return point;
    if (definition.curve === 'jaw') {
      jaw ??= new JawOutline(view, head);
      return jaw.at(definition.at);
    }
    if (definition.curve !== 'oval.upper' || facing(view, point) > 0) return point;
    const path = nearestPath(head.contourPaths, definition);
    return path ? outermost(view, point, path) : point;
  });
}

/** Every so many contour paths give a corner of the jaw's outline. */
const stride = 4;

/** The jaw's outline as it is seen: where each contour path meets it, and how long it is in the image. */
class JawOutline {
  readonly #view: View;
  readonly #curve: SurfaceCurve;
  /** In rising order of their fraction of the jaw; the middle one is the chin's. */
  readonly #paths: readonly ContourPath[];
  /** Length of the outline in the image from its right end to every {@link stride}th path. */
  readonly #lengths: readonly number[];

  constructor(view: View, head: Pick<HeadModel, 'contourPaths' | 'curves'>) {
    this.#view = view;
    this.#curve = head.curves.get('jaw')!;
    this.#paths = head.contourPaths.filter(({ curve }) => curve === 'jaw').sort((a, b) => a.at - b.at);
    const last = this.#paths.length - 1;
    const middle = this.#place(last / 2);
    const axis = normalise(subtract(middle, view.viewpoint));
    const lengths = [0];
    let before = this.#seen(0, axis);
    for (let i = stride; i <= last; i += stride) {
      const next = this.#seen(i, axis);
      lengths.push(
        lengths.at(-1)! + Math.hypot(next[0] - before[0], next[1] - before[1], next[2] - before[2]),
      );
      before = next;
    }
    this.#lengths = lengths;
  }

  /** @param at – 0 the right end, 0.5 the chin, 1 the left end. */
  at(at: number): SurfacePoint {
    const lengths = this.#lengths;
    const chin = (lengths.length - 1) / 2;
    const [from, to, share] = at <= 0.5 ? [0, chin, 2 * at] : [chin, lengths.length - 1, 2 * at - 1];
    const wanted = lengths[from]! + share * (lengths[to]! - lengths[from]!);
    let i = from;
    while (i + 1 < to && lengths[i + 1]! < wanted) i++;
    const step = lengths[i + 1]! - lengths[i]!;
    const between = step > 0 ? (wanted - lengths[i]!) / step : 0;
    return this.#onOutline(stride * (i + Math.min(1, Math.max(0, between))));
  }

  /** @param number – of a path, and what follows the point is the share on to the next. */
  #onOutline(number: number): SurfacePoint {
    const last = this.#paths.length - 1;
    const neighbours = [Math.floor(number), Math.min(last, Math.ceil(number))];
    const isSeen = neighbours.every((i) => facing(this.#view, this.#paths[i]!.points[0]!) > 0);
    // The curve's own points are a millimetre apart, the paths two.
    return isSeen ? nearestOnCurve(this.#curve, number / last) : this.#point(Math.round(number));
  }

  #point(number: number): SurfacePoint {
    const path = this.#paths[number]!;
    const start = path.points[0]!;
    return facing(this.#view, start) > 0 ? start : outermost(this.#view, start, path);
  }

  #place(number: number): Vector3 {
    return placeOn(this.#view, this.#view.positions, this.#point(number));
  }

  /** The point in the image: on the plane at one centimetre before the camera, square to `axis`. */
  #seen(number: number, axis: Vector3): Vector3 {
    const ray = subtract(this.#place(number), this.#view.viewpoint);
    return scale(ray, 1 / dot(ray, axis));
  }
}

/** The curve's point that is nearest to a fraction of its length. */
function nearestOnCurve({ points, fractions }: SurfaceCurve, at: number): SurfacePoint {
  let low = 0;
  let high = fractions.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fractions[middle]! <= at) low = middle;
    else high = middle;
  }
  return points[at - fractions[low]! < fractions[high]! - at ? low : high]!;
}

interface View {
  triangles: Uint32Array;
  positions: Float32Array;
  viewpoint: Vector3;
}

function nearestPath(paths: readonly ContourPath[], { curve, at }: CurvePlace): ContourPath | undefined {
  let best: ContourPath | undefined;
  for (const path of paths)
    if (path.curve === curve && (!best || Math.abs(path.at - at) < Math.abs(best.at - at))) best = path;
  return best;
}

/**
 * The place of the path that is seen furthest out. The surface that turns away bends around the outline, so its normal
 * points out of the face in the image; the outline's own normal is found by looking again from the place found.
 */
function outermost(view: View, point: SurfacePoint, path: ContourPath): SurfacePoint {
  const axis = normalise(subtract(placeOn(view, view.positions, point), view.viewpoint));
  let best = point;
  for (let round = 0; round < 3; round++) {
    const normal = normalOf(view, best);
    const across = normalise(subtract(normal, scale(axis, dot(normal, axis))));
    const found = furthestAlong(view, path, axis, across);
    if (found === best) break;
    best = found;
  }
  return best === path.points[0] ? point : best;
}

/** The place of the path that reaches furthest in a direction of the image, before the path turns back in. */
function furthestAlong(view: View, path: ContourPath, axis: Vector3, across: Vector3): SurfacePoint {
  let best = path.points[0]!;
  let furthest = Number.NEGATIVE_INFINITY;
  for (const step of path.points) {
    const ray = subtract(placeOn(view, view.positions, step), view.viewpoint);
    const depth = dot(ray, axis);
    const seen = dot(ray, across) / depth;
    if (seen > furthest) [best, furthest] = [step, seen];
    else if ((furthest - seen) * depth > dip) break;
  }
  return best;
}

/** Cosine between the surface's normal and the line of sight; negative where the surface turns away. */
function facing(view: View, point: SurfacePoint): number {
  return dot(
    normalOf(view, point),
    normalise(subtract(view.viewpoint, placeOn(view, view.positions, point))),
  );
}

function normalOf(view: View, { triangle }: SurfacePoint): Vector3 {
  const [a, b, c] = cornersOf(view, triangle);
  return normalise(cross(subtract(b, a), subtract(c, a)));
}

function cornersOf({ triangles, positions }: View, triangle: number): [Vector3, Vector3, Vector3] {
  const corner = (k: number): Vector3 => {
    const v = 3 * triangles[3 * triangle + k]!;
    return [positions[v]!, positions[v + 1]!, positions[v + 2]!];
  };
  return [corner(0), corner(1), corner(2)];
}
