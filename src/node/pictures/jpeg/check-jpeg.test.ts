import sharp, { type JpegOptions, type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { decodeImage } from '../decode-image.js';
import { jpegDamage } from './check-jpeg.js';

/** Something like a photograph: waves of several lengths and a little noise. */
function picture(width: number, height: number, channels: 1 | 3 = 3): Sharp {
  const random = new Random(7, width, height);
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => {
    const [x, y, k] = [Math.floor(i / channels) % width, Math.floor(i / channels / width), i % channels];
    const waves = Math.sin(x / 9 + k) * Math.cos(y / 13) + 0.4 * Math.sin(x / 2.3 - y / 3.1);
    return Math.min(255, Math.max(0, 128 + 80 * waves + random.uniform(-9, 9)));
  });
  return sharp(data, { raw: { width, height, channels } });
}

const settings: [string, JpegOptions][] = [
  ['sequential', { quality: 80 }],
  ['fine colours', { quality: 95, chromaSubsampling: '4:4:4' }],
  ['progressive', { quality: 85, progressive: true }],
  ['mozjpeg', { quality: 70, mozjpeg: true }],
  ['trellis', { trellisQuantisation: true, overshootDeringing: true, quantisationTable: 3 }],
  ['the coarsest', { quality: 1, optimiseScans: true }],
  ['the finest', { quality: 100 }],
];

describe('jpegDamage', () => {
  it.each(settings)('takes whole pictures of any size: %s', async (_, options) => {
    for (const [width, height] of [
      [1, 1],
      [7, 19],
      [64, 64],
      [33, 130],
    ] as const)
      for (const channels of [1, 3] as const)
        expect(jpegDamage(await picture(width, height, channels).jpeg(options).toBuffer())).toBeUndefined();
    const cmyk = await picture(40, 24).toColourspace('cmyk').jpeg(options).toBuffer();
    expect(jpegDamage(cmyk)).toBeUndefined();
  });

  it('takes the brightest and darkest edges there are, however coarsely they are written', async () => {
    const stripes = Uint8Array.from({ length: 64 * 64 }, (_, i) => ((i ^ (i >> 6)) & 1) * 255);
    for (const quality of [1, 40, 100])
      for (const progressive of [false, true]) {
        const raw = sharp(stripes, { raw: { width: 64, height: 64, channels: 1 } });
        expect(jpegDamage(await raw.jpeg({ quality, progressive }).toBuffer())).toBeUndefined();
      }
  });

  // What share is attainable: bits that lead to other valid blocks cannot be told from a picture.
  it.each<[string, JpegOptions, number]>([
    ['sequential', { quality: 80 }, 0.5],
    ['fine colours', { quality: 95, chromaSubsampling: '4:4:4' }, 0.7],
    ['progressive', { quality: 85, progressive: true }, 0.9],
  ])('most changes that spoil a picture are refused: %s', async (_, options, least) => {
    const whole = await picture(96, 96).jpeg(options).toBuffer();
    const before = await pixels(whole);
    let [gross, refused] = [0, 0];
    for (let i = 0; i < 40; i++) {
      const changed = changeBytes(whole, new Random(3, i));
      const after = await pixels(changed).catch(() => new Uint8Array(before.length));
      const off = before.filter((value, k) => Math.abs(value - after[k]!) > 10).length;
      if (off <= before.length / 100) continue;
      gross++;
      const fault = await decodeImage(changed, 'a.jpg').catch((thrown: Error) => thrown.message);
      if (typeof fault !== 'string') continue;
      expect(fault).toContain('a.jpg: the image cannot be read: ');
      refused++;
    }
    expect(gross).toBeGreaterThan(20);
    expect(refused / gross).toBeGreaterThan(least);
  });

  it('says what is wrong', async () => {
    expect(jpegDamage(flat({ blocks: 12 }))).toBeUndefined();
    expect(jpegDamage(flat({ blocks: 12, coded: 8 }))).toMatch('the coded data end before the picture');
    expect(jpegDamage(flat({ blocks: 12, coded: 400 }))).toMatch('the coded data go on behind the picture');
    expect(jpegDamage(flat({ blocks: 12, filling: [0, 0, 0] }))).toBeUndefined();
    expect(jpegDamage(flat({ blocks: 12, filling: [0xff, 0, 0xff, 0, 0xff] }))).toBeUndefined();
    expect(jpegDamage(flat({ blocks: 12, filling: [1, 2, 3] }))).toMatch('go on behind the picture');
    expect(jpegDamage(flat({ blocks: 12, interval: 5 }))).toBeUndefined();
    expect(jpegDamage(flat({ blocks: 50, interval: 5 }))).toBeUndefined();
    expect(jpegDamage(flat({ blocks: 12, interval: 5, swapped: true }))).toMatch('out of its order');
    expect(jpegDamage(flat({ blocks: 12, interval: 4, coded: 8 }))).toMatch(
      'a restart marker out of its order',
    );
  });

  it('leaves to the decoder what is no picture that it can follow', async () => {
    const whole = await picture(24, 24).jpeg().toBuffer();
    for (const length of [0, 2, 20, 100, 160]) expect(jpegDamage(whole.subarray(0, length))).toBeUndefined();
    expect(jpegDamage(await picture(24, 24).png().toBuffer())).toBeUndefined();
    expect(jpegDamage(Uint8Array.from({ length: 500 }, (_, i) => (i * 37) & 255))).toBeUndefined();
  });
});

