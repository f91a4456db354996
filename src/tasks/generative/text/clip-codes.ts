/**
 * What is said of a clip as rows of zeros and ones: the facts, the events, and for each two events which comes first. A sentence that leaves
 * events out is true of a clip in which those that it says come in its order, and that is the same product as of pictures.
 */
import { type ClipFacts, eventNames } from '../../../captions/events.js';
import { factPlaces, writeFacts } from './fact-codes.js';

const kinds = eventNames.length;

/** Of a row. */
export const clipPlaces: number = factPlaces + kinds + kinds ** 2;

/** @param codes – `[…, clipPlaces]`, zeros. @param row – which. */
export function writeClipFacts({ facts, events }: ClipFacts, codes: Float32Array, row: number): void {
  const own = codes.subarray(row * clipPlaces, (row + 1) * clipPlaces);
  writeFacts(facts, own, 0);
  const numbers = events.map((name) => eventNames.indexOf(name));
  for (const [i, event] of numbers.entries()) {
    own[factPlaces + event] = 1;
    for (const later of numbers.slice(i + 1)) own[factPlaces + kinds + event * kinds + later] = 1;
  }
}
