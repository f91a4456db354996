/**
 * Checkpoints: everything that training needs to go on as if it had not stopped, in one file that is whole or absent.
 *
 * Layout, little-endian: the eight bytes `LNMTCKPT`; uint32 format; uint32 length of the header; the header, JSON in
 * UTF-8, padded with spaces to a multiple of four; the arrays as raw float32, one after the other; SHA-256 of all that
 * went before. Node only.
 */
import { createHash } from 'node:crypto';
import { LineamentError } from '../../../core/errors.js';
import { readFileOr, writeFileWhole } from '../../../node/files.js';
import { checkpointMagic, isCheckpoint } from './checkpoint-magic.js';

export const checkpointFormat = 1;
const prefixBytes = 16;
const digestBytes = 32;

export interface Checkpoint {
  /** Progress and settings, as JSON. */
  header: Record<string, unknown>;
  /** Parameters, moments, statistics by name. */
  arrays: Record<string, Float32Array>;
}

interface Layout {
  arrays: { name: string; length: number }[];
  header: Record<string, unknown>;
}

export function encodeCheckpoint({ header, arrays }: Checkpoint): Uint8Array {
  const entries = Object.entries(arrays);
  const layout: Layout = { arrays: entries.map(([name, { length }]) => ({ name, length })), header };
  const json = Buffer.from(JSON.stringify(layout));
  const headerBytes = Math.ceil(json.length / 4) * 4;
  const size = entries.reduce((sum, [, array]) => sum + array.byteLength, prefixBytes + headerBytes);
  const bytes = Buffer.alloc(size + digestBytes, ' ');
  bytes.write(checkpointMagic, 0, 'latin1');
  bytes.writeUInt32LE(checkpointFormat, 8);
  bytes.writeUInt32LE(headerBytes, 12);
  json.copy(bytes, prefixBytes);
  let offset = prefixBytes + headerBytes;
  for (const [, array] of entries) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += array.byteLength;
  }
  bytes.set(digest(bytes.subarray(0, size)), size);
  return bytes;
}

/** @param file – named in errors. @param hint – what to do about a file that is no whole checkpoint. */
export function decodeCheckpoint(
  bytes: Buffer,
  file: string,
  hint = 'delete it to begin again, or put back an older one',
): Checkpoint {
  const damaged = (what: string): LineamentError =>
    new LineamentError(`the checkpoint ${what}`, { file, hint });
  if (bytes.length < prefixBytes) throw damaged(`is truncated: ${bytes.length} bytes`);
  if (!isCheckpoint(bytes)) throw damaged('is not one of ours');
  const format = bytes.readUInt32LE(8);
  if (format !== checkpointFormat) {
    throw damaged(`is of another version: format ${format}; this Lineament reads format ${checkpointFormat}`);
  }
  const arraysAt = prefixBytes + bytes.readUInt32LE(12);
  if (bytes.length < arraysAt + digestBytes) throw damaged(`is truncated: ${bytes.length} bytes`);
  const layout = parseLayout(bytes.toString('utf8', prefixBytes, arraysAt));
  if (layout === undefined) throw damaged('has an unreadable header');
  const size = layout.arrays.reduce((sum, { length }) => sum + 4 * length, arraysAt);
  if (bytes.length !== size + digestBytes) {
    throw damaged(`is truncated: ${bytes.length} bytes instead of ${size + digestBytes}`);
  }
  if (!bytes.subarray(size).equals(digest(bytes.subarray(0, size))))
    throw damaged('is damaged: its checksum differs');

  const arrays: Record<string, Float32Array> = {};
  let offset = arraysAt;
  for (const { name, length } of layout.arrays) {
    const array = new Float32Array(length);
    new Uint8Array(array.buffer).set(bytes.subarray(offset, offset + 4 * length));
    arrays[name] = array;
    offset += 4 * length;
  }
  return { header: layout.header, arrays };
}

export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  await writeFileWhole(path, encodeCheckpoint(checkpoint));
}

/** @param hint – see {@link decodeCheckpoint}. */
export async function readCheckpoint(path: string, hint?: string): Promise<Checkpoint> {
  return decodeCheckpoint(await readFileOr(path, 'the checkpoint'), path, hint);
}

function parseLayout(json: string): Layout | undefined {
  try {
    const layout = JSON.parse(json) as Partial<Layout> | null;
    const whole =
      Array.isArray(layout?.arrays) && layout.arrays.every(({ length }) => Number.isInteger(length));
    return whole ? (layout as Layout) : undefined;
  } catch {
    return undefined;
  }
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
