/**
 * The "visible contour" convention: where the face's oval turns away, a human marks the outline of cheek, chin or
 * forehead instead of the hidden surface point. A landmark on jaw or hairline slides along its contour path (see `contour-paths.ts`) to the place that
 * reaches furthest out in the image, after the landmark marching of Zhu et al. (CVPR 2016). Limits: only the path itself
 * is looked at, so hair, ears and glasses before the jaw change nothing.
 */
import { cross, dot, normalise, scale, subtract, type Vector3 } from '../../../core/vector.js';
import type { CurvePlace, LandmarkSet } from '../../../landmarks/landmark-set.js';
import type { ContourPath, CurveName, SurfacePoint } from '../../../landmarks/surface.js';
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
  head: Pick<HeadModel, 'topology' | 'contourPaths'>,
  positions: Float32Array,
  viewpoint: Vector3,
  set: LandmarkSet,
  resolved: readonly SurfacePoint[],
): SurfacePoint[] {
  const view: View = { triangles: head.topology.triangles, positions, viewpoint };
  return resolved.map((point, k) => {
    const definition = set.points[k];
    if (definition === undefined || !('curve' in definition) || !isOutline(definition.curve)) return point;
    if (facing(view, point) > 0) return point;
    const path = nearestPath(head.contourPaths, definition);
    return path ? outermost(view, point, path) : point;
  });
}

function isOutline(curve: CurveName): boolean {
  return curve === 'jaw' || curve === 'oval.upper';
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
