/** Where surface points lie on a shaped head. */
import type { Vector3 } from '../../core/vector.js';
import type { SurfacePoint } from '../../landmarks/surface.js';
import type { HeadTopology } from './head-model.js';

/** @param positions – `[V, 3]` of any shape of the head; the result is in the same space. */
export function placeOn(
  { triangles }: Pick<HeadTopology, 'triangles'>,
  positions: Float32Array,
  point: SurfacePoint,
): Vector3 {
  const place: [number, number, number] = [0, 0, 0];
  for (let corner = 0; corner < 3; corner++) {
    const vertex = triangles[point.triangle * 3 + corner]! * 3;
    for (let axis = 0; axis < 3; axis++) place[axis]! += point.weights[corner]! * positions[vertex + axis]!;
  }
  return place;
}
