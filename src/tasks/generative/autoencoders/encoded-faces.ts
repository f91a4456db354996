/** All faces of a set as codes. N faces, L numbers or tokens of a code. */
import { StoppedError } from '../../../core/errors.js';
import { partOf, type Work } from '../../../core/work.js';
import type { FaceSet } from '../data/face-set.js';
import { mirroredImages } from '../data/mirrored.js';
import type { Autoencoder } from './open-autoencoder.js';

export interface EncodedFaces {
  /** `[N, L]`. */
  codes: Float32Array;
  /** Of the faces in a mirror, likewise; undefined where they were not asked for. */
  mirrored?: Float32Array | undefined;
}

const together = 128;

/** @param inMirror – also each face in a mirror. */
export async function encodedFaces(
  { codeLength, encode }: Pick<Autoencoder, 'codeLength' | 'encode'>,
  faces: FaceSet,
  inMirror: boolean,
  work: Work,
): Promise<EncodedFaces> {
  const part = partOf(work, 'codes of faces', 'face');
  const codes = new Float32Array(faces.count * codeLength);
  const mirrored = inMirror ? new Float32Array(codes.length) : undefined;
  for (let first = 0; first < faces.count; first += together) {
    if (part.signal.aborted)
      throw new StoppedError(`codes of ${first} of ${faces.count} faces`, {
        hint: 'nothing is kept of it: run the same command again',
      });
    const count = Math.min(together, faces.count - first);
    const images = faces.images(Array.from({ length: count }, (_, i) => first + i));
    codes.set((await encode(images)).codes, first * codeLength);
    mirrored?.set((await encode(mirroredImages(images, faces.size))).codes, first * codeLength);
    part.report(first + count, faces.count);
  }
  return { codes, mirrored };
}