function pixels(bytes: Buffer): Promise<Buffer> {
  return sharp(bytes, { failOn: 'none' }).raw().toBuffer();
}

/** One to four bytes of the coded data; none that begins a marker. */
function changeBytes(whole: Buffer, random: Random): Buffer {
  const scan = whole.indexOf(Buffer.from([0xff, 0xda]));
  const changed = Buffer.from(whole);
  for (let left = random.integer(1, 4); left > 0; ) {
    const at = random.integer(scan + 2 + whole.readUInt16BE(scan + 2), whole.length - 3);
    if (whole[at] === 0xff || whole[at - 1] === 0xff) continue;
    changed[at] = random.integer(0, 254);
    left--;
  }
  return changed;
}

interface FlatOptions {
  /** Blocks of the picture, in one row. */
  blocks: number;
  /** Blocks that are coded, of another number where the file is damaged. */
  coded?: number;
  /** Blocks between two restarts. */
  interval?: number;
  /** Whether the first two restart markers stand in each other's place. */
  swapped?: boolean;
  /** Bytes behind the last block. */
  filling?: number[];
}

/** A grey picture written by hand: a block is bit 0 (no change of the mean) and bit 0 (nothing more). */
function flat({
  blocks,
  coded = blocks,
  interval = 0,
  swapped = false,
  filling = [],
}: FlatOptions): Uint8Array {
  const oneCode = (kind: number): number[] => [
    0xff,
    0xc4,
    0,
    20,
    kind,
    1,
    ...new Array<number>(15).fill(0),
    0,
  ];
  const width = 8 * blocks;
  const data: number[] = [];
  for (let done = 0, stretch = 0; done < coded; stretch++) {
    const count = Math.min(interval || coded, coded - done);
    if (stretch > 0) data.push(0xff, 0xd0 + (((swapped && stretch < 3 ? 3 - stretch : stretch) - 1) % 8));
    for (let bits = 2 * count; bits > 0; bits -= 8) data.push(bits >= 8 ? 0 : 0xff >> bits);
    done += count;
  }
  return Uint8Array.from([
    ...[0xff, 0xd8, 0xff, 0xdb, 0, 67, 0, ...new Array<number>(64).fill(8)],
    ...[0xff, 0xc0, 0, 11, 8, 0, 8, width >> 8, width & 255, 1, 1, 0x11, 0],
    ...oneCode(0x00),
    ...oneCode(0x10),
    ...[0xff, 0xdd, 0, 4, 0, interval],
    ...[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, ...data, ...filling, 0xff, 0xd9],
  ]);
}
