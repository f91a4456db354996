/**
 * Another person partly in front (or just behind): the same head model with another identity, dressed like any face and
 * labelled as one occluder. Such a picture costs about twice a picture of one head.
 */
import { add, scale, subtract, transform, transpose, type Vector3 } from '../../core/vector.js';
import { headParameters } from '../../face/description.js';
import type { DressedPart, SurfacePainter } from '../../face/dressed-part.js';
import { poseRotation } from '../../face/pose-distribution.js';
import { segmentClasses } from '../../face/segment-classes.js';
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
  const move = (from: Float32Array, by: Vector3): Float32Array => {
    const to = new Float32Array(from.length);
    for (let i = 0; i < from.length; i += 3) {
      const turned = transform(back, transform(rotation, [from[i]!, from[i + 1]!, from[i + 2]!]));
      to[i] = turned[0] + by[0];
      to[i + 1] = turned[1] + by[1];
      to[i + 2] = turned[2] + by[2];
    }
    return to;
  };
  return dress(shape, face).map((part) => ({
    ...part,
    name: `prop.head.${part.name}`,
    positions: move(part.positions, offset),
    normals: part.normals === null ? null : move(part.normals, [0, 0, 0]),
    painter: asOccluder(part.painter),
    isHead: false,
    follows: 'head',
  }));
}

function asOccluder(painter: SurfacePainter): SurfacePainter {
  return {
    paint(x, y, z, look) {
      painter.paint(x, y, z, look);
      look.segment = segmentClasses.occluder;
    },
  };
}
