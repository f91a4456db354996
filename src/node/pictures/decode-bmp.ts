/**
 * Windows and OS/2 bitmaps as RGB bytes (learn.microsoft.com, "Bitmap Storage"): 1, 4, 8, 16, 24 and 32 bits a pixel,
 * palettes, bit fields and run lengths; libvips as sharp brings it reads none. Transparency is laid on black. Node only.
 */
import type { Image } from '../../core/image.js';
import { checkedSize } from './picture-size.js';

const fileHeader = 14;
const compressions = { none: 0, runs8: 1, runs4: 2, fields: 3, alphaFields: 6 } as const;

interface Header {
  width: number;
  height: number;
  /** Rows from the top down; the usual order is from the bottom up. */
  topDown: boolean;
  /** Bits a pixel. */
  bits: number;
  compression: number;
  /** Where the pixels begin. */
  start: number;
  /** Bytes of the second header, and of one colour of the palette behind it. */
  size: number;
  colourBytes: 3 | 4;
  /** 0 for as many as the bits allow. */
  colours: number;
}

export function isBmp(bytes: Uint8Array): boolean {
  return bytes.length > fileHeader + 12 && bytes[0] === 0x42 && bytes[1] === 0x4d;
}

/** Throws a plain error that says what is wrong; whoever calls adds the file's name. */
export function decodeBmp(bytes: Uint8Array): Image {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(view);
  const { width, height, topDown, bits, compression } = header;
  const rowOf = (y: number): number => (topDown ? y : height - 1 - y) * width * 3;
  if (bits <= 8) {
    const runs = compression === compressions.runs8 || compression === compressions.runs4;
    const indices = runs ? unpackRuns(bytes, header) : unpackIndices(bytes, header);
    const palette = readPalette(bytes, header);
    const data = new Uint8Array(width * height * 3);
    for (let y = 0, i = 0; y < height; y++)
      for (let x = 0, o = rowOf(y); x < width; x++, i++, o += 3) {
        const colour = indices[i]! * 3;
        if (colour >= palette.length)
          throw new Error(`a pixel has colour ${indices[i]} of ${palette.length / 3}`);
        data.set(palette.subarray(colour, colour + 3), o);
      }
    return { width, height, channels: 3, data };
  }
  const stride = rowBytes(header);
  need(bytes, header.start + stride * height);
  const data = new Uint8Array(width * height * 3);
  const [red, green, blue, alpha] = masksOf(view, header).map(fieldOf);
  for (let y = 0; y < height; y++) {
    let at = header.start + y * stride;
    for (let x = 0, o = rowOf(y); x < width; x++, o += 3, at += bits >> 3) {
      if (bits === 24) {
        data[o] = bytes[at + 2]!;
        data[o + 1] = bytes[at + 1]!;
        data[o + 2] = bytes[at]!;
        continue;
      }
      const value = bits === 16 ? view.getUint16(at, true) : view.getUint32(at, true);
      const cover = alpha!.most === 0 ? 255 : alpha!.of(value);
      data[o] = Math.round((red!.of(value) * cover) / 255);
      data[o + 1] = Math.round((green!.of(value) * cover) / 255);
      data[o + 2] = Math.round((blue!.of(value) * cover) / 255);
    }
  }
  return { width, height, channels: 3, data };
}

function readHeader(view: DataView): Header {
  const start = view.getUint32(10, true);
  const size = view.getUint32(14, true);
  if (size === 12) {
    const bits = view.getUint16(24, true);
    const shape = checkedSize(view.getUint16(18, true), view.getUint16(20, true));
    return checked({
      ...shape,
      topDown: false,
      bits,
      compression: 0,
      start,
      size,
      colourBytes: 3,
      colours: 0,
    });
  }
  if (size < 40 || view.byteLength < fileHeader + 40) throw new Error('its header is cut short or unknown');
  const height = view.getInt32(22, true);
  return checked({
    ...checkedSize(view.getInt32(18, true), Math.abs(height)),
    topDown: height < 0,
    bits: view.getUint16(28, true),
    compression: view.getUint32(30, true),
    start,
    size,
    colourBytes: 4,
    colours: view.getUint32(46, true),
  });
}

