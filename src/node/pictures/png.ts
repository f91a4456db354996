/**
 * Writes PNG files (W3C PNG, third edition) of grey or RGB pixels: no palette, transparency or interlacing, one filter for
 * the whole picture. Node only. H height, W width, C channels.
 *
 * Why not sharp, which reads them: the generator writes five small layers a face, and most of their time goes into
 * setting libvips up. A face's five layers and its JPEG at 128 px took 5.2 ms of processor time with sharp at its lightest
 * compression and take 2.7 so (12 faces six times over, in turns, on a busy machine; about half a millisecond of the
 * difference may be the machine's). Files are 54 KB where they were 68. Pictures for people are sharp's.
 */
import { constants, deflateSync } from 'node:zlib';
import { crc32 } from '../../core/bytes/crc32.js';
import { internalError } from '../../core/errors.js';

export interface PngPixels {
  width: number;
  height: number;
  channels: 1 | 3;
  /** `[H, W, C]`: bytes give a file of 8 bits a channel, 16-bit numbers one of 16. */
  data: Uint8Array | Uint16Array;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
const greyscale = 0;
const truecolour = 2;
const filterNone = 0;
const filterUp = 2;
/** Length, type and checksum of a chunk. */
const chunkFrame = 12;
const headerLength = 13;

/**
 * @param smooth – of pictures whose values change little from row to row: rows are written as differences and only runs are
 *   looked for; otherwise (flat areas, as in label maps) rows are written as they are.
 */
export function encodePng({ width, height, channels, data }: PngPixels, smooth: boolean): Uint8Array {
  if (!(width >= 1 && height >= 1) || data.length !== width * height * channels)
    throw internalError(`a PNG of ${width} × ${height} × ${channels} from ${data.length} values`);
  const wide = data instanceof Uint16Array;
  const bytes = wide ? bigEndian(data) : data;
  const lines = filterRows(bytes, bytes.length / height, height, smooth);
  const pixels = deflateSync(lines, {
    level: 1,
    strategy: smooth ? constants.Z_RLE : constants.Z_DEFAULT_STRATEGY,
  });
  const header = new Uint8Array(headerLength);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = wide ? 16 : 8;
  header[9] = channels === 1 ? greyscale : truecolour;
  const file = new Uint8Array(signature.length + 3 * chunkFrame + headerLength + pixels.length);
  file.set(signature);
  let end = writeChunk(file, signature.length, 'IHDR', header);
  end = writeChunk(file, end, 'IDAT', pixels);
  writeChunk(file, end, 'IEND', new Uint8Array(0));
  return file;
}

/** PNG's 16-bit values have their high byte first. */
function bigEndian(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  for (let i = 0; i < values.length; i++) {
    bytes[2 * i] = values[i]! >>> 8;
    bytes[2 * i + 1] = values[i]!;
  }
  return bytes;
}

/** Each row after a byte that names its filter. @param stride – bytes a row. */
function filterRows(bytes: Uint8Array, stride: number, height: number, smooth: boolean): Uint8Array {
  const lines = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const from = y * stride;
    const to = y * (stride + 1);
    lines[to] = smooth ? filterUp : filterNone;
    if (!smooth || y === 0) lines.set(bytes.subarray(from, from + stride), to + 1);
    else for (let i = 0; i < stride; i++) lines[to + 1 + i] = bytes[from + i]! - bytes[from + i - stride]!;
  }
  return lines;
}

/** @returns where the next chunk begins. */
function writeChunk(file: Uint8Array, at: number, type: string, data: Uint8Array): number {
  const view = new DataView(file.buffer);
  view.setUint32(at, data.length);
  for (let i = 0; i < 4; i++) file[at + 4 + i] = type.charCodeAt(i);
  file.set(data, at + 8);
  const end = at + 8 + data.length;
  view.setUint32(end, crc32(file, at + 4, end));
  return end + 4;
}
