/**
 * The eyeballs: spheres of our own with their pole at the pupil, so that the edges of iris and pupil are rings of
 * vertices. Anatomy: iris 11.5–12 mm across (Rüfer et al. 2005), pupil about 3.5 mm indoors. The sphere is larger
 * than the 24 mm of a real globe because it also stands for the cornea's bulge and must fill the lids' opening.
 */
import {
  identity3,
  type Matrix3,
  multiply,
  rotationAbout,
  transform,
  type Vector3,
} from '../../../core/vector.js';
import type { Side } from '../../../landmarks/surface.js';
import { type EyeSizes, scaledEye, slideDirections } from '../eye-sizes.js';
import type { Eyeball, Gaze } from '../head-model.js';
import type { PartMesh } from './part-mesh.js';

export const eyeRadius = 1.42;
const irisAngle = 0.41;
const pupilAngle = 0.122;
/** Centre of the left eyeball on the mean face: half the interpupillary distance from the middle. */
export const meanEyeCentre: Vector3 = [3.12, 0, 0];

/** Points around each ring. */
const eyeSegments = 36;
/** Angles of the rings from the pupil's middle to the back; the pole vertices come first and last. */
const ringAngles = [
  pupilAngle / 2,
  pupilAngle,
  (2 * pupilAngle + irisAngle) / 3,
  (pupilAngle + 2 * irisAngle) / 3,
  irisAngle,
  ...Array.from({ length: 12 }, (_, i) => irisAngle + ((i + 1) / 13) * (Math.PI - irisAngle)),
];

/** A unit sphere looking along z, as the left eye: places run from the outermost (+x) over the top. */
export function unitEyeball(): PartMesh {
  const positions: number[] = [0, 0, 1];
  for (const angle of ringAngles)
    for (let i = 0; i < eyeSegments; i++) {
      const turn = (2 * Math.PI * i) / eyeSegments;
      positions.push(Math.sin(angle) * Math.cos(turn), Math.sin(angle) * Math.sin(turn), Math.cos(angle));
    }
  positions.push(0, 0, -1);
  const triangles: number[] = [];
  const at = (ring: number, i: number): number => 1 + ring * eyeSegments + (i % eyeSegments);
  const last = ringAngles.length - 1;
  for (let i = 0; i < eyeSegments; i++) {
    triangles.push(0, at(0, i), at(0, i + 1));
    for (let ring = 0; ring < last; ring++) {
      triangles.push(at(ring, i), at(ring + 1, i), at(ring + 1, i + 1));
      triangles.push(at(ring, i), at(ring + 1, i + 1), at(ring, i + 1));
    }
    triangles.push(at(last, i), positions.length / 3 - 1, at(last, i + 1));
  }
  return { positions: Float64Array.from(positions), triangles: Uint32Array.from(triangles) };
}

/** Vertices of the ring at the iris's or the pupil's edge, from the outermost over the top. */
export function edgeRing(edge: 'iris' | 'pupil'): number[] {
  const ring = ringAngles.indexOf(edge === 'iris' ? irisAngle : pupilAngle);
  return Array.from({ length: eyeSegments }, (_, i) => 1 + ring * eyeSegments + i);
}

/** Turns up or down about the x axis first, then sideways about the y axis. */
export function gazeRotation({ yaw, pitch }: Gaze): Matrix3 {
  if (yaw === 0 && pitch === 0) return identity3;
  return multiply(rotationAbout([0, 1, 0], yaw), rotationAbout([1, 0, 0], -pitch));
}

/**
 * Places an eyeball's vertices; the right eye is the mirror image of the left before the gaze turns it.
 * @param out – written from vertex `first` on.
 */
export function placeEyeball(
  sphere: PartMesh,
  side: Side,
  centre: Vector3,
  { gaze, sizes }: { gaze: Gaze; sizes: EyeSizes | undefined },
  out: Float32Array,
  first: number,
): Eyeball {
  const turn = gazeRotation(gaze);
  const angles = scaledEye({ irisAngle, pupilAngle }, sizes);
  const directions = sphere.positions.slice();
  slideDirections(directions, { irisAngle, pupilAngle }, angles);
  const sign = side === 'left' ? 1 : -1;
  for (let v = 0; v < sphere.positions.length; v += 3) {
    const place = transform(turn, [
      sign * eyeRadius * directions[v]!,
      eyeRadius * directions[v + 1]!,
      eyeRadius * directions[v + 2]!,
    ]);
    for (let axis = 0; axis < 3; axis++) out[3 * first + v + axis] = centre[axis]! + place[axis]!;
  }
  return { centre, radius: eyeRadius, axis: transform(turn, [0, 0, 1]), ...angles };
}
