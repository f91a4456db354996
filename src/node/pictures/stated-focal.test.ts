import sharp, { type Exif } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from './decode-image.js';

/** A JPEG whose Exif libvips wrote. @param taken – the sides that the camera states: libvips states those of what it writes. */
async function photograph(
  tags: NonNullable<Exif['IFD2']>,
  { width = 400, height = 300, orientation = 1, taken = [4000, 3000] } = {},
): Promise<Buffer> {
  const bytes = await sharp({ create: { width, height, channels: 3, background: '#777' } })
    .withMetadata({ orientation })
    .withExifMerge({ IFD2: tags })
    .jpeg()
    .toBuffer();
  taken.forEach((side, axis) => {
    // PixelXDimension or PixelYDimension: one long number, the lowest byte first.
    const entry = Buffer.from([2 + axis, 0xa0, 4, 0, 1, 0, 0, 0]);
    bytes.writeUInt32LE(side, bytes.indexOf(entry) + entry.length);
  });
  return bytes;
}

const whole = { FocalLengthIn35mmFilm: '26' };
const focalOf = async (bytes: Buffer): Promise<number | undefined> =>
  (await decodeImage(bytes, 'photo.jpg')).focal;

describe('the focal length that a picture states', () => {
  it('is that of a full frame by the diagonal, for the pixels that there are', async () => {
    // 500 pixels of diagonal stand for 43.27 mm.
    expect(await focalOf(await photograph(whole))).toBeCloseTo((26 * 500) / 43.2666, 2);
    const turned = await decodeImage(await photograph(whole, { orientation: 6 }), 'photo.jpg');
    expect([turned.width, turned.height]).toEqual([300, 400]);
    expect(turned.focal).toBeCloseTo((26 * 500) / 43.2666, 2);
    const film = { width: 360, height: 240, taken: [6000, 4000] };
    expect(await focalOf(await photograph(whole, film))).toBeCloseTo(260, 0);
  });

  it('is not believed of a picture that was cut or enlarged, and nothing is said where nothing is written', async () => {
    expect(await focalOf(await photograph(whole, { width: 300, height: 300 }))).toBeUndefined();
    // Two rows less are still 4:3 as sensors go.
    expect(await focalOf(await photograph(whole, { height: 298 }))).toBeUndefined();
    expect(await focalOf(await photograph({ ...whole, DigitalZoomRatio: '2/1' }))).toBeUndefined();
    expect(await focalOf(await photograph({ ...whole, FocalLengthIn35mmFilm: '0' }))).toBeUndefined();
    // Neither 4:3 nor 3:2, though all of what was taken.
    expect(
      await focalOf(await photograph(whole, { width: 300, height: 300, taken: [3000, 3000] })),
    ).toBeUndefined();
    expect(await focalOf(await photograph({ DigitalZoomRatio: '1/1' }))).toBeUndefined();
    const plain = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#777' } })
      .jpeg()
      .toBuffer();
    expect(await decodeImage(plain, 'photo.jpg')).not.toHaveProperty('focal');
  });

  it('does not keep a picture with damaged Exif from being read', async () => {
    const bytes = await photograph(whole);
    bytes.fill(0xff, bytes.indexOf('Exif') + 6, bytes.indexOf('Exif') + 14);
    const { width, focal } = await decodeImage(bytes, 'photo.jpg');
    expect([width, focal]).toEqual([400, undefined]);
  });
});
