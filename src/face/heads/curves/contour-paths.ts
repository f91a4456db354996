/**
 * The paths on which points of the face's oval slide to the visible outline: plane sections of the mean face, straight
 * as seen from the front. Beside the mouth and above it a path runs level; towards the chin it runs to the lower lip,
 * above the brows towards the nose's root, as annotators keep a point's height when the far cheek turns away (Zhu et
 * al., "Face Alignment Across Large Poses", CVPR 2016).
 */
import { normalise, type Vector3 } from '../../../core/vector.js';
import type { ContourPath, OutlineCurve, SurfaceCurve, SurfacePoint } from '../../../landmarks/surface.js';
import type { MeanSurface } from './curves.js';

/** Paths along the jaw: about 2 mm apart; along the hairline, where the outline is smoother, about 4 mm. */
const pathCounts: Readonly<Record<OutlineCurve, number>> = { jaw: 161, 'oval.upper': 65 };
/** Centimetres: the least distance between two points of a path. */
const spacing = 0.15;

export interface ContourTargets {
  /** Middle of the lower lip's edge. */
  readonly mouth: Vector3;
  /** A mouth corner: paths that start higher run level. */
  readonly corner: Vector3;
}

export function jawContourPaths(
  face: MeanSurface,
  jaw: SurfaceCurve,
  { mouth, corner }: ContourTargets,
): ContourPath[] {
  return pathsFrom(face, 'jaw', jaw, (start) => [0, start[1] > corner[1] ? start[1] : mouth[1], mouth[2]]);
}

/** @param brow – on a brow's upper edge: paths that start lower run level. */
export function ovalContourPaths(face: MeanSurface, oval: SurfaceCurve, brow: Vector3): ContourPath[] {
  return pathsFrom(face, 'oval.upper', oval, (start) => [0, Math.min(start[1], brow[1]), brow[2]]);
}

function pathsFrom(
  face: MeanSurface,
  name: OutlineCurve,
  curve: SurfaceCurve,
  targetOf: (start: Vector3) => Vector3,
): ContourPath[] {
  const count = pathCounts[name];
  return Array.from({ length: count }, (_, i) => {
    const at = i / (count - 1);
    const start = alongCurve(face, curve, at);
    const target = targetOf(start);
    const dx = target[0] - start[0];
    const dy = target[1] - start[1];
    // The plane holds the line of sight from the front and the line to the target.
    const normal = normalise([dy, -dx, 0]);
    const reached = ([x, y]: Vector3): boolean => (x - target[0]) * dx + (y - target[1]) * dy > 0;
    return { curve: name, at, points: thin(face, face.section(start, target, normal, reached)) };
  });
}

/** The place at a fraction of the curve's length. */
function alongCurve(face: MeanSurface, { points, fractions }: SurfaceCurve, at: number): Vector3 {
  let i = 0;
  while (i + 2 < points.length && fractions[i + 1]! < at) i++;
  const a = face.position(points[i]!);
  const b = face.position(points[i + 1]!);
  const t = (at - fractions[i]!) / (fractions[i + 1]! - fractions[i]!);
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])];
}

function thin(face: MeanSurface, points: readonly SurfacePoint[]): SurfacePoint[] {
  const kept = [points[0]!];
  let last = face.position(points[0]!);
  for (const point of points.slice(1)) {
    const place = face.position(point);
    if (Math.hypot(place[0] - last[0], place[1] - last[1], place[2] - last[2]) < spacing) continue;
    kept.push(point);
    last = place;
  }
  return kept;
}
