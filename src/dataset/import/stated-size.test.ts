import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { storableImage } from './files/storable-image.js';
import { placeLabels } from './stated-size.js';

const box = { x: 2, y: 1, width: 4, height: 3 };

describe('placeLabels', () => {
  // A white pixel at (5, 2) of a black picture of 16 × 10, wherever its orientation shows it.
  it.each([5, 6, 7, 8])('turns labels of the raw picture by EXIF orientation %i', async (orientation) => {
    const pixels = new Uint8Array(16 * 10 * 3);
    pixels.fill(255, 3 * (2 * 16 + 5), 3 * (2 * 16 + 6));
    const file = await sharp(pixels, { raw: { width: 16, height: 10, channels: 3 } })
      .png()
      .withMetadata({ orientation })
      .toBuffer();
    const image = await storableImage(file, 'a.png');
    const placement = placeLabels({ width: 16, height: 10 }, image);
    const [x, y] = placement.points(Float32Array.of(5, 2, Number.NaN, Number.NaN));
    const { data, width } = await decodeImage(image.bytes, 'a.png');
    expect([image.width, image.height, data.indexOf(255)]).toEqual([10, 16, 3 * (y! * width + x!)]);
    const turned = placement.box({ x: 5, y: 2, width: 2, height: 1 });
    expect(turned).toMatchObject({ width: 1, height: 2 });
    expect([turned.x === x || turned.x + 1 === x, turned.y === y || turned.y + 2 === y]).toEqual([
      true,
      true,
    ]);
  });

  it('scales labels of a picture that was scaled later, whole pixels aside, and keeps missing points', () => {
    const twice = placeLabels({ width: 40, height: 30 }, { width: 80, height: 60, orientation: 1 });
    expect(twice.points(Float32Array.of(0, 0, Number.NaN, Number.NaN, 39.5, 29.5))).toEqual(
      Float32Array.of(0.5, 0.5, Number.NaN, Number.NaN, 79.5, 59.5),
    );
    expect(twice.box(box)).toEqual({ x: 4.5, y: 2.5, width: 8, height: 6 });
    // 1000 × 667 and 100 × 67 are one picture.
    placeLabels({ width: 1000, height: 667 }, { width: 100, height: 67, orientation: 1 });
    placeLabels({ width: 100, height: 67 }, { width: 1000, height: 667, orientation: 1 });
  });

  it('turns and scales at once', () => {
    const placement = placeLabels({ width: 8, height: 5 }, { width: 10, height: 16, orientation: 6 });
    expect([...placement.points(Float32Array.of(0, 0))]).toEqual([8.5, 0.5]);
  });

  it('leaves labels of the stored size alone, and those that state none', () => {
    const image = { width: 10, height: 16, orientation: 6 };
    for (const stated of [undefined, { width: 10, height: 16 }])
      expect(placeLabels(stated, image).box(box)).toBe(box);
    // A square says nothing of how it was turned.
    expect(placeLabels({ width: 9, height: 9 }, { width: 9, height: 9, orientation: 6 }).box(box)).toBe(box);
  });

  it.each([
    [{ width: 10, height: 9 }, /of 10 × 9 pixels, this one has 10 × 16/],
    [{ width: 16, height: 10 }, /of 16 × 10 pixels, this one has 10 × 16, and no EXIF orientation tells/],
    [{ width: 11, height: 16 }, /of 11 × 16 pixels/], // cut, not scaled
    [{ width: 0, height: 0 }, /of 0 × 0/],
  ])('refuses %o', (stated, message) => {
    expect(() => placeLabels(stated, { width: 10, height: 16, orientation: 1 })).toThrow(message);
  });
});
