/**
 * The focal length that a camera wrote into its picture (Exif 2.32, CIPA DC-008: FocalLengthIn35mmFilm). Node only.
 *
 * It is that of the whole sensor, so it is believed only where nothing was cut off or enlarged: no digital zoom, the shape in which the
 * picture was taken, and that of a sensor (4:3 or 3:2). Who scales a picture changes nothing; who cuts one to the same shape
 * and keeps its Exif deceives it.
 */
import exifReader from 'exif-reader';
import sharp from 'sharp';
import { type PictureSize, sameShape, turnedSize } from './same-shape.js';

/** Of 24 × 36 mm, by whose diagonal equivalent focal lengths are reckoned (CIPA DCG-001), millimetres. */
const filmDiagonal = Math.hypot(24, 36);
const sensorShapes = [4 / 3, 3 / 2] as const;
/** No sensor has its shape exactly. */
const alike = 0.01;
/** Millimetres: nothing else is a lens that portraits are taken with. */
const [shortest, longest] = [8, 1200] as const;
/** Exif stands at the beginning of a JPEG. */
const head = 1 << 16;

/** @param size – of the decoded picture. @returns pixels; undefined where the picture does not say it, or it cannot be believed. */
export async function statedFocal(bytes: Uint8Array, size: PictureSize): Promise<number | undefined> {
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(head, bytes.length)).includes('Exif\0\0'))
    return undefined;
  const photo = await photoTags(bytes);
  const millimetres = photo?.FocalLengthIn35mmFilm;
  const [zoom, width, height] = [photo?.DigitalZoomRatio, photo?.PixelXDimension, photo?.PixelYDimension];
  if (!isNumber(millimetres) || millimetres < shortest || millimetres > longest) return undefined;
  if (!isNumber(width) || !isNumber(height) || (isNumber(zoom) && zoom > 1)) return undefined;
  const taken = { width, height };
  // Pictures are stored lying on their side.
  const isWhole = sameShape(taken, size) || sameShape(turnedSize(taken), size);
  return isWhole && isSensor(size)
    ? (millimetres / filmDiagonal) * Math.hypot(size.width, size.height)
    : undefined;
}

/** What is damaged says nothing: the picture itself is read all the same. */
async function photoTags(bytes: Uint8Array): Promise<Record<string, unknown> | undefined> {
  try {
    const { exif } = await sharp(bytes).metadata();
    return exif && exifReader(exif).Photo;
  } catch {
    return undefined;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isSensor({ width, height }: PictureSize): boolean {
  const shape = Math.max(width, height) / Math.min(width, height);
  return sensorShapes.some((one) => Math.abs(shape / one - 1) < alike);
}
