import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../core/bytes/crc32.js';
import type { Image } from '../../core/image.js';
import { decodeImage } from './decode-image.js';
import { type BitmapOptions, bitmap, uncompressedTiff } from './picture-files.suite.js';

const width = 24;
const height = 16;
/** Four fields of colour with a mark in the upper left corner: no turn or mirroring of it looks the same. */
const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
  const [x, y, k] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3];
  if (x < 8 && y < 8) return k === 0 ? 240 : 10;
  return (x < 12 ? 60 : 180) + (y < 8 ? 0 : 40);
});
const picture = (): Sharp => sharp(pixels, { raw: { width, height, channels: 3 } });
const decode = (bytes: Uint8Array): Promise<Image> => decodeImage(bytes, 'a.file');

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe('decodeImage', () => {
  const formats: readonly [string, (image: Sharp) => Sharp, number][] = [
    ['jpeg', (image) => image.jpeg({ quality: 100, chromaSubsampling: '4:4:4' }), 6],
    ['png', (image) => image.png(), 0],
    ['webp', (image) => image.webp({ lossless: true }), 0],
    ['tiff', (image) => image.tiff({ compression: 'lzw' }), 0],
  ];
  it.each(
    formats.flatMap(([name, encode, most]) =>
      [1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => ({ name, encode, most, orientation })),
    ),
  )('turns $name of EXIF orientation $orientation upright', async ({ encode, most, orientation }) => {
    // A picture is its own orientation undone: what the tag does to (x, y) of the stored picture, written out by hand.
    const sideways = orientation > 4;
    const [w, h] = sideways ? [height, width] : [width, height];
    const data = new Uint8Array(pixels.length);
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++) {
        const [u, v] = seenAt(orientation, x, y);
        data.set(pixels.subarray((v * width + u) * 3, (v * width + u) * 3 + 3), (y * w + x) * 3);
      }
    const raw = sharp(data, { raw: { width: w, height: h, channels: 3 } });
    const image = await decode(await encode(raw).withMetadata({ orientation }).toBuffer());
    expect([image.width, image.height]).toEqual([width, height]);
    expect(largestDifference(image.data, pixels)).toBeLessThanOrEqual(most);
  });

  it('gives bytes of which a slice is a copy', async () => {
    const { data } = await decode(await picture().png().toBuffer());
    data.slice()[0] = 1;
    expect(data[0]).toBe(pixels[0]);
  });

  it.each<[string, () => Promise<Buffer>, number]>([
    ['16 bits', () => picture().toColourspace('rgb16').png().toBuffer(), 1],
    ['a palette', () => picture().png({ palette: true }).toBuffer(), 4],
    ['CMYK', () => picture().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(), 30],
    ['AVIF', () => picture().avif({ lossless: true }).toBuffer(), 3],
    ['GIF', () => picture().gif().toBuffer(), 8],
    ['opaque alpha', () => picture().ensureAlpha().png().toBuffer(), 0],
  ])('reads %s', async (_, encode, most) => {
    expect(largestDifference((await decode(await encode())).data, pixels)).toBeLessThanOrEqual(most);
  });

  it('lays transparency on black and repeats grey', async () => {
    const clear = await picture().ensureAlpha(0.5).png().toBuffer();
    expect(
      largestDifference(
        (await decode(clear)).data,
        pixels.map((value) => value / 2),
      ),
    ).toBeLessThanOrEqual(1);
    const grey = await decode(await picture().greyscale().png().toBuffer());
    expect(grey.channels).toBe(3);
    expect(grey.data[0]).toBe(grey.data[2]);
  });

  it('refuses a file that is cut anywhere', async () => {
    const whole = [
      await picture().jpeg().toBuffer(),
      await picture().png().toBuffer(),
      uncompressedTiff(pixels, width, height),
      bitmap(pixels, width, height, { bits: 24 }),
      Buffer.concat([Buffer.from(`P6 ${width} ${height} 255\n`), pixels]),
    ];
    for (const bytes of whole) {
      await decode(bytes);
      for (const share of [0.2, 0.5, 0.85])
        await expect(
          decode(bytes.subarray(0, Math.floor(share * bytes.length))),
          `${bytes[0]} at ${share}`,
        ).rejects.toThrow('a.file: the image cannot be read');
    }
  });

  it('refuses a JPEG that is damaged inside', async () => {
    const noise = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251);
    const jpeg = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .jpeg()
      .toBuffer();
    const start = jpeg.indexOf(Buffer.from([0xff, 0xda])) + 12;
    jpeg.fill(0, start + 100, start + 900);
    await expect(decode(jpeg)).rejects.toThrow('a.file: the image cannot be read');
  });

  it('says of too large a picture that it must be scaled down, before it takes the memory', async () => {
    for (const bytes of [
      Buffer.from('P6 17000 17000 255\n'),
      bitmap(new Uint8Array(3), 1, 1, { bits: 24, claim: [17_000, 17_000] }),
      claiming(await picture().png().toBuffer(), 17_000, 17_000),
    ])
      await expect(decode(bytes)).rejects.toThrow(/scale it down: at most 268 megapixels/);
  });

  it.each<[string, BitmapOptions, number]>([
    ['24 bits', { bits: 24 }, 0],
    ['24 bits from the top', { bits: 24, topDown: true }, 0],
    ['24 bits of OS/2', { bits: 24, core: true }, 0],
    ['32 bits', { bits: 32 }, 0],
    ['32 bits with fields', { bits: 32, fields: [0xff, 0xff00, 0xff0000] }, 0],
    ['16 bits', { bits: 16 }, 8],
    ['16 bits with fields', { bits: 16, fields: [0xf800, 0x07e0, 0x001f] }, 8],
    ['a palette of 8 bits', { bits: 8 }, 0],
    ['a palette of 4 bits', { bits: 4 }, 0],
    ['runs of 8 bits', { bits: 8, runs: true }, 0],
    ['runs of 4 bits', { bits: 4, runs: true }, 0],
  ])('reads a bitmap of %s', async (_, options, most) => {
    const image = await decode(bitmap(pixels, width, height, options));
    expect([image.width, image.height]).toEqual([width, height]);
    expect(largestDifference(image.data, pixels)).toBeLessThanOrEqual(most);
  });

  it('reads a bitmap of black and white', async () => {
    const values = Uint8Array.from({ length: 10 * 3 * 3 }, (_, i) => (Math.floor(i / 3) % 3 === 0 ? 255 : 0));
    expect([...(await decode(bitmap(values, 10, 3, { bits: 1 }))).data]).toEqual([...values]);
  });

  it.each([
    ['P1', 'P1\n# a comment\n3 2\n1 0 1\n011', [0, 255, 0, 255, 0, 0]],
    ['P2', 'P2 3 2\n15\n0 3 6\n9 12 15', [0, 51, 102, 153, 204, 255]],
    ['P4', 'P4\n3 2\n\xa0\x60', [0, 255, 0, 255, 0, 0]],
    ['P5', 'P5 # wide\n3 2 255\n\x00\x10\x20\x30\x40\xff', [0, 16, 32, 48, 64, 255]],
    ['P5 of 16 bits', 'P5 1 2 65535\n\x80\x80\xff\xff', [128, 255]],
  ])('reads %s', async (_, text, greys) => {
    const { data } = await decode(Buffer.from(text, 'latin1'));
    expect([...data]).toEqual(greys.flatMap((grey) => [grey, grey, grey]));
  });

  it('reads colours of P3 and P6', async () => {
    const colours = [1, 2, 3, 250, 251, 252];
    expect([...(await decode(Buffer.from(`P3 2 1 255\n${colours.join(' ')}\n`))).data]).toEqual(colours);
    const binary = Buffer.concat([Buffer.from('P6\n2 1\n255\n'), Buffer.from(colours)]);
    expect([...(await decode(binary)).data]).toEqual(colours);
  });

  it.each(['P6 0 4 255\n', 'P6 4 4 0\n', 'P6 4\n', 'P2 2 1 255\n1 x', 'BM', `BM${'\x09'.repeat(60)}`, ''])(
    'refuses what only begins like a picture: %j',
    async (text) => {
      await expect(decode(Buffer.from(text, 'latin1'))).rejects.toThrow('a.file: the image cannot be read');
    },
  );
});

/** A PNG whose header says another size. */
function claiming(png: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(png);
  changed.writeUInt32BE(width, 16);
  changed.writeUInt32BE(height, 20);
  changed.writeUInt32BE(crc32(changed, 12, 29), 29);
  return changed;
}

/** Where pixel (x, y) of the stored file is seen, by the EXIF standard's table. */
function seenAt(orientation: number, x: number, y: number): [number, number] {
  const [right, bottom] = [width - 1, height - 1];
  switch (orientation) {
    case 2:
      return [right - x, y];
    case 3:
      return [right - x, bottom - y];
    case 4:
      return [x, bottom - y];
    case 5:
      return [y, x];
    case 6:
      return [right - y, x];
    case 7:
      return [right - y, bottom - x];
    case 8:
      return [y, bottom - x];
    default:
      return [x, y];
  }
}
