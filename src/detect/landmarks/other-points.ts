/** What a model says of itself where other points than its own are seen of it. */
import type { NamedSet } from '../../landmarks/sets/named-set.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';

/** @returns the metadata with these points as the landmarks, and no second set: what that says is of the model's own. */
export function metadataWithPoints(
  { transfer: _, ...metadata }: ModelMetadata,
  { set, names, mirror, convention }: NamedSet,
): ModelMetadata {
  return { ...metadata, landmarks: { set, names, mirror, convention } };
}
