/**
 * Another person partly in front (or just behind): the same head model with another identity, dressed like any face and
 * labelled as one occluder. Such a picture costs about twice a picture of one head.
 */
import {
  add,
  type Matrix3,
  multiply,
  scale,
  subtract,
  transform,
  transpose,
  type Vector3,
} from '../../core/vector.js';
import { headParameters } from '../../face/person/description.js';
import { poseRotation } from '../../face/person/pose-distribution.js';
import type { DressedPart, SurfacePainter } from '../../mesh/dressed-part.js';
import { segmentClasses } from '../../mesh/segment-classes.js';
import type { OtherHeadProp } from './prop-description.js';
import type { PropStage } from './prop-stage.js';

export function buildOtherHead(
  { face, pose, side, apart, higher, nearer }: OtherHeadProp,
  { head, placement, dress }: PropStage,
): DressedPart[] {
  const shape = head.shape(headParameters(face));
  const beside: Vector3 = add(placement.translation, [side * apart, higher, 0]);
  const translation = scale(beside, 1 - nearer);
  const rotation = poseRotation(pose);
  const back = transpose(placement.rotation);
  const offset = transform(back, subtract(translation, placement.translation));
  const turn = multiply(back, rotation);
  // Their hair stands before our skin as any other thing does.
  return dress(shape, face).map(({ isHair: _, ...part }) => ({
    ...part,
    name: `prop.head.${part.name}`,
    positions: move(part.positions, turn, offset),
    normals: part.normals === null ? null : move(part.normals, turn, [0, 0, 0]),
    painter: asOccluder(part.painter),
    isHead: false,
    follows: 'head',
  }));
}

/** @param from – `[N, 3]`. */
function move(from: Float32Array, turn: Matrix3, by: Vector3): Float32Array {
  const [a, b, c, d, e, f, g, h, i] = turn;
  const to = new Float32Array(from.length);
  for (let n = 0; n < from.length; n += 3) {
    const x = from[n]!;
    const y = from[n + 1]!;
    const z = from[n + 2]!;
    to[n] = a * x + b * y + c * z + by[0];
    to[n + 1] = d * x + e * y + f * z + by[1];
    to[n + 2] = g * x + h * y + i * z + by[2];
  }
  return to;
}

function asOccluder(painter: SurfacePainter): SurfacePainter {
  return {
    paint(x, y, z, look) {
      painter.paint(x, y, z, look);
      look.segment = segmentClasses.occluder;
    },
  };
}
