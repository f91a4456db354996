/**
 * The line of sight to a person's eyes, and directions measured from it: what a picture tells of a gaze it tells by this line,
 * however surely the head's own pose is known.
 */
import { mean } from '../../../core/numbers/statistics.js';
import { cross, type Matrix3, normalise, transform, transpose, type Vector3 } from '../../../core/vector.js';
import { lidIndices } from '../eyes/lid-points.js';
import type { FaceView } from '../head-fit.js';
import { directionAngles, gazeDirection, sides } from './eyeball-fit.js';

export interface Sight {
  /**
   * Camera space to the line's own: x along the line of the eyes towards the right of the picture, z to the camera. A gaze at the lens
   * is (0, 0, 1).
   */
  frame: Matrix3;
  /** Middle of both eyes in the picture, pixels. */
  middle: readonly [number, number];
  /** Turn of the eyes' line in the picture, radians: positive where its right end is higher. */
  roll: number;
}

/** @returns undefined where the lids of an eye are not known. */
export function sightOf({ head, points: { points }, camera }: FaceView): Sight | undefined {
  const [[rx, ry], [lx, ly]] = sides.map((side) => {
    const own = lidIndices(head, side);
    return [0, 1].map((axis) => mean(own.map((k) => points[2 * k + axis]!)));
  }) as [[number, number], [number, number]];
  if (!Number.isFinite(rx + ry + lx + ly)) return undefined;
  const middle = [(rx + lx) / 2, (ry + ly) / 2] as const;
  const roll = Math.atan2(ry - ly, lx - rx);
  const z = normalise([-(middle[0] - camera.cx) / camera.focal, (middle[1] - camera.cy) / camera.focal, 1]);
  const level = normalise(cross([0, 1, 0], z));
  const up = cross(z, level);
  const [c, s] = [Math.cos(roll), Math.sin(roll)];
  const turned = (a: number, b: number): Vector3 => [
    a * level[0] + b * up[0],
    a * level[1] + b * up[1],
    a * level[2] + b * up[2],
  ];
  return { frame: [...turned(c, s), ...turned(-s, c), ...z], middle, roll };
}

/** @param angles – yaw and pitch against the head, radians. @returns those against the line of sight. */
export function fromSight(
  { frame }: Sight,
  { fit }: FaceView,
  { yaw, pitch }: { yaw: number; pitch: number },
): { yaw: number; pitch: number } {
  return directionAngles(transform(frame, transform(fit.rotation, gazeDirection(yaw, pitch))));
}

/** The reverse of {@link fromSight}. */
export function fromHead(
  { frame }: Sight,
  { fit }: FaceView,
  { yaw, pitch }: { yaw: number; pitch: number },
): { yaw: number; pitch: number } {
  return directionAngles(
    transform(transpose(fit.rotation), transform(transpose(frame), gazeDirection(yaw, pitch))),
  );
}
