/** Pictures as Node has them: files, their bytes, or decoded pixels. */
import { fileURLToPath } from 'node:url';
import { LineamentError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { readFileOr } from '../../node/files.js';
import { decodeImage as decodeBytes } from '../../node/pictures/decode-image.js';
import { isDecoded, noImage } from '../landmarks/check-input.js';

/** A path, a `file:` URL, or the bytes of a file: JPEG, PNG, WebP, AVIF, TIFF, GIF, BMP or PNM; of an animation its first picture. */
export type NodePicture = string | URL | Uint8Array;

/** The upright picture as RGB bytes: turned by its EXIF orientation, transparency on black. Damaged files are refused. */
export async function decodeImage(picture: NodePicture): Promise<Image> {
  if (picture instanceof Uint8Array) return decodeBytes(picture, 'the picture');
  const path = picture instanceof URL ? pathOf(picture) : picture;
  if (typeof path !== 'string') throw noImage(path, pictureHint(path));
  return decodeBytes(await readFileOr(path, 'image'), path);
}

/** A picture as pixels; what is decoded already is taken as it is. */
export async function pixelsOf(picture: NodePicture | Image): Promise<Image> {
  return isDecoded(picture) ? picture : decodeImage(picture);
}

function pathOf(url: URL): string {
  if (url.protocol === 'file:') return fileURLToPath(url);
  throw new LineamentError(`detect: the address of a picture begins with file:, got ${url.protocol}`, {
    file: url.href,
    hint: 'fetch it, and give its bytes as a Uint8Array',
  });
}

function pictureHint(given: unknown): string {
  if (given instanceof ArrayBuffer) return 'give its bytes as a Uint8Array: new Uint8Array(buffer)';
  return 'give a path, a file: URL, the bytes of a file as a Uint8Array, or pixels as { width, height, channels: 3, data }';
}
