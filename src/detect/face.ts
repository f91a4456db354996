/**
 * A face as a product gets it: named points with an uncertainty each, in pixels of the image, and what they mean. As JSON
 * it says the same: set, convention and unit stand in it. K landmarks.
 */
import { LineamentError } from '../core/errors.js';
import type { Image } from '../core/image.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import {
  type Convention,
  type Visibility,
  type VisibilityKind,
  visibility,
  visibilityKinds,
} from '../landmarks/landmark-set.js';
import type { NamedSet } from '../landmarks/sets/named-set.js';
import type { Detection } from './landmarks/detector.js';

/** Pixels of the image: x right, y down, (0, 0) the centre of the top-left pixel. */
export interface FacePoint<Name extends string = string> {
  name: Name;
  x: number;
  y: number;
  /** Standard deviation along either axis, as the model judges itself. */
  uncertainty: number;
  /** What can be seen of it, where the model says so. */
  visibility?: PointVisibility;
}

/** How probable each is; together 1. */
export type PointVisibility = Record<VisibilityKind, number>;

/** The upright picture that points are in: pixels, and the focal length where its file states it. */
export type FacePicture = Pick<Image, 'width' | 'height' | 'focal'>;

export interface FacePoints<Name extends string = string> {
  /** Name of the landmark set. */
  set: string;
  convention: Convention;
  unit: 'pixel';
  /** K, in the order of the set. */
  points: FacePoint<Name>[];
  /** Where it is known: `describeFace` takes the camera from it. Detectors and trackers always give it. */
  picture?: FacePicture;
}

export interface Face<Name extends string = string> extends FacePoints<Name> {
  /** The box that was looked at. */
  box: FaceBox;
  /** True where the whole image was taken for the face. */
  usedWholeImage: boolean;
  /** How sure the finder is, 0 to 1, where it found the face. */
  score?: number;
  /**
   * Where the model can tell: how probable it is that this is no face, or one whose points are wrong (a mean error above
   * `metadata.reliability.wrongAbove` per cent of the outer eye corners' distance).
   */
  wrong?: number;
  /** The second set of a model with label transfer. */
  transferred?: FacePoints;
  /** The point of this name. Left and right are the subject's. */
  point(name: Name): FacePoint<Name>;
}

export interface FaceSource {
  /** What was looked at. */
  picture?: FacePicture;
  /** Set of the points that label transfer gives. */
  transfer?: NamedSet | undefined;
}

/** @param detection – with the finder's score where the face was found. @param names – of `landmarks`, with their type. */
export function faceOf<Name extends string>(
  detection: Detection & { score?: number },
  landmarks: NamedSet,
  names: readonly Name[],
  { picture, transfer }: FaceSource = {},
): Face<Name> {
  const { box, usedWholeImage, score, wrong, transferred, transferredUncertainty } = detection;
  const own = facePoints(detection, landmarks, names, picture);
  return {
    ...own,
    box,
    usedWholeImage,
    ...(score !== undefined && { score }),
    ...(wrong !== undefined && { wrong }),
    ...(transfer !== undefined &&
      transferred !== undefined &&
      transferredUncertainty !== undefined && {
        transferred: facePoints(
          { points: transferred, uncertainty: transferredUncertainty },
          transfer,
          transfer.names,
          picture,
        ),
      }),
    point: (name) => pointOf(own, name),
  };
}

function facePoints<Name extends string>(
  { points, uncertainty, visibility: seen }: Pick<Detection, 'points' | 'uncertainty' | 'visibility'>,
  { set, convention }: NamedSet,
  names: readonly Name[],
  picture: FacePicture | undefined,
): FacePoints<Name> {
  return {
    set,
    convention,
    unit: 'pixel',
    points: names.map((name, k) => ({
      name,
      x: points[2 * k]!,
      y: points[2 * k + 1]!,
      uncertainty: uncertainty[k]!,
      ...(seen && { visibility: pointVisibility(seen, k) }),
    })),
    ...(picture && { picture: pictureOf(picture) }),
  };
}

/** Without pixels, where an image is given. */
function pictureOf({ width, height, focal }: FacePicture): FacePicture {
  return { width, height, ...(focal !== undefined && { focal }) };
}

/** @param shares – `[K, 4]`. */
function pointVisibility(shares: Float32Array, k: number): PointVisibility {
  const share = (kind: Visibility): number => shares[visibilityKinds * k + kind]!;
  return {
    visible: share(visibility.visible),
    hiddenBySelf: share(visibility.hiddenBySelf),
    hiddenByOther: share(visibility.hiddenByOther),
    outside: share(visibility.outside),
  };
}

function pointOf<Name extends string>({ set, points }: FacePoints<Name>, name: Name): FacePoint<Name> {
  const found = points.find((point) => point.name === name);
  if (found !== undefined) return found;
  throw new LineamentError(`face: ${set} has no point '${name}'`, {
    hint: `its points are ${points
      .slice(0, 3)
      .map((point) => point.name)
      .join(', ')}, … (detector.names)`,
  });
}
