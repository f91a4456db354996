/**
 * PBM, PGM and PPM (netpbm.sourceforge.net/doc, P1 to P6) as RGB bytes: the photographs of XM2VTS come so, and libvips as
 * sharp brings it reads none of them. Of a file with several pictures the first is taken. Node only.
 */
import type { Image } from '../../core/image.js';
import { checkedSize } from './picture-size.js';

interface Header {
  /** 1 to 6. */
  kind: number;
  width: number;
  height: number;
  /** The largest value, which is white. */
  most: number;
  /** Where the pixels begin. */
  start: number;
}

export function isPnm(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1]! >= 0x31 && bytes[1]! <= 0x36 && isSpace(bytes[2]);
}

/** Throws a plain error that says what is wrong; whoever calls adds the file's name. */
export function decodePnm(bytes: Uint8Array): Image {
  const header = readHeader(bytes);
  const { kind, width, height } = header;
  const channels = kind === 3 || kind === 6 ? 3 : 1;
  const count = width * height * channels;
  const values =
    kind === 4
      ? packedBits(bytes, header)
      : kind > 4
        ? binary(bytes, header, count)
        : plain(bytes, header, count);
  if (channels === 3) return { width, height, channels: 3, data: values };
  const data = new Uint8Array(width * height * 3);
  for (let i = 0, o = 0; i < values.length; i++, o += 3) data.fill(values[i]!, o, o + 3);
  return { width, height, channels: 3, data };
}

function readHeader(bytes: Uint8Array): Header {
  const kind = bytes[1]! - 0x30;
  const numbers: number[] = [];
  let at = 2;
  while (numbers.length < (kind === 1 || kind === 4 ? 2 : 3)) {
    at = skipSpace(bytes, at);
    const end = digitsEnd(bytes, at);
    if (end === at || end - at > 9) throw new Error('its header holds no size');
    numbers.push(numberOf(bytes, at, end));
    at = end;
  }
  const [width, height, most = 1] = numbers;
  if (!(most >= 1 && most <= 65_535)) throw new Error(`its largest value is ${most}, not 1 to 65535`);
  // One white space ends the header.
  return { kind, ...checkedSize(width!, height!), most, start: at + 1 };
}

function binary(bytes: Uint8Array, { most, start }: Header, count: number): Uint8Array {
  const wide = most > 255;
  need(bytes.length - start, wide ? 2 * count : count);
  if (most === 255) return Uint8Array.from(bytes.subarray(start, start + count));
  const values = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const value = wide ? (bytes[start + 2 * i]! << 8) | bytes[start + 2 * i + 1]! : bytes[start + i]!;
    values[i] = toByte(value, most);
  }
  return values;
}

/** Eight pixels a byte, rows padded; 1 is black. */
function packedBits(bytes: Uint8Array, { width, height, start }: Header): Uint8Array {
  const stride = (width + 7) >> 3;
  need(bytes.length - start, stride * height);
  const values = new Uint8Array(width * height);
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o++)
      values[o] = (bytes[start + y * stride + (x >> 3)]! >> (7 - (x & 7))) & 1 ? 0 : 255;
  return values;
}

/** Numbers as text; the bits of P1 may stand without white space between them. */
function plain(bytes: Uint8Array, { kind, most, start }: Header, count: number): Uint8Array {
  need(bytes.length - start, count);
  const values = new Uint8Array(count);
  let at = start;
  for (let i = 0; i < count; i++) {
    at = skipSpace(bytes, at);
    const end = kind === 1 ? Math.min(at + 1, digitsEnd(bytes, at)) : digitsEnd(bytes, at);
    if (end === at) throw new Error(`it ends after ${i} of ${count} values, or holds what is no number`);
    const value = toByte(numberOf(bytes, at, end), most);
    values[i] = kind === 1 ? 255 - value : value;
    at = end;
  }
  return values;
}

function toByte(value: number, most: number): number {
  return Math.round((255 * Math.min(value, most)) / most);
}

function need(got: number, wanted: number): void {
  if (got < wanted) throw new Error(`it is cut short: ${Math.max(0, got)} of ${wanted} bytes of pixels`);
}

/** Past white space and comments. */
function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    if (bytes[at] === 0x23) while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at++;
    else if (!isSpace(bytes[at])) break;
  }
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}

function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
  return at;
}

function numberOf(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = 10 * value + bytes[at]! - 0x30;
  return value;
}
