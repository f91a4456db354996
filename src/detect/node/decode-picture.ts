/** Pictures as Node has them: files, their bytes, or decoded pixels. */
import { fileURLToPath } from 'node:url';
import type { Image } from '../../core/image.js';
import { readFileOr } from '../../node/files.js';
import { decodeImage as decodeBytes } from '../../node/pictures/decode-image.js';

/** A path, a `file:` URL, or the bytes of a file: JPEG, PNG, WebP, AVIF, TIFF, GIF, BMP or PNM. */
export type NodePicture = string | URL | Uint8Array;

/** The upright picture as RGB bytes: turned by its EXIF orientation, transparency on black. Damaged files are refused. */
export async function decodeImage(picture: NodePicture): Promise<Image> {
  if (picture instanceof Uint8Array) return decodeBytes(picture, 'the picture');
  const path = picture instanceof URL ? fileURLToPath(picture) : picture;
  return decodeBytes(await readFileOr(path, 'image'), path);
}

/** A picture as pixels; what is decoded already is taken as it is. */
export async function pixelsOf(picture: NodePicture | Image): Promise<Image> {
  return typeof picture === 'string' || picture instanceof URL || picture instanceof Uint8Array
    ? decodeImage(picture)
    : picture;
}
