/**
 * What the correction of a gaze reads: where the points of lids, irises and pupils lie about each eye, how sure and how well seen they
 * are, and how the head stands to the line of sight and is shaped. The mirror image of a face has the same features with sides
 * swapped, so a mirrored picture gives the mirrored gaze.
 */
import { mean } from '../../../core/numbers/statistics.js';
import { transform, type Vector3 } from '../../../core/vector.js';
import { symmetricParameters } from '../expression/fit-features.js';
import { lidIndices } from '../eyes/lid-points.js';
import type { HeadPoints } from '../head/head-points.js';
import type { FaceView } from '../head-fit.js';
import { sides } from './eyeball-fit.js';
import type { Sight } from './sight.js';

/** Of both eyes together: radians against the head, and the variance along either. */
export interface JoinedGaze {
  yaw: number;
  pitch: number;
  variance: number;
}

/** Centimetres: no point is surer. */
const surest = 1e-4;

interface EyePoints {
  lids: readonly number[];
  ball: readonly number[];
}

const made = new WeakMap<HeadPoints, readonly EyePoints[]>();

/** The points of either eye that are read: every other one of the lids, which have many, and all of the eyeball. */
function eyePoints(head: HeadPoints): readonly EyePoints[] {
  let eyes = made.get(head);
  if (eyes === undefined) {
    eyes = sides.map((side, i) => ({
      lids: lidIndices(head, side).filter((_, k) => k % 2 === 0),
      ball: [...head.parts].flatMap((part, k) => (part === i + 1 ? [k] : [])),
    }));
    made.set(head, eyes);
  }
  return eyes;
}

/** @returns `[F]`. @param gaze – against the line of sight, as it was fitted. @param mirrored – those of the mirror image. */
export function gazeFeatures(
  { head, fit, camera, points: { points, uncertainty, seen } }: FaceView,
  { frame, middle, roll }: Sight,
  gaze: { yaw: number; pitch: number },
  mirrored: boolean,
): Float64Array {
  const side = mirrored ? -1 : 1;
  // Pixels a centimetre.
  const size = camera.focal / -fit.translation[2];
  const [c, s] = [Math.cos(roll), Math.sin(roll)];
  /** Centimetres along the line of the eyes, and up from it. */
  const level = (u: number, v: number): [number, number] => [
    (side * (c * u - s * v)) / size,
    (-s * u - c * v) / size,
  ];
  const found: number[] = [];
  for (const { lids, ball } of eyePoints(head)) {
    const own = (k: number): number => (mirrored ? head.mirror[k]! : k);
    const parts = [lids.map(own), ball.map(own)];
    const [x, y] = [0, 1].map((axis) => mean(parts[0]!.map((k) => points[2 * k + axis]!))) as [
      number,
      number,
    ];
    for (const k of parts.flat()) found.push(...level(points[2 * k]! - x, points[2 * k + 1]! - y));
    found.push(...level(x - middle[0], y - middle[1]));
    for (const part of parts)
      found.push(
        Math.log(mean(part.map((k) => uncertainty[k]!)) / size + surest),
        mean(part.map((k) => seen[k]!)),
      );
  }
  // The head's axes by the line of sight.
  for (const axis of [0, 1, 2] as const) {
    const unit: Vector3 = [+(axis === 0), +(axis === 1), +(axis === 2)];
    const [x, y, z] = transform(frame, transform(fit.rotation, unit));
    found.push(...(axis === 0 ? [x, side * y, side * z] : [side * x, y, z]));
  }
  return Float64Array.from([
    ...found,
    side * gaze.yaw,
    gaze.pitch,
    Math.log(Math.max(0.1, fit.misfit)),
    Math.log(size),
    ...symmetricParameters(head.identityNames).map((p) => fit.identity[p]!),
  ]);
}
