/** What a detector was given: pixels and a box of any caller, plain JavaScript included. Refused before any work. */
import { LineamentError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { faceBoxFault } from '../../landmarks/faults/face-box-fault.js';

const imageHint = 'give { width, height, channels: 3, data }: 3 bytes for each pixel, without alpha';

/** @param given – what stands where an image should. */
export function checkImage(given: Image): void {
  if (!isDecoded(given)) throw noImage(given, `${imageHint}; decodeImage makes it of a file`);
  const { width, height } = given;
  const data: unknown = given.data;
  if (!(data instanceof Uint8Array || data instanceof Uint8ClampedArray))
    throw new LineamentError(`detect: pixels are bytes in a Uint8Array, got ${nameOf(data)}`, {
      hint: 'give values of 0 to 255; floats of 0 to 1 times 255',
    });
  if (width > 0 && height > 0 && data.length === width * height * 3) return;
  throw new LineamentError(
    `detect: an image of ${width} × ${height} needs ${width * height * 3} RGB bytes, got ${data.length}`,
    { hint: imageHint },
  );
}

/** A box that is left out is none; anything else must be a box that shows a part of the image. */
export function checkBox(given: FaceBox, image: Image): void {
  const box: unknown = given;
  if (typeof box !== 'object' || box === null)
    throw new LineamentError(`detect: a box is needed, got ${nameOf(box)}`, {
      hint: 'give { x, y, width, height } in pixels, or leave it out',
    });
  const fault = faceBoxFault(given, image);
  if (fault !== null) throw new LineamentError(`detect: ${fault.rule}`, { hint: fault.hint });
}

/** Whether it may be pixels, and not the bytes of a file, a path or the like. */
export function isDecoded(given: unknown): given is Image {
  return typeof given === 'object' && given !== null && 'data' in given && 'width' in given;
}

/** What is thrown for anything else. @param hint – what may be given there. */
export function noImage(given: unknown, hint: string): LineamentError {
  return new LineamentError(`detect: an image is needed, got ${nameOf(given)}`, { hint });
}

/** For messages: the class of an object, the value of anything else. */
export function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? (value.constructor?.name ?? 'an object')
    : String(value);
}
