/** Distances in the frontal plane (x right on the page, y up), for painting features by their curves. */
import type { Vector3 } from '../core/vector.js';

export interface NearestOnPolyline {
  /** Distance in the xy plane. */
  distance: number;
  /** Place along the polyline: 0 at its first point, 1 at its last, by number of segments. */
  along: number;
}

/** Nearest place on an open polyline, seen from the front. */
export function nearestOnPolyline(points: readonly Vector3[], x: number, y: number): NearestOnPolyline {
  let best = Infinity;
  let along = 0;
  const segments = points.length - 1;
  for (let i = 0; i < segments; i++) {
    const a = points[i]!;
    const b = points[i + 1]!;
    const dx = b[0] - a[0];
    const dy = b[1] - a[1];
    const squared = dx * dx + dy * dy;
    const t = squared > 0 ? Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / squared)) : 0;
    const gapX = x - a[0] - t * dx;
    const gapY = y - a[1] - t * dy;
    const gap = gapX * gapX + gapY * gapY;
    if (gap < best) {
      best = gap;
      along = (i + t) / segments;
    }
  }
  return { distance: Math.sqrt(best), along };
}

/** Whether a point lies inside a closed outline, seen from the front (even–odd rule). */
export function insideOutline(outline: readonly Vector3[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const a = outline[i]!;
    const b = outline[j]!;
    if (a[1] > y !== b[1] > y && x < a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1])) inside = !inside;
  }
  return inside;
}

/** The point at a fraction 0 to 1 of a polyline, by number of segments. */
export function pointAlong(points: readonly Vector3[], fraction: number): Vector3 {
  const place = Math.min(1, Math.max(0, fraction)) * (points.length - 1);
  const i = Math.min(points.length - 2, Math.floor(place));
  const t = place - i;
  const a = points[i]!;
  const b = points[i + 1]!;
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}
