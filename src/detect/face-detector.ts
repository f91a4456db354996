/**
 * What a product opens: pictures in, faces out. The platform halves (`node`, `web`) say what a picture is there and bring the
 * network's session.
 *
 * Limits: it does not find faces yet. Without boxes the whole picture is taken for one face.
 */

import { LineamentError, StoppedError } from '../core/errors.js';
import type { Image } from '../core/image.js';
import { isRecord } from '../core/settings/is-record.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import type { ModelMetadata } from '../networks/model-file/model-metadata.js';
import { type Face, faceOf } from './face.js';
import type { Detector } from './landmarks/detector.js';

export interface DetectOptions {
  /** Where the faces are, tight around their landmarks; pixels of the upright picture. One face, the whole picture, without. */
  boxes?: readonly FaceBox[];
  /** Stops between two faces. */
  signal?: AbortSignal;
}

/** @typeParam Picture – what this platform decodes, or decoded pixels. @typeParam Name – names of the points. */
export interface FaceDetector<Picture, Name extends string = string> {
  readonly metadata: ModelMetadata;
  /** K, in the order of the points. */
  readonly names: readonly Name[];
  /** @returns a face for each box, in their order. Calls may overlap. */
  detect(picture: Picture | Image, options?: DetectOptions): Promise<Face<Name>[]>;
  /** Frees the network. */
  close(): Promise<void>;
}

export interface DetectionPlatform<Picture> {
  decode(picture: Picture | Image): Promise<Image>;
  close(): Promise<void>;
}

export function createFaceDetector<Picture, Name extends string>(
  detector: Detector,
  names: readonly Name[],
  { decode, close }: DetectionPlatform<Picture>,
): FaceDetector<Picture, Name> {
  const { metadata } = detector;
  return {
    metadata,
    names,
    close,
    async detect(picture, options = {}) {
      checkOptions(options);
      const { boxes, signal } = options;
      const image = await decode(picture);
      const faces: Face<Name>[] = [];
      for (const box of boxes ?? [undefined]) {
        if (signal?.aborted) throw new StoppedError(`detect, after ${faces.length} faces`);
        const detection = await detector.detect(image, box);
        faces.push(faceOf(detection, metadata.landmarks, names, metadata.transfer));
      }
      return faces;
    },
  };
}

/** Plain JavaScript may give a box where its options belong, and would get the whole picture for one face. */
function checkOptions(given: unknown): void {
  if (isRecord(given) && Object.keys(given).every((key) => key === 'boxes' || key === 'signal')) {
    const { boxes = [] } = given;
    if (Array.isArray(boxes) && boxes.every(isRecord)) return;
  }
  throw new LineamentError('detect: the options are { boxes, signal }, and boxes a list of boxes', {
    hint: 'give { boxes: [{ x, y, width, height }] } in pixels, or nothing',
  });
}
