/** Photographs as the store keeps them: upright, RGB, 8 bits. Their own bytes where they are that already. */
import sharp from 'sharp';
import { decodeImage, imageError, openPicture } from '../../../node/pictures/decode-image.js';

export interface StorableImage {
  bytes: Uint8Array;
  /** Of the upright picture, pixels. */
  width: number;
  height: number;
  /** The EXIF orientation of the file that it was read from, 1 to 8: how it was turned upright. */
  orientation: number;
}

/**
 * Decodes the whole file, so that a truncated one is refused here and not in the middle of training.
 * @param file – the name for messages.
 */
export async function storableImage(bytes: Uint8Array, file: string): Promise<StorableImage> {
  const image = await decodeImage(bytes, file);
  const { width, height } = image;
  const found = await openPicture(bytes)
    .metadata()
    .catch((cause: unknown) => {
      throw imageError(file, cause);
    });
  const plain =
    (found.format === 'jpeg' || found.format === 'png') &&
    (found.orientation ?? 1) === 1 &&
    found.channels === 3 &&
    found.depth === 'uchar' &&
    found.space === 'srgb';
  const orientation = found.orientation ?? 1;
  if (plain) return { bytes, width, height, orientation };
  const pixels = sharp(image.data, { raw: { width, height, channels: 3 } });
  // What came without loss (`raw`: BMP and PNM) is kept without.
  const lossless = found.format === 'png' || found.format === 'raw';
  const encoded = lossless ? pixels.png() : pixels.jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
  return { bytes: await encoded.toBuffer(), width, height, orientation };
}
