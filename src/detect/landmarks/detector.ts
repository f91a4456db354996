/**
 * Landmark detection as a product embeds it: pixels in, points with uncertainties out. Runs in Node and in browsers;
 * whoever embeds it brings the ONNX session. K landmarks, S the side of the network's input.
 *
 * Limits: it does not find faces. Without a box the whole image is taken for one face. A face that is turned in the plane
 * of the image by more than some 45° needs its `roll` in the box: models learn from heads that are upright to that degree.
 *
 * @example
 * const detector = oneLookDetector(metadata, session);
 * const { points, uncertainty } = await detector.detect(image, { x: 120, y: 80, width: 200, height: 210 });
 */
import { affineScale, applyAffine } from '../../core/affine.js';
import { LineamentError } from '../../core/errors.js';
import { type Image, toPlanarFloat, warpImage } from '../../core/image.js';
import { mean } from '../../core/numbers/statistics.js';
import { type FaceBox, faceCrop } from '../../landmarks/face-crop.js';
import { visibilityKinds } from '../../landmarks/landmark-set.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import { honestDeviations, type Reliability, wrongProbability } from '../../networks/reliability.js';
import { checkBox, checkImage } from './check-input.js';
import { pictureVisibility } from './picture-visibility.js';
import { levelBox } from './points-box.js';
import { type SeenFeatures, seenFeatures } from './seen-features.js';

/** What is needed of a runtime (onnxruntime-node, onnxruntime-web, …). */
export interface DetectionSession {
  run(
    feeds: Readonly<Record<string, { data: Float32Array; shape: readonly number[] }>>,
  ): Promise<Readonly<Record<string, Float32Array>>>;
}

export interface Detection {
  /** `[K, 2]` pixels of the image; (0, 0) is the centre of its top-left pixel. */
  points: Float32Array;
  /** `[K]` standard deviation of each point along either axis, as the model judges itself; pixels of the image. */
  uncertainty: Float32Array;
  /**
   * Where the model says it: `[K, 4]`, how probably each point is visible, hidden by the face itself, hidden by something
   * else, or outside the picture, in this order (`visibility` in landmarks/).
   */
  visibility?: Float32Array;
  /** Where the model file can tell: how probable it is that this is no face, or one whose points are wrong. */
  wrong?: number;
  /** Where the model has label transfer: `[M, 2]` the points of its second set, pixels of the image. */
  transferred?: Float32Array;
  /** `[M]`, as `uncertainty`. */
  transferredUncertainty?: Float32Array;
  /**
   * Where the face is by the model's own points, turned until the eyes are level: a good box for another look, whatever set the
   * points are of. Left out where they span nothing.
   */
  faceBox?: FaceBox;
  /**
   * Mean deviation of the model's own points as a share of the side of the face's box by them, whatever set the points are of: the
   * less sure, the less of a face. Left out where they span nothing.
   */
  deviationShare?: number;
  /** Where the session gives it: what the network saw, for adapters that read it. */
  seen?: SeenFeatures;
  /** The box that was looked at. */
  box: FaceBox;
  /** True where no box was given. */
  usedWholeImage: boolean;
}

export interface Detector {
  readonly metadata: ModelMetadata;
  /**
   * @param box – the face, tight around its landmarks, pixels of the image. Without it the crop is the whole image.
   */
  detect(image: Image, box?: FaceBox): Promise<Detection>;
}

export function oneLookDetector(metadata: ModelMetadata, session: DetectionSession): Detector {
  const { size, mean, deviation, enlarge } = metadata.input;
  const { reliability } = metadata;
  const count = metadata.landmarks.names.length;
  return {
    metadata,
    async detect(image, box) {
      checkImage(image);
      if (box !== undefined) checkBox(box, image);
      const face = box ?? wholeImageBox(image, enlarge);
      const crop = faceCrop(face, { size, enlarge });
      const input = new Float32Array(3 * size * size);
      toPlanarFloat(warpImage(image, crop, size, size), mean, deviation, input);
      const outputs = await session.run({ image: { data: input, shape: [1, 3, size, size] } });
      const points = applyAffine(crop, modelOutput(outputs, 'points', count * 2));
      const sigma = modelOutput(outputs, 'sigma', count);
      const scale = affineScale(crop);
      const inImage = (sigmas: Float32Array): Float32Array => sigmas.map((value) => value * scale);
      const others = metadata.transfer?.names.length;
      const uncertainty = inImage(
        reliability ? honestDeviations(reliability.uncertainty, sigma, size) : sigma,
      );
      const seen = seenFeatures(outputs, crop, size);
      const faceBox = levelBox(points, metadata.landmarks, face.roll);
      return {
        points,
        uncertainty,
        ...(reliability && {
          wrong: wrongProbability(reliability, featureDistance(outputs, reliability), sigma, size),
        }),
        ...(metadata.architecture.visibility && {
          visibility: pictureVisibility(
            modelOutput(outputs, 'visibility', count * visibilityKinds),
            points,
            uncertainty,
            image,
          ),
        }),
        ...(others !== undefined && {
          transferred: applyAffine(crop, modelOutput(outputs, 'transferred', others * 2)),
          transferredUncertainty: inImage(modelOutput(outputs, 'transferredSigma', others)),
        }),
        ...(faceBox !== null && { faceBox, deviationShare: deviationShare(uncertainty, faceBox) }),
        ...(seen && { seen }),
        box: face,
        usedWholeImage: box === undefined,
      };
    },
  };
}

/** @param uncertainty – `[K]` pixels. @returns their mean as a share of the side of a square as large as the box. */
export function deviationShare(uncertainty: Float32Array, { width, height }: FaceBox): number {
  return mean(uncertainty) / Math.sqrt(width * height);
}

/** The box whose crop is the image, or the smallest square around it. */
function wholeImageBox({ width, height }: Image, enlarge: number): FaceBox {
  const w = width / enlarge;
  const h = height / enlarge;
  return { x: (width - 1 - w) / 2, y: (height - 1 - h) / 2, width: w, height: h };
}

/** Of a model's outputs the one of this name; refuses one that is missing, of another length, or no numbers. */
export function modelOutput(
  outputs: Readonly<Record<string, Float32Array>>,
  name: string,
  length: number,
): Float32Array {
  const values = outputs[name];
  if (values === undefined || values.length !== length) {
    const got = values === undefined ? `only ${Object.keys(outputs).join(', ') || 'nothing'}` : values.length;
    throw new LineamentError(`detect: the model must give ${length} numbers as '${name}', got ${got}`, {
      hint: 'the model file does not match its metadata; get it again',
    });
  }
  if (!values.every(Number.isFinite)) {
    throw new LineamentError(`detect: the model gives a value in '${name}' that is not a number`, {
      hint: 'the model is broken; train it again',
    });
  }
  return values;
}

/** A model of eyes, whose first look tells whether there is a face, does not weigh the distance and need not give it. */
function featureDistance(outputs: Parameters<typeof modelOutput>[0], { wrong }: Reliability): number {
  return wrong.distance === 0 ? 1 : modelOutput(outputs, 'distance', 1)[0]!;
}
