/** Whose face a sample shows: faces of one person must never be on both sides of a split. */
import type { Sample } from '../../dataset/sample.js';

/** The sample's attribute `person`; without one its id, as if each face were another person's. */
export function personOf({ id, attributes }: Pick<Sample, 'id' | 'attributes'>): string {
  const { person, clip } = attributes;
  if (typeof person === 'string' && person !== '') return person;
  // All frames of a clip show one face.
  if (typeof clip === 'object' && clip !== null && 'index' in clip) return `clip ${String(clip.index)}`;
  return id;
}
