/** Draws that several distributions of a person are made of. */
import type { Random } from '../../core/random.js';

/** For a stream that a part of the face draws from later. */
export function drawSeed(random: Random): number {
  return random.uint32() >>> 1;
}

/** A value that is often 0 and otherwise anything up to 1, small ones likelier. */
export function sometimes(random: Random, probability: number): number {
  return random.chance(probability) ? random.next() ** 1.5 : 0;
}
