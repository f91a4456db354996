/**
 * Faces of one split in memory, with what each shows. Pixels are kept as bytes and handed out as floats.
 * N faces, B of a batch, S side of the pictures.
 */

import type { FaceFacts } from '../../../captions/face-facts.js';
import { internalError } from '../../../core/errors.js';
import type { GeneratedAttributes } from '../../../dataset/attributes.js';
import type { FaceBox } from '../../../landmarks/face-crop.js';

/** What the picture shows, in all its numbers and words. */
export type FaceAttributes = GeneratedAttributes['shows'];

export interface FaceRecord {
  /** Dataset's folder and the sample's id in it. */
  readonly id: string;
  /** What can be said of the picture. */
  readonly facts: FaceFacts;
  readonly attributes: FaceAttributes;
  /** Tight around the landmarks, pixels of the set's size. */
  readonly box: FaceBox;
}

/** Bytes to network input: from −1 (black) to 1 (white). */
export const pixelRange = { mean: 0.5, deviation: 0.5 } as const;

export class FaceSet {
  /** S, pixels. */
  readonly size: number;
  readonly faces: readonly FaceRecord[];
  /** `[N, 3, S, S]`. */
  readonly #pixels: Uint8Array;

  /** @param pixels – `[N, 3, S, S]`, planar RGB. */
  constructor(size: number, faces: readonly FaceRecord[], pixels: Uint8Array) {
    if (pixels.length !== faces.length * 3 * size * size)
      throw internalError(`${pixels.length} bytes for ${faces.length} faces of ${size} pixels`);
    this.size = size;
    this.faces = faces;
    this.#pixels = pixels;
  }

  /** N. */
  get count(): number {
    return this.faces.length;
  }

  /** @returns `[B, 3, S, S]`, from −1 to 1. */
  images(indices: readonly number[]): Float32Array {
    const plane = 3 * this.size ** 2;
    const result = new Float32Array(indices.length * plane);
    for (const [place, index] of indices.entries()) {
      const bytes = this.pixels(index);
      const start = place * plane;
      for (let i = 0; i < plane; i++)
        result[start + i] = (bytes[i]! / 255 - pixelRange.mean) / pixelRange.deviation;
    }
    return result;
  }

  /** `[3, S, S]` bytes of one face, without a copy. */
  pixels(index: number): Uint8Array {
    if (!(index >= 0 && index < this.count)) throw internalError(`face ${index} of ${this.count}`);
    const plane = 3 * this.size ** 2;
    return this.#pixels.subarray(index * plane, (index + 1) * plane);
  }
}
