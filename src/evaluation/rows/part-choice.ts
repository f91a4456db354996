/** Which faces of its dataset a part names. */
import type { FaceChoice } from '../predict/labelled-faces.js';
import type { FacePart } from './row-settings.js';

/** @param seed – of the order of persons from which a limit takes the first. */
export function partChoice({ name, split, where, limit }: FacePart, seed: number): FaceChoice {
  return {
    name: `part '${name}'`,
    ...(split !== undefined && { split }),
    ...(where !== undefined && { where }),
    ...(limit !== undefined && { limit: { count: limit, seed } }),
  };
}
