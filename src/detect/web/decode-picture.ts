/// <reference lib="dom" preserve="true" />
/** Pictures as browsers have them, to upright RGB bytes. */
import { LineamentError, messageOf } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { isDecoded, noImage } from '../landmarks/check-input.js';

/** A file or blob, or anything that a canvas draws. */
export type WebPicture =
  | Blob
  | ImageBitmap
  | ImageData
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | HTMLVideoElement
  | VideoFrame;

/** The picture as RGB bytes: files turned by their EXIF orientation, transparency on black. */
export async function decodeImage(picture: WebPicture): Promise<Image> {
  // Plain JavaScript may give what Node takes.
  if (typeof picture !== 'object' || picture === null || isBytes(picture))
    throw noImage(picture, pictureHint(picture));
  if (picture instanceof ImageData) return withoutAlpha(picture);
  try {
    const bitmap = await createImageBitmap(picture);
    try {
      return withoutAlpha(draw(bitmap));
    } finally {
      bitmap.close();
    }
  } catch (cause) {
    throw new LineamentError(`the image cannot be read: ${messageOf(cause)}`, {
      ...(picture instanceof File && { file: picture.name }),
      hint: 'give a whole image of a format and size that this browser shows, from an origin that allows it',
      cause,
    });
  }
}

function draw(bitmap: ImageBitmap): ImageData {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error(`no canvas of ${width} × ${height}`);
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, width, height);
}

function withoutAlpha({ width, height, data: rgba }: ImageData): Image {
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    const cover = rgba[from + 3]! / 255;
    data[to++] = rgba[from]! * cover + 0.5;
    data[to++] = rgba[from + 1]! * cover + 0.5;
    data[to++] = rgba[from + 2]! * cover + 0.5;
  }
  return { width, height, channels: 3, data };
}

/** A picture as pixels; what is decoded already is taken as it is. */
export async function pixelsOf(picture: WebPicture | Image): Promise<Image> {
  return isImage(picture) ? picture : decodeImage(picture);
}

/** An ImageData has pixels too, with alpha, and no channels. */
function isImage(picture: WebPicture | Image): picture is Image {
  return isDecoded(picture) && 'channels' in picture;
}

function isBytes(picture: object): boolean {
  return picture instanceof ArrayBuffer || ArrayBuffer.isView(picture);
}

function pictureHint(given: unknown): string {
  if (typeof given === 'object' && given !== null) return 'give the bytes of a file as new Blob([bytes])';
  return 'give a Blob or File, what a canvas draws, or pixels as { width, height, channels: 3, data }';
}
