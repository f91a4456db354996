/// <reference lib="dom" preserve="true" />
/** Pictures as browsers have them, to upright RGB bytes. */
import { LineamentError, messageOf } from '../../core/errors.js';
import type { Image } from '../../core/image.js';

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
  return isDecoded(picture) ? picture : decodeImage(picture);
}

function isDecoded(picture: WebPicture | Image): picture is Image {
  return typeof picture === 'object' && picture !== null && 'channels' in picture;
}
