import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePng } from './png.js';

const sizes = [
  [1, 1],
  [3, 1],
  [1, 5],
  [7, 5],
  [13, 17],
  [129, 31],
] as const;
const ways = [true, false] as const;

/** Values that wrap around between rows, and flat areas. */
const value = (i: number): number => (i % 11 < 4 ? 250 : (i * i * 37 + i * 91) % 65536);

describe('encodePng', () => {
  for (const [width, height] of sizes)
    for (const smooth of ways) {
      const title = `${width} × ${height}, ${smooth ? 'smooth' : 'flat'}`;
      for (const channels of [1, 3] as const)
        it(`sharp reads back what was written: ${channels} × 8 bits, ${title}`, async () => {
          const data = Uint8Array.from({ length: width * height * channels }, (_, i) => value(i) & 255);
          const read = await sharp(encodePng({ width, height, channels, data }, smooth), {
            failOn: 'warning',
          })
            .toColourspace(channels === 1 ? 'b-w' : 'srgb')
            .raw()
            .toBuffer({ resolveWithObject: true });
          expect(read.info).toMatchObject({ width, height, channels });
          expect(new Uint8Array(read.data)).toEqual(data);
        });
      it(`sharp reads back what was written: 16 bits, ${title}`, async () => {
        const data = Uint16Array.from({ length: width * height }, (_, i) => value(i));
        const read = await sharp(encodePng({ width, height, channels: 1, data }, smooth), {
          failOn: 'warning',
        })
          .toColourspace('grey16')
          .raw({ depth: 'ushort' })
          .toBuffer();
        expect(new Uint16Array(new Uint8Array(read).buffer)).toEqual(data);
      });
    }

  it('lays the file out as the specification says', () => {
    const data = Uint8Array.of(10, 20, 30, 5, 25, 30);
    const file = encodePng({ width: 3, height: 2, channels: 1, data }, true);
    const hex = Buffer.from(file).toString('hex');
    // Signature; IHDR: 3 × 2, 8 bits, greyscale, deflate, adaptive filters, not interlaced.
    expect(hex.slice(0, 58)).toBe('89504e470d0a1a0a0000000d49484452000000030000000208000000' + '00');
    // IEND is always the same twelve bytes, checksum included.
    expect(hex.slice(-24)).toBe('0000000049454e44ae426082');
    const length = Buffer.from(file).readUInt32BE(33);
    expect(Buffer.from(file).toString('latin1', 37, 41)).toBe('IDAT');
    expect(file.length).toBe(41 + length + 4 + 12);
    // Each row after its filter, 2: the difference to the row above, modulo 256.
    expect([...inflateSync(file.subarray(41, 41 + length))]).toEqual([2, 10, 20, 30, 2, 251, 5, 0]);
  });

  it('refuses values that do not fill the picture', () => {
    expect(() => encodePng({ width: 2, height: 2, channels: 3, data: new Uint8Array(11) }, false)).toThrow(
      /2 × 2 × 3 from 11/,
    );
  });
});
