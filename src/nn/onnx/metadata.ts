/** Reads what a model file says about itself (ONNX metadata_props), without a runtime. Runs in browsers. */
import { LineamentError } from '../../core/errors.js';
import { fieldText, readFields } from './protobuf.js';

const fieldIrVersion = 1;
const fieldGraph = 7;
const fieldMetadata = 14;

/** @returns the metadata of an ONNX file; later entries of the same key win. */
export function readMetadata(onnx: Uint8Array): Record<string, string> {
  const metadata: Record<string, string> = {};
  const seen = new Set<number>();
  for (const field of readFields(onnx)) {
    seen.add(field.field);
    if (field.field !== fieldMetadata || field.bytes === undefined) continue;
    let key = '';
    let value = '';
    for (const part of readFields(field.bytes)) {
      if (part.field === 1) key = fieldText(part);
      if (part.field === 2) value = fieldText(part);
    }
    metadata[key] = value;
  }
  if (!seen.has(fieldIrVersion) || !seen.has(fieldGraph))
    throw new LineamentError(`onnx: no model in these ${onnx.length} bytes`, {
      hint: 'give an ONNX file',
    });
  return metadata;
}
