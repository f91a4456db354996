/**
 * One look at one eye by the network that was trained for it (`models/eyes.onnx`): the part of the picture around lids and brow, level,
 * at the picture's own resolution; a left eye in a mirror. K points of `eye151`, S the side of the network's input.
 */
import { affineScale, applyAffine, composeAffine, mirrorAffine } from '../../core/affine.js';
import { LineamentError } from '../../core/errors.js';
import { type Image, toPlanarFloat, warpImage } from '../../core/image.js';
import { type FaceBox, faceCrop } from '../../landmarks/face-crop.js';
import { faceBoxFault } from '../../landmarks/faults/face-box-fault.js';
import { visibilityKinds } from '../../landmarks/landmark-set.js';
import { eye151, eyeBox } from '../../landmarks/sets/eye-set.js';
import { hasPointsOf } from '../../landmarks/sets/named-set.js';
import type { Side } from '../../landmarks/surface.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import { honestDeviations } from '../../networks/reliability.js';
import { type DetectionSession, modelOutput } from '../landmarks/detector.js';
import { pictureVisibility } from '../landmarks/picture-visibility.js';

/** Eyes whose box is smaller show a network nothing that the first look has not seen; pixels. */
const leastSide = 8;

export interface SeenEye {
  /** `[K, 2]` pixels of the picture. */
  points: Float32Array;
  /** `[K]` */
  uncertainty: Float32Array;
  /** `[K, 4]` */
  visibility: Float32Array;
}

export interface EyeToSee {
  side: Side;
  /** `[K, 2]` where its points are taken to be, pixels; NaN where nobody says. */
  points: Float32Array;
  /** Degrees by which the face is turned in the plane of the picture. */
  roll: number;
}

/** @returns null where there is no eye to look at: too small, or beside the picture. */
export type EyeLook = (image: Image, eye: EyeToSee) => Promise<SeenEye | null>;

export function createEyeLook(metadata: ModelMetadata, session: DetectionSession): EyeLook {
  const { landmarks, architecture, reliability } = metadata;
  const { size, mean, deviation, enlarge } = metadata.input;
  if (!hasPointsOf(landmarks, eye151) || architecture.visibility !== true)
    throw new LineamentError(
      `eyes: the model gives ${landmarks.names.length} points of ${landmarks.set}, not those of ${eye151.name} with what can be seen of them`,
      { hint: 'give models/eyes.onnx, or a model that recipes/eyes.yaml made' },
    );
  const count = landmarks.names.length;
  return async (image, { side, points, roll }) => {
    const box = levelEyeBox(points, roll);
    if (box === null || box.width < leastSide || faceBoxFault(box, image) !== null) return null;
    const upright = faceCrop(box, { size, enlarge });
    const crop = side === 'left' ? composeAffine(upright, mirrorAffine(size)) : upright;
    const input = new Float32Array(3 * size * size);
    toPlanarFloat(warpImage(image, crop, size, size), mean, deviation, input);
    const outputs = await session.run({ image: { data: input, shape: [1, 3, size, size] } });
    const sigma = modelOutput(outputs, 'sigma', count);
    const honest = reliability ? honestDeviations(reliability.uncertainty, sigma, size) : sigma;
    const scale = affineScale(crop);
    const seen = {
      points: applyAffine(crop, modelOutput(outputs, 'points', count * 2)),
      uncertainty: honest.map((value) => value * scale),
    };
    const shares = modelOutput(outputs, 'visibility', count * visibilityKinds);
    return { ...seen, visibility: pictureVisibility(shares, seen.points, seen.uncertainty, image) };
  };
}

/** The box of lids and brow as a level eye has it: measured along the face's own axes, and turned with it. */
function levelEyeBox(points: Float32Array, roll: number): FaceBox | null {
  const radians = (roll * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const box = eyeBox(applyAffine([cos, sin, 0, -sin, cos, 0], points));
  if (box === null) return null;
  const { width, height } = box;
  const [u, v] = [box.x + width / 2, box.y + height / 2];
  return { x: cos * u - sin * v - width / 2, y: sin * u + cos * v - height / 2, width, height, roll };
}
