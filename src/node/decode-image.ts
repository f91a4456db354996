/** Encoded image files to upright RGB bytes (sharp, libvips). Node only. H height, W width. */
import sharp from 'sharp';
import { LineamentError, messageOf } from '../core/errors.js';
import type { Image } from '../core/image.js';

/**
 * Decodes JPEG, PNG, WebP, … as people see it: turned by its EXIF orientation, grey and CMYK as RGB, transparency on
 * black, 8 bits. A truncated or broken file is an error, never a half-grey picture.
 * @param file – the name for messages.
 */
export async function decodeImage(bytes: Uint8Array, file: string): Promise<Image> {
  try {
    const { data, info } = await sharp(bytes, { failOn: 'truncated' })
      .autoOrient()
      .toColourspace('srgb')
      .flatten({ background: '#000' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`it decodes to ${info.channels} channels`);
    return { width: info.width, height: info.height, channels: 3, data };
  } catch (cause) {
    throw imageError(file, cause);
  }
}

export function imageError(file: string, cause: unknown): LineamentError {
  const reason = messageOf(cause).split('\n')[0];
  return new LineamentError(`the image cannot be read: ${reason}`, {
    file,
    hint: 'replace the file by a whole JPEG, PNG or WebP image',
    cause,
  });
}
