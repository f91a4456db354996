/**
 * What every point of a set tells in one view of the mean face: the rows of the Jacobian of pose and shape, and for the gaze of
 * two more blocks of parameters. K points, n parameters.
 *
 * Gaze: an eyeball turns in camera space about its centre, whatever the head does, by two angles that both eyes share (a test of
 * where one looks, not of where one looks against the head), and each centre lies off the fitted head's by what the eyeball fit
 * takes for likely.
 */
import { transform, type Vector3 } from '../../../core/vector.js';
import { poseRotation } from '../../../face/person/pose-distribution.js';
import { type FitState, poseParameters } from '../fit/fit-parameters.js';
import { headInView, pointSlopes, shapePlaces, slopesFor } from '../fit/residuals.js';
import type { ShapeModes } from '../fit/shape-modes.js';
import { gazePriors, sides } from '../gaze/eyeball-fit.js';
import type { HeadPoints } from '../head/head-points.js';

/** Pixels; faces are looked at from 70 cm with so many pixels a centimetre. */
const pointDeviation = 1;
const pixelsPerCentimetre = 8;
const viewedFrom = 70;

/** Two angles, and where each of two centres lies along three axes. */
export const gazeParameters = 8;
/** 1 / variance of each before a point is seen; next to nothing is known of where one looks. */
export const gazePrecision: readonly number[] = [
  ...[1, 1],
  ...sides.flatMap(() => [gazePriors.across, gazePriors.up, gazePriors.depth].map((value) => value ** -2)),
];

/** `[7 + M + 8, 2K]`: pose, modes, gaze. */
export function pointJacobian(modes: ShapeModes, head: HeadPoints, yaw: number, pitch: number): Float64Array {
  const count = head.names.length;
  const state: FitState = {
    rotation: poseRotation({ yaw, pitch, roll: 0 }),
    offset: [0, 0],
    logScale: Math.log(pixelsPerCentimetre),
    logFocal: Math.log(pixelsPerCentimetre * viewedFrom),
    shape: new Float64Array(modes.count),
  };
  const places = new Float64Array(3 * count);
  shapePlaces(
    modes,
    Int32Array.from({ length: count }, (_, k) => k),
    state.shape,
    places,
  );
  const view = headInView(state);
  const n = poseParameters + modes.count;
  const slopes = slopesFor(n);
  const rows = 2 * count;
  const jacobian = new Float64Array((n + gazeParameters) * rows);
  for (let k = 0; k < count; k++) {
    const place: Vector3 = [places[3 * k]!, places[3 * k + 1]!, places[3 * k + 2]!];
    pointSlopes(view, modes, k, ...place, 1 / pointDeviation, true, slopes);
    for (let i = 0; i < slopes.count; i++) {
      const row = slopes.parameters[i]! * rows + 2 * k;
      jacobian[row] = slopes.u[i]!;
      jacobian[row + 1] = slopes.v[i]!;
    }
    const part = head.parts[k]!;
    if (part > 0) addGaze(place, part - 1, k);
  }
  return jacobian;

  function addGaze(place: Vector3, side: number, k: number): void {
    const { centre } = head.eyes[sides[side]!];
    const arm = transform(view.rotation, [place[0] - centre[0], place[1] - centre[1], place[2] - centre[2]]);
    const seen = transform(view.rotation, place);
    const depth = -(seen[2] + view.translation[2]);
    const enlarge = view.focal / depth / pointDeviation;
    const u = (seen[0] + view.translation[0]) / depth;
    const v = -(seen[1] + view.translation[1]) / depth;
    /** What a move in camera space shows, put in the rows of a parameter. */
    const put = (parameter: number, [x, y, z]: Vector3): void => {
      jacobian[parameter * rows + 2 * k] = enlarge * (x + u * z);
      jacobian[parameter * rows + 2 * k + 1] = enlarge * (-y + v * z);
    };
    put(n, [0, -arm[2], arm[1]]);
    put(n + 1, [arm[2], 0, -arm[0]]);
    // The head turns the centre alone.
    for (const axis of [0, 1])
      for (const row of [2 * k, 2 * k + 1])
        jacobian[axis * rows + row]! -= jacobian[(n + axis) * rows + row]!;
    for (let axis = 0; axis < 3; axis++)
      put(n + 2 + 3 * side + axis, transform(view.rotation, [+(axis === 0), +(axis === 1), +(axis === 2)]));
  }
}
