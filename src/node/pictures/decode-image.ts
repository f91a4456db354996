/** Encoded image files to upright RGB bytes (sharp, libvips, and decoders of our own). Node only. H height, W width. */
import sharp, { type Sharp } from 'sharp';
import { LineamentError, messageOf } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { decodeBmp, isBmp } from './decode-bmp.js';
import { decodePnm, isPnm } from './decode-pnm.js';
import { jpegDamage } from './jpeg/check-jpeg.js';
import { mostPixels, tooLarge } from './picture-size.js';
import { statedFocal } from './stated-focal.js';

/**
 * Decodes JPEG, PNG, WebP, … (all of `picture-endings.ts`, known by their bytes) as people see it: turned by its EXIF
 * orientation, grey and CMYK as RGB, transparency on black, 8 bits; of an animation the first picture. A truncated file,
 * one that its decoder complains of, and a JPEG whose coded data no encoder writes is an error, never a half-grey picture;
 * changed bytes of a JPEG that give other valid blocks are not told from a picture.
 * @param file – the name for messages.
 */
export async function decodeImage(bytes: Uint8Array, file: string): Promise<Image> {
  try {
    const here = decodeHere(bytes);
    if (here !== undefined) return here;
    // libvips decodes on a thread of its own meanwhile; where both find something, its own words come first.
    const decoded = rgbOf(openPicture(bytes).autoOrient());
    const damage = jpegDamage(bytes);
    const image = await decoded;
    if (damage !== undefined) throw new Error(damage);
    const focal = await statedFocal(bytes, image);
    return focal === undefined ? image : { ...image, focal };
  } catch (cause) {
    throw imageError(file, cause);
  }
}

/** For what sharp does with pictures before they are pixels: any format that {@link decodeImage} reads. */
export function openPicture(bytes: Uint8Array): Sharp {
  const here = decodeHere(bytes);
  if (here === undefined)
    // Strict: damage inside a JPEG or a TIFF that was cut is only a warning to libvips.
    return sharp(bytes, { failOn: 'warning', limitInputPixels: mostPixels });
  const { width, height, channels, data } = here;
  return sharp(data, { raw: { width, height, channels } });
}

/** The upright picture as RGB. */
export async function rgbOf(picture: Sharp): Promise<Image> {
  const { data, info } = await picture
    .toColourspace('srgb')
    .flatten({ background: '#000' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`it decodes to ${info.channels} channels`);
  // No Buffer: whose slice is no copy.
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { width: info.width, height: info.height, channels: 3, data: bytes };
}

/** What sharp cannot read. */
function decodeHere(bytes: Uint8Array): Image | undefined {
  if (isBmp(bytes)) return decodeBmp(bytes);
  return isPnm(bytes) ? decodePnm(bytes) : undefined;
}

export function imageError(file: string, cause: unknown): LineamentError {
  const reason = messageOf(cause).split('\n')[0]!;
  return new LineamentError(`the image cannot be read: ${reason}`, {
    file,
    hint: reason.includes(tooLarge)
      ? `scale it down: at most ${Math.floor(mostPixels / 1e6)} megapixels are read`
      : 'replace the file by a whole JPEG, PNG or WebP image',
    cause,
  });
}
