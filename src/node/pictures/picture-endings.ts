/** The endings of picture files that can be decoded (`decode-image.ts`): one list for importers, backgrounds and detection. */
import { extname } from 'node:path';

export const pictureEndings: readonly string[] = [
  '.jpg',
  '.jpeg',
  '.png',
  '.webp',
  '.avif',
  '.tif',
  '.tiff',
  '.gif',
  '.bmp',
  '.ppm',
  '.pgm',
  '.pbm',
  '.pnm',
];

/** Whether the name ends as a picture's does; capitals do not count. */
export function isPictureName(name: string): boolean {
  return pictureEndings.includes(extname(name).toLowerCase());
}
