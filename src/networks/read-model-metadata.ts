/** Reads what a model file says about itself. Needs no runtime and none of the engine: it works in browsers. */
import { LineamentError, messageOf } from '../core/errors.js';
import { verifyChecksum } from '../nn/onnx/checksum.js';
import { readMetadata } from '../nn/onnx/metadata.js';
import { type ModelMetadata, parseMetadata } from './model-metadata.js';

/**
 * What a model file says about itself. Refuses, by name, a file that is not ONNX, one that is cut short, one that is
 * not ours, one of another version and one whose bytes are not those that were written.
 */
export function readModelMetadata(bytes: Uint8Array, file: string): ModelMetadata {
  let entries: Record<string, string>;
  try {
    entries = readMetadata(bytes);
  } catch (cause) {
    throw new LineamentError(`not an ONNX file, or cut short (${bytes.length} bytes): ${messageOf(cause)}`, {
      file,
      hint: 'get the file again',
      cause,
    });
  }
  if (verifyChecksum(bytes) === 'damaged')
    throw new LineamentError('the model file is damaged: its bytes do not fit its checksum', {
      file,
      hint: 'get the file again',
    });
  return parseMetadata(entries, file);
}
