/** A model's graph and weights with other metadata, whole again as a file. */
import { withChecksum } from '../../nn/onnx/checksum.js';
import { encodeModel, type OnnxModel } from '../../nn/onnx/model.js';
import { type ModelMetadata, metadataEntries } from './model-metadata.js';

/** @returns the bytes of the file; entries of the model's own that the metadata does not name stay. */
export function encodeWithMetadata(model: OnnxModel, metadata: ModelMetadata): Uint8Array {
  return withChecksum(
    encodeModel({ ...model, metadata: { ...model.metadata, ...metadataEntries(metadata) } }),
  );
}
