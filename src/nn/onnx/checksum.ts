/**
 * A checksum of a whole model file – graph, weights and metadata – as one more entry of its metadata, the last thing in
 * the file: a few flipped bytes in the weights still load and give other numbers. Other readers of ONNX see an entry that
 * they do not know. Runs in browsers.
 */
import { crc32 } from '../../core/bytes/crc32.js';
import { ProtobufWriter } from './protobuf.js';

export const checksumKey = 'lineament.checksum';

/** @returns the file with its checksum. */
export function withChecksum(onnx: Uint8Array): Uint8Array {
  const entry = checksumEntry(crc32(onnx));
  const sealed = new Uint8Array(onnx.length + entry.length);
  sealed.set(onnx);
  sealed.set(entry, onnx.length);
  return sealed;
}

/** Whether the file is as it was written; `none` where it carries no checksum, as files of earlier versions do not. */
export function verifyChecksum(onnx: Uint8Array): 'whole' | 'damaged' | 'none' {
  const length = checksumEntry(0).length;
  const start = onnx.length - length;
  if (start < 0) return 'none';
  const expected = checksumEntry(crc32(onnx, 0, start));
  const agrees = (from: number, to: number): boolean => {
    for (let i = from; i < to; i++) if (onnx[start + i] !== expected[i]) return false;
    return true;
  };
  if (!agrees(0, length - digits)) return 'none';
  return agrees(length - digits, length) ? 'whole' : 'damaged';
}

const digits = 8;

/** One field `metadata_props` of the file, always of the same length. */
function checksumEntry(checksum: number): Uint8Array {
  const entry = new ProtobufWriter();
  entry.text(1, checksumKey);
  entry.text(2, `crc32:${checksum.toString(16).padStart(digits, '0')}`);
  const file = new ProtobufWriter();
  file.message(14, entry);
  return file.finish();
}
