/** Reads what a model file says about itself. Needs no runtime and none of the engine: it works in browsers. */
import { readModelEntries } from './model-entries.js';
import { type ModelMetadata, parseMetadata } from './model-metadata.js';

/**
 * What a model file says about itself. Refuses, by name, a file that is not ONNX, one that is cut short, one that is
 * not ours, one of another version and one whose bytes are not those that were written.
 */
export function readModelMetadata(bytes: Uint8Array, file: string): ModelMetadata {
  return parseMetadata(readModelEntries(bytes, file), file);
}
