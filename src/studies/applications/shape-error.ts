/**
 * How far a reconstructed head is from the true one, in millimetres, after the two are brought together by a rotation and
 * a shift (no scaling: size is part of the shape).
 * - `vertex`: mean distance to the corresponding place of the other head. Places correspond by where they lie among the
 *   feature curves (`anchoredPoints`), which are named alike on all heads.
 * - `surface`: mean distance to the nearest place of the reconstructed surface, as scans are compared with meshes. It
 *   forgives a point that slides along the surface, so the two can disagree.
 * Measured on the face: brow to chin, without ears, neck and the back of the head.
 */
import { internalError } from '../../core/errors.js';
import { distance, type Vector3 } from '../../core/vector.js';
import { type HeadModel, headMaterials } from '../../face/heads/head-model.js';
import { placeOn } from '../../face/heads/surface-place.js';
import { anchoredPoints } from '../../landmarks/anchored-point.js';
import { resolveSet } from '../../landmarks/resolve.js';
import type { SurfacePoint } from '../../landmarks/surface.js';
import { TriangleGrid } from '../../mesh/triangle-grid.js';
import { alignRigidly, moveRigidly } from './align-rigidly.js';

export interface ShapeError {
  vertex: number;
  surface: number;
}

/** About so many places are compared. */
const places = 700;
/** The face, on the mean head: centimetres from the middle of the eyes. */
const face = { aside: 6.2, above: 4.5, below: -10.5, behind: -3.5 };

export interface ShapeMeter {
  /** @param truth, fitted – `[V, 3]` positions of either head. */
  error(truth: Float32Array, fitted: Float32Array): ShapeError;
}

export function createShapeMeter(truthHead: HeadModel, fitHead: HeadModel): ShapeMeter {
  const onTruth = facePlaces(truthHead);
  const anchor = anchoredPoints(truthHead);
  if (anchor === undefined) throw internalError(`${truthHead.name} has no mean face`);
  const set = {
    name: 'face',
    points: onTruth.map((point, i) => anchor({ ...point, name: `face.${i}`, region: 'skin' })),
    mirror: [],
  };
  const onFit = resolveSet(set, fitHead);
  const skin = headMaterials.indexOf('skin');
  const included = [...fitHead.topology.materials.keys()].filter(
    (t) => fitHead.topology.materials[t] === skin,
  );
  return {
    error(truth, fitted) {
      const to = onTruth.map((point) => placeOn(truthHead.topology, truth, point));
      const from = onFit.map((point) => placeOn(fitHead.topology, fitted, point));
      // The true places move to the fitted head, so that its mesh can stay where it is.
      const move = alignRigidly(to, from);
      const grid = new TriangleGrid(fitted, fitHead.topology.triangles, included);
      let vertex = 0;
      let surface = 0;
      for (const [i, point] of to.entries()) {
        const moved = moveRigidly(move, point);
        vertex += distance(moved, from[i]!);
        surface += distance(moved, placeOn(fitHead.topology, fitted, grid.closest(moved)));
      }
      const millimetres = 10 / to.length;
      return { vertex: millimetres * vertex, surface: millimetres * surface };
    },
  };
}

/** The middles of skin triangles of the face, every so many. */
function facePlaces({ topology }: HeadModel): SurfacePoint[] {
  const skin = headMaterials.indexOf('skin');
  const middle = (triangle: number): SurfacePoint => ({ triangle, weights: [1 / 3, 1 / 3, 1 / 3] });
  const inside = ([x, y, z]: Vector3): boolean =>
    Math.abs(x) < face.aside && y < face.above && y > face.below && z > face.behind;
  const all = [...topology.materials.keys()].filter(
    (t) => topology.materials[t] === skin && inside(placeOn(topology, topology.rest, middle(t))),
  );
  const every = Math.max(1, Math.floor(all.length / places));
  return all.filter((_, i) => i % every === 0).map(middle);
}
