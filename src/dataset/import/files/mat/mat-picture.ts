/** Pictures inside of MAT-files: cells of arrays of bytes, `[W][H]` of each channel after the other. */
import sharp from 'sharp';
import { LineamentError } from '../../../../core/errors.js';
import type { MatValue } from './mat-file.js';

/** The cells of a variable. @param file – for messages. */
export function matPictures(
  variables: ReadonlyMap<string, MatValue>,
  name: string,
  file: string,
): readonly MatValue[] {
  const value = variables.get(name);
  if (value !== undefined && value !== null && typeof value === 'object' && 'cells' in value)
    return value.cells;
  throw new LineamentError(`has no cells ${name}; it has ${[...variables.keys()].join(', ')}`, {
    file,
    hint: 'give the file as it was published',
  });
}

/** @param place – for messages. @returns a PNG file. */
export async function matPicture(picture: MatValue, place: string): Promise<Uint8Array> {
  if (picture === null || typeof picture !== 'object' || !('data' in picture))
    throw new LineamentError('the picture is no array', { file: place });
  const [height, width, channels = 1] = picture.size as [number, number, number?];
  const isPicture = picture.size.length <= 3 && height > 0 && width > 0 && (channels === 1 || channels === 3);
  if (!isPicture) throw new LineamentError(`the picture is ${picture.size.join(' × ')}`, { file: place });
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < pixels.length; i++) {
    const [channel, column, line] = [i % 3, Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    pixels[i] = picture.data[((channels === 3 ? channel : 0) * width + column) * height + line]!;
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
