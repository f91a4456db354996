/**
 * What a product opens: pictures in, faces out. The platform halves (`node`, `web`) say what a picture is there and bring the
 * networks' sessions. Faces are found where no boxes are given.
 */

import { StoppedError, UsageError } from '../core/errors.js';
import type { Image } from '../core/image.js';
import { openedOnce } from '../core/opened-together.js';
import { isRecord } from '../core/settings/is-record.js';
import { checkOptions, type OptionNames } from '../core/settings/known-options.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import type { ModelMetadata } from '../networks/model-file/model-metadata.js';
import { findFacesNames } from './detection-settings.js';
import { type Face, faceOf } from './face.js';
import { detectFound } from './finder/detect-found.js';
import type { FaceFinder, FindFacesOptions } from './finder/face-finder.js';
import type { Detection, Detector } from './landmarks/detector.js';
import { openUntilClosed } from './open-until-closed.js';

export interface DetectOptions extends Pick<FindFacesOptions, 'threshold' | 'mostFaces'> {
  /**
   * Where the faces are, tight around their landmarks; pixels of the upright picture. `'whole'`: the picture is one face.
   * Without them the faces are found.
   */
  boxes?: readonly FaceBox[] | 'whole';
  /** Stops between two faces. */
  signal?: AbortSignal | undefined;
}

/** @typeParam Picture – what this platform decodes, or decoded pixels. @typeParam Name – names of the points. */
export interface FaceDetector<Picture, Name extends string = string> {
  readonly metadata: ModelMetadata;
  /** K, in the order of the points. */
  readonly names: readonly Name[];
  /** @returns a face for each box, in their order, or for each face that is found, the surest first. Calls may overlap. */
  detect(picture: Picture | Image, options?: DetectOptions): Promise<Face<Name>[]>;
  /** Frees the networks. */
  close(): Promise<void>;
}

export interface DetectionPlatform<Picture> {
  decode(picture: Picture | Image): Promise<Image>;
  /** Called when faces are first to be found. */
  openFinder(): Promise<FaceFinder & { close(): Promise<void> }>;
  /** Frees the detector's networks. */
  close(): Promise<void>;
}

export function createFaceDetector<Picture, Name extends string>(
  detector: Detector,
  names: readonly Name[],
  { decode, openFinder, close }: DetectionPlatform<Picture>,
): FaceDetector<Picture, Name> {
  const { metadata } = detector;
  const finder = openedOnce(openFinder);
  const open = openUntilClosed('detect', 'detector', async () => {
    try {
      await close();
    } finally {
      await finder.close();
    }
  });
  return {
    metadata,
    names,
    detect: (picture, options) => open.ask(() => detect(picture, options)),
    close: open.close,
  };

  async function detect(picture: Picture | Image, options: DetectOptions = {}): Promise<Face<Name>[]> {
    checkAsked(options);
    const { boxes, ...wanted } = options;
    const image = await decode(picture);
    const faces: Face<Name>[] = [];
    const add = (detection: Detection): void => {
      faces.push(
        faceOf(detection, metadata.landmarks, names, { picture: image, transfer: metadata.transfer }),
      );
    };
    if (boxes === undefined) {
      const found = await detectFound(image, { detector, finder: await finder.get() }, wanted);
      found.forEach(add);
      return faces;
    }
    for (const box of boxes === 'whole' ? [undefined] : boxes) {
      if (wanted.signal?.aborted) throw new StoppedError(`detect, after ${faces.length} faces`);
      add(await detector.detect(image, box));
    }
    return faces;
  }
}

const optionNames: OptionNames<DetectOptions> = { boxes: true, ...findFacesNames };
const boxHint = 'a box is given as { boxes: [{ x, y, width, height }] }, in pixels';
/** Plain JavaScript may give a box where the options belong, and would get the faces that are found. */
const boxWords = { box: boxHint, x: boxHint, y: boxHint, width: boxHint, height: boxHint, roll: boxHint };

function checkAsked(given: DetectOptions): void {
  checkOptions('detect', given, optionNames, boxWords);
  const { boxes = [] } = given;
  if (boxes === 'whole' || (Array.isArray(boxes) && boxes.every(isRecord))) return;
  throw new UsageError("detect: boxes are a list of boxes, or 'whole'", { hint: boxHint });
}
