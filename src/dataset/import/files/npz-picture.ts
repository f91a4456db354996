/**
 * A picture of 8 bits out of NumPy's `.npz`: a ZIP file of `.npy` arrays, stored or deflated (NumPy, "lib.format",
 * versions 1 to 3). Reads the one array `[H, W, 3 or 4]` of bytes that is asked for; larger forms of ZIP are refused.
 */
import { inflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { LineamentError, messageOf } from '../../../core/errors.js';

/** Bytes of an array: pictures of 89 megapixels. */
const largest = 1 << 28;

/** @param names – the array's, the first of them that the file has. @param file – for messages. @returns the picture as a PNG file. */
export async function pictureOfNpz(bytes: Buffer, names: readonly string[], file: string): Promise<Buffer> {
  try {
    const { width, height, channels, data } = arrayOf(
      memberOf(
        bytes,
        names.map((name) => `${name}.npy`),
      ),
    );
    return await sharp(data, { raw: { width, height, channels } }).removeAlpha().png().toBuffer();
  } catch (cause) {
    throw new LineamentError(`the picture cannot be read: ${messageOf(cause)}`, {
      file,
      hint: 'it may be cut off: fetch it again',
      cause,
    });
  }
}

/** A member by its entry in the directory at the end of the file. */
function memberOf(zip: Buffer, wanted: readonly string[]): Buffer {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > zip.length) throw new Error('the file is no .npz');
  const entryOf = new Map<string, number>();
  let at = zip.readUInt32LE(end + 16);
  for (let entries = zip.readUInt16LE(end + 10); entries > 0; entries--) {
    if (zip.toString('latin1', at, at + 4) !== 'PK\x01\x02') throw new Error('the directory is damaged');
    const length = zip.readUInt16LE(at + 28);
    const found = zip.toString('utf8', at + 46, at + 46 + length);
    entryOf.set(found, at);
    at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  const name = wanted.find((one) => entryOf.has(one));
  if (name !== undefined) return contentOf(zip, entryOf.get(name)!);
  throw new Error(
    `it has no array '${wanted.join("' or '")}'; it has ${[...entryOf.keys()].slice(0, 5).join(', ')}`,
  );
}

function contentOf(zip: Buffer, entry: number): Buffer {
  const method = zip.readUInt16LE(entry + 10);
  const size = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + size > zip.length) throw new Error('the file is cut off');
  const content = zip.subarray(start, start + size);
  if (method === 0) return content;
  if (method === 8) return inflateRawSync(content, { maxOutputLength: largest });
  throw new Error(`compression ${method} is not read`);
}

interface Pixels {
  width: number;
  height: number;
  channels: 3 | 4;
  data: Buffer;
}

function arrayOf(npy: Buffer): Pixels {
  if (npy.toString('latin1', 0, 6) !== '\x93NUMPY') throw new Error('the array is no .npy');
  const [at, length] = npy[6] === 1 ? [10, npy.readUInt16LE(8)] : [12, npy.readUInt32LE(8)];
  const header = npy.toString('latin1', at, at + length);
  const shape = /'shape': \((\d+), (\d+), ([34])\)/.exec(header);
  if (shape === null || !/'descr': '\|u1'/.test(header) || !/'fortran_order': False/.test(header))
    throw new Error(`the array is ${header.slice(0, 100).trim()}, not a picture of bytes`);
  const [height, width] = [Number(shape[1]), Number(shape[2])];
  const channels = shape[3] === '3' ? 3 : 4;
  const data = npy.subarray(at + length);
  if (data.length !== width * height * channels) throw new Error('the array is cut off');
  return { width, height, channels, data };
}
