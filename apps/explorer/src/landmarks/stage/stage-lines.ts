/** Lines on the head that is edited, as pairs of places: its feature curves, and curves that were drawn. */
import type { Vector3 } from '../../../../../src/core/vector.js';
import type { SetDraft } from '../../../../../src/landmarks/editing/set-draft.js';
import type { SurfacePoint } from '../../../../../src/landmarks/surface.js';
import type { EditorHead } from '../editor-head.js';

export function placeOf({ mesh }: EditorHead, { triangle, weights }: SurfacePoint): Vector3 {
  return [0, 1, 2].map((axis) =>
    weights.reduce(
      (sum, weight, corner) => sum + weight * mesh.rest[3 * mesh.triangles[3 * triangle + corner]! + axis]!,
      0,
    ),
  ) as [number, number, number];
}

/** The feature curves. */
export function curveLines(head: EditorHead): Vector3[] {
  return [...head.surface.curves.keys()].flatMap((name) => {
    const { places, closed } = head.curvePlaces(name);
    return segments(closed ? [...places, places[0]!] : places);
  });
}

export function drawnLines(head: EditorHead, draft: SetDraft, drawing: readonly SurfacePoint[]): Vector3[] {
  const strands = [...draft.drawn.values()].filter((one) => one.head === head.name);
  const lines = [...strands, ...(drawing.length > 1 ? [{ through: drawing, closed: false }] : [])];
  return lines.flatMap(({ through, closed }) => {
    const curve = head.reader.curve({ through, closed });
    if ('rule' in curve) return [];
    const named = { name: '', region: 'skin' as const };
    return segments(Array.from({ length: 41 }, (_, i) => head.place(curve.point(i / 40, named))));
  });
}

function segments(places: readonly Vector3[]): Vector3[] {
  return places.slice(1).flatMap((place, i) => [places[i]!, place]);
}
