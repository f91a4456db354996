/** What is found in pictures and videos, as plain JSON: the same from the command line and from a server. K landmarks. */
import type { FaceBox } from '../landmarks/face-crop.js';
import { visibilityNames } from '../landmarks/landmark-set.js';
import type { ModelMetadata } from '../networks/model-file/model-metadata.js';
import type { DescribedFace } from './describe/described-face.js';
import type { Face, FacePicture } from './face.js';
import type { Detector } from './landmarks/detector.js';

export interface Failure {
  /** The image, or the line of a boxes file. */
  image: string;
  reason: string;
}

/** One face of a picture or of a video's frame. */
export interface FaceResult {
  /** Of a video: the same as long as the face is followed. */
  id?: number;
  /** Pixels. */
  box: FaceBox;
  usedWholeImage: boolean;
  /** The upright picture or frame: pixels, and the focal length where its file states it. */
  picture?: FacePicture;
  /** Of a face that was found in a picture: how sure the finder is, 0 to 1. */
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
}

export interface ImageResult {
  image: string;
  faces: FaceResult[];
}

/** Of points, boxes and uncertainties. */
const unit = 'pixel';

/** @param face – of a picture, or one that is followed. @param description – where it was asked for. */
export function faceResult(
  face: Omit<Face, 'point' | 'transferred'> & { id?: number },
  description?: DescribedFace,
): FaceResult {
  const { id, box, usedWholeImage, picture, score, wrong, points } = face;
  return {
    ...(id !== undefined && { id }),
    box: roundedBox(box),
    usedWholeImage,
    ...(picture && { picture: roundedPicture(picture) }),
    ...(score !== undefined && { score: round(score) }),
    ...wrongOf({ wrong }),
    points: points.map(({ x, y }) => [round(x), round(y)]),
    uncertainty: points.map(({ uncertainty }) => round(uncertainty)),
    ...(points[0]?.visibility !== undefined && {
      visibility: points.map(({ visibility }) => visibilityNames.map((kind) => round(visibility![kind]))),
    }),
    ...(description && { description }),
  };
}

/** How probable it is that a face is wrong, as it is written; nothing where its model does not tell. */
export function wrongOf({ wrong }: { wrong?: number | undefined }): Pick<FaceResult, 'wrong'> {
  return wrong === undefined ? {} : { wrong: round(wrong) };
}

/** @param described – of each face, where it was asked for. */
export function resultOf(
  path: string,
  faces: readonly Face[],
  described?: readonly DescribedFace[],
): ImageResult {
  return { image: path, faces: faces.map((face, i) => faceResult(face, described?.[i])) };
}

/** Hundredths say all there is to say, of pixels and of shares. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function roundedPicture({ width, height, focal }: FacePicture): FacePicture {
  return { width, height, ...(focal !== undefined && { focal: round(focal) }) };
}

function roundedBox({ x, y, width, height, roll }: FaceBox): FaceBox {
  return {
    x: round(x),
    y: round(y),
    width: round(width),
    height: round(height),
    ...(roll !== undefined && { roll: round(roll) }),
  };
}

/** The faces of one picture or frame as a line of their own: it says what its numbers are. @param place – of the faces. */
export function resultLine(
  { metadata }: Pick<Detector, 'metadata'>,
  place: object,
  faces: readonly FaceResult[],
): string {
  const { set, convention } = metadata.landmarks;
  return `${JSON.stringify({ ...place, faces, set, convention, unit, ...kindsOf(metadata) })}\n`;
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
