/**
 * Decoded images in memory that worker threads share: the first worker that needs an image decodes it and leaves it
 * there. Two workers may decode the same image at once; they write the same bytes. H height, W width.
 */
import type { Image } from '../../core/image.js';

export interface DecodedCache {
  /** `[H, W, 3]` bytes of one image after the other. */
  bytes: SharedArrayBuffer;
  /** For each image where it lies in `bytes`, −1 where it found no room. */
  offsets: Float64Array;
  /** Int32 for each image: 1 once it is there. */
  ready: SharedArrayBuffer;
}

/** @param limit – bytes. */
export function createDecodedCache(
  images: readonly { width: number; height: number }[],
  limit: number,
): DecodedCache {
  let total = 0;
  const offsets = Float64Array.from(images, ({ width, height }) => {
    const size = width * height * 3;
    if (total + size > limit) return -1;
    total += size;
    return total - size;
  });
  return {
    bytes: new SharedArrayBuffer(total),
    offsets,
    ready: new SharedArrayBuffer(4 * images.length),
  };
}

/** The image, without a copy, or null where it is not there (yet). */
export function readDecoded(
  { bytes, offsets, ready }: DecodedCache,
  index: number,
  width: number,
  height: number,
): Image | null {
  if (Atomics.load(new Int32Array(ready), index) === 0) return null;
  return { width, height, channels: 3, data: new Uint8Array(bytes, offsets[index]!, width * height * 3) };
}

export function writeDecoded({ bytes, offsets, ready }: DecodedCache, index: number, image: Image): void {
  const offset = offsets[index]!;
  if (offset < 0) return;
  new Uint8Array(bytes).set(image.data, offset);
  Atomics.store(new Int32Array(ready), index, 1);
}