function checked(header: Header): Header {
  const { bits, compression } = header;
  const { none, runs8, runs4, fields, alphaFields } = compressions;
  const allowed: Record<number, readonly number[]> = {
    1: [none],
    4: [none, runs4],
    8: [none, runs8],
    16: [none, fields, alphaFields],
    24: [none],
    32: [none, fields, alphaFields],
  };
  if (allowed[bits]?.includes(compression)) return header;
  throw new Error(`a bitmap of ${bits} bits a pixel with compression ${compression} is not read`);
}

/** Rows are padded to four bytes. */
function rowBytes({ width, bits }: Header): number {
  return Math.ceil((width * bits) / 32) * 4;
}

/** @returns RGB for each colour. */
function readPalette(bytes: Uint8Array, { size, bits, colours, colourBytes }: Header): Uint8Array {
  const count = Math.min(colours || 2 ** bits, 2 ** bits);
  const start = fileHeader + size;
  need(bytes, start + count * colourBytes);
  const palette = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++)
    for (let k = 0; k < 3; k++) palette[3 * i + k] = bytes[start + i * colourBytes + 2 - k]!;
  return palette;
}

/** @returns `[H, W]` in the order of the file. */
function unpackIndices(bytes: Uint8Array, header: Header): Uint8Array {
  const { width, height, bits, start } = header;
  const stride = rowBytes(header);
  need(bytes, start + stride * height);
  const indices = new Uint8Array(width * height);
  const inByte = 8 / bits;
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const byte = bytes[start + y * stride + Math.floor(x / inByte)]!;
      indices[i] = (byte >> (8 - bits * ((x % inByte) + 1))) & (2 ** bits - 1);
    }
  return indices;
}

/** Runs of one colour (two for four bits), stretches as they are, line ends and jumps. @returns `[H, W]`. */
function unpackRuns(bytes: Uint8Array, { width, height, bits, start }: Header): Uint8Array {
  const indices = new Uint8Array(width * height);
  let at = start;
  let x = 0;
  let y = 0;
  const put = (index: number): void => {
    if (x < width && y < height) indices[y * width + x] = index;
    x++;
  };
  const indexIn = (byte: number, i: number): number =>
    bits === 8 ? byte : i % 2 === 0 ? byte >> 4 : byte & 15;
  while (y < height) {
    need(bytes, at + 2);
    const count = bytes[at]!;
    const second = bytes[at + 1]!;
    at += 2;
    if (count > 0) for (let i = 0; i < count; i++) put(indexIn(second, i));
    else if (second === 1) break;
    else if (second === 0) {
      x = 0;
      y++;
    } else if (second === 2) {
      need(bytes, at + 2);
      x += bytes[at]!;
      y += bytes[at + 1]!;
      at += 2;
    } else {
      const length = Math.ceil((second * bits) / 8);
      need(bytes, at + length);
      for (let i = 0; i < second; i++) put(indexIn(bytes[at + (bits === 8 ? i : i >> 1)]!, i));
      at += length + (length % 2);
    }
  }
  return indices;
}

/** Where red, green, blue and alpha stand in a pixel of 16 or 32 bits. */
function masksOf(view: DataView, { bits, compression, size }: Header): [number, number, number, number] {
  if (compression === compressions.none)
    return bits === 16 ? [0x7c00, 0x03e0, 0x001f, 0] : [0xff0000, 0xff00, 0xff, 0];
  const at = fileHeader + 40;
  const withAlpha = size >= 56 || compression === compressions.alphaFields;
  const mask = (i: number): number => view.getUint32(at + 4 * i, true);
  return [mask(0), mask(1), mask(2), withAlpha ? mask(3) : 0];
}

/** A field of a pixel, scaled to a byte. */
function fieldOf(mask: number): { most: number; of: (value: number) => number } {
  if (mask === 0) return { most: 0, of: () => 0 };
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return { most, of: (value) => (((value & mask) >>> shift) * 255) / most };
}

function need(bytes: Uint8Array, end: number): void {
  if (bytes.length < end) throw new Error(`it is cut short: ${bytes.length} of at least ${end} bytes`);
}
