/**
 * Where the faces of an annotation folder come from: its pictures, what a detector sees in them, and labels that were made before.
 * Ids name a picture and a face of it; no path of a request is ever opened. Node only.
 */

import { join, relative } from 'node:path';
import sharp from 'sharp';
import { type AnnotatedFace, pairsOf } from '../annotation/annotated-face.js';
import type { DetectedPoints } from '../annotation/correction-model.js';
import { conditionPoints, type FixedPoint, type PointGaussian } from '../annotation/point-gaussian.js';
import { LineamentError } from '../core/errors.js';
import type { Image } from '../core/image.js';
import { imageFiles } from '../dataset/import/files/image-files.js';
import { listFiles } from '../dataset/import/files/list-files.js';
import { storableImage } from '../dataset/import/files/storable-image.js';
import { overlapOf } from '../landmarks/box-overlap.js';
import { type FaceBox, tightBox } from '../landmarks/face-crop.js';
import { digestOf } from '../node/digest.js';
import { readFileOr } from '../node/files.js';
import { decodeImage, openPicture } from '../node/pictures/decode-image.js';
import type { StartingLabels } from './starting-labels/open-starting-labels.js';
import type { StartingFace } from './starting-labels/starting-face.js';

/** A face that the detector saw. */
export interface SeenFace extends DetectedPoints {
  box: FaceBox;
  /** `[K, 4]` where the model tells. */
  visibility?: Float32Array;
}

export interface FaceSeer {
  /** The faces of a picture, the surest first. */
  find(image: Image): Promise<SeenFace[]>;
  /** The face in a box. */
  look(image: Image, box: FaceBox): Promise<SeenFace>;
}

export interface FaceSourceOptions {
  /** Folder of the pictures. */
  pictures: string;
  seer: FaceSeer;
  /** Labels to begin with, by picture. */
  labels?: StartingLabels;
}

/** Boxes that share more are of one face. */
const sameFace = 0.3;
/** Of a thumbnail, pixels: twice what the list shows. */
const thumbnailSide = 96;

export class FaceSource {
  readonly #options: FaceSourceOptions;

  constructor(options: FaceSourceOptions) {
    this.#options = options;
  }

  /** Names below the folder, with slashes. */
  async pictures(signal: AbortSignal): Promise<string[]> {
    const { pictures } = this.#options;
    const files = imageFiles(await listFiles(pictures, signal));
    if (files.length > 0) {
      const names = files.map((file) => relative(pictures, file).split('\\').join('/'));
      this.#options.labels?.check(names);
      return names;
    }
    throw new LineamentError('there is no picture in the folder', {
      file: pictures,
      hint: 'name a folder of photographs',
    });
  }

  /** The faces of a picture as they begin. */
  async look(
    picture: string,
    gaussianOf: (detected: DetectedPoints) => PointGaussian,
  ): Promise<AnnotatedFace[]> {
    const { seer, labels } = this.#options;
    const image = await decodeImage(await this.#bytes(picture), picture);
    const found = await seer.find(image);
    const labelled = labels?.of(picture, image) ?? [];
    const known = new Map<SeenFace, StartingFace>();
    for (const face of labelled) {
      const box = tightBox(face.points);
      if (box === null) continue;
      let seen = found.find((one) => !known.has(one) && overlapOf(tightBox(one.points)!, box) > sameFace);
      if (seen === undefined) {
        seen = await seer.look(image, box);
        found.push(seen);
      }
      known.set(seen, face);
    }
    return found.map((seen, face) => begun(seen, known.get(seen), gaussianOf, { picture, face, image }));
  }

  /** Upright, as browsers take it. */
  async picture(picture: string): Promise<Uint8Array> {
    return (await storableImage(await this.#bytes(picture), picture)).bytes;
  }

  /** The face's surroundings, small. */
  async thumbnail({ picture, box, width, height }: AnnotatedFace): Promise<Uint8Array> {
    const side = Math.max(1, 1.25 * Math.max(box.width, box.height));
    const left = clamp(Math.round(box.x + box.width / 2 - side / 2), 0, width - 1);
    const top = clamp(Math.round(box.y + box.height / 2 - side / 2), 0, height - 1);
    const across = clamp(Math.round(side), 1, width - left);
    const down = clamp(Math.round(side), 1, height - top);
    // Turned upright first: the box is of the upright picture.
    const upright = await openPicture(await this.#bytes(picture))
      .autoOrient()
      .toBuffer();
    return sharp(upright)
      .extract({ left, top, width: across, height: down })
      .resize(thumbnailSide, thumbnailSide, { fit: 'cover' })
      .jpeg({ quality: 80 })
      .toBuffer();
  }

  #bytes(picture: string): Promise<Buffer> {
    return readFileOr(join(this.#options.pictures, picture), 'the picture');
  }
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

function begun(
  { points, uncertainty, box, visibility }: SeenFace,
  labels: StartingFace | undefined,
  gaussianOf: (detected: DetectedPoints) => PointGaussian,
  { picture, face, image }: { picture: string; face: number; image: Image },
): AnnotatedFace {
  const detected = {
    points: pairsOf(points),
    uncertainty: Array.from(uncertainty, (value) => Math.round(value * 1000) / 1000),
    visibility: visibility === undefined ? null : mostProbable(visibility),
  };
  const base =
    labels === undefined ? points : conditionPoints(gaussianOf({ points, uncertainty }), put(labels));
  const seen = labels?.visibility ?? detected.visibility;
  return {
    picture,
    face,
    width: image.width,
    height: image.height,
    box: { x: box.x, y: box.y, width: box.width, height: box.height },
    revision: 0,
    done: false,
    doneAt: null,
    from: labels === undefined ? 'detector' : 'labels',
    points: pairsOf(base),
    fixed: [],
    visibility: seen,
    detected: { ...detected, visibility: seen },
    base: pairsOf(base),
    edits: [],
    cursor: 0,
  };
}

/** Points without a label follow those that have one. */
function put({ points }: StartingFace): Map<number, FixedPoint> {
  const fixed = new Map<number, FixedPoint>();
  for (let k = 0; k < points.length / 2; k++)
    if (!Number.isNaN(points[2 * k]!)) fixed.set(k, { x: points[2 * k]!, y: points[2 * k + 1]! });
  return fixed;
}

function mostProbable(visibility: Float32Array): number[] {
  return Array.from({ length: visibility.length / 4 }, (_, k) => {
    const own = visibility.subarray(4 * k, 4 * k + 4);
    return own.indexOf(Math.max(...own));
  });
}

/** Readable, and never two alike: the picture's name, and a hash of its whole path. */
export function idOf(picture: string, face: number): string {
  const name = picture
    .replace(/\.\w+$/, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(-60);
  const hash = digestOf(picture).slice(0, 8);
  return `${name}-${hash}-${face + 1}`;
}
