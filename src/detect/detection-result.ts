/** What is found in pictures, as plain JSON: the same from the command line and from a server. K landmarks. */
import type { FaceBox } from '../landmarks/face-crop.js';
import { visibilityKinds, visibilityNames } from '../landmarks/landmark-set.js';
import type { ModelMetadata } from '../networks/model-file/model-metadata.js';
import type { DescribedFace } from './describe/described-face.js';
import type { Detection, Detector } from './landmarks/detector.js';

export interface Failure {
  /** The image, or the line of a boxes file. */
  image: string;
  reason: string;
}

export interface ImageResult {
  image: string;
  faces: {
    box: FaceBox;
    usedWholeImage: boolean;
    /** Of a face that was found: how sure the finder is, 0 to 1. */
    score?: number;
    /** Where the model can tell: how probable it is that this is no face, or a wrong one. */
    wrong?: number;
    /** K × [x, y], pixels. */
    points: number[][];
    /** K standard deviations, pixels. */
    uncertainty: number[];
    /** Where the model says it: K × how probably visible, hidden by the face, hidden by something else, outside. */
    visibility?: number[][];
    /** With `--describe`: what the points say. */
    description?: DescribedFace;
  }[];
}

/** Of points, boxes and uncertainties. */
export const unit = 'pixel';

/** With the finder's score where the face was found. */
export type ScoredDetection = Detection & { score?: number };

/** @param described – of each face, where it was asked for. */
export function resultOf(
  path: string,
  detections: readonly ScoredDetection[],
  described?: readonly DescribedFace[],
): ImageResult {
  return {
    image: path,
    faces: detections.map(({ points, uncertainty, visibility, wrong, box, usedWholeImage, score }, i) => ({
      box,
      usedWholeImage,
      ...(score !== undefined && { score: round(score) }),
      ...(wrong !== undefined && { wrong: round(wrong) }),
      points: Array.from(uncertainty, (_, k) => [round(points[2 * k]!), round(points[2 * k + 1]!)]),
      uncertainty: Array.from(uncertainty, round),
      ...(visibility && { visibility: sharesOf(visibility) }),
      ...(described && { description: described[i]! }),
    })),
  };
}

/** @param shares – `[K, 4]`. */
function sharesOf(shares: Float32Array): number[][] {
  return Array.from({ length: shares.length / visibilityKinds }, (_, k) =>
    Array.from(shares.subarray(k * visibilityKinds, (k + 1) * visibilityKinds), round),
  );
}

/** Hundredths say all there is to say, of pixels and of shares. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** One image's result on its own, in a file: it names its points. */
export function resultFile({ metadata }: Detector, result: ImageResult): object {
  const { set, convention, names } = metadata.landmarks;
  return { ...result, landmarks: { set, convention, unit, names }, ...kindsOf(metadata) };
}

/** All results as one JSON text. */
export function jsonOf(
  { metadata }: Detector,
  images: readonly ImageResult[],
  failures: readonly Failure[],
): object {
  const { landmarks, licence } = metadata;
  return { landmarks, unit, ...kindsOf(metadata), licence, images, failures };
}

/** What the numbers of `visibility` are the shares of, where there are any. */
function kindsOf({ architecture }: ModelMetadata): { visibilityKinds?: string[] } {
  return architecture.visibility ? { visibilityKinds: [...visibilityNames] } : {};
}
