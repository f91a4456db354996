/** Model files that carry maps to other sets in their metadata: one file gives all of them, in browsers too. */
import { LineamentError } from '../../core/errors.js';
import type { PointMap } from '../../landmarks/point-map.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import { encodeWithMetadata } from './encode-with-metadata.js';
import { readModelMetadata } from './read-model-metadata.js';

/**
 * @param bytes – a model file. @param file – named in errors.
 * @returns the same with these maps; of one that it had, the new one.
 */
export function carryMaps(bytes: Uint8Array, file: string, maps: readonly PointMap[]): Uint8Array {
  const metadata = readModelMetadata(bytes, file);
  const { landmarks } = metadata;
  for (const { from } of maps)
    if (from.set !== landmarks.set || from.convention !== landmarks.convention)
      throw new LineamentError(
        `the model gives the ${landmarks.convention} points of ${landmarks.set}; a map takes the ${from.convention} points of ${from.set}`,
        { file, hint: 'make the map for this model' },
      );
  const isNew = ({ to }: PointMap): boolean =>
    !maps.some((map) => map.to.set === to.set && map.to.convention === to.convention);
  const carried = [...(metadata.maps ?? []).filter(isNew), ...maps];
  return encodeWithMetadata(decodeModel(bytes), { ...metadata, maps: carried });
}

/** The same model without its maps, for who shows its own points only. @param file – named in errors. */
export function withoutMaps(bytes: Uint8Array, file: string): Uint8Array {
  const { maps: _, ...metadata } = readModelMetadata(bytes, file);
  return encodeWithMetadata(decodeModel(bytes), metadata);
}
