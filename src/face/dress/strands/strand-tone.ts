/** A ribbon's own number: its tone, and whether it is a white or a lighter hair among the others. */
import type { Random } from '../../../core/random.js';

const tones = 4096;

/** @param white – chance of a white hair. @param highlights – chance of a lighter one. */
export function drawTone(random: Random, white = 0, highlights = 0): number {
  const tone = random.integer(0, tones - 1);
  const kind = random.next();
  return tone + (kind < white ? tones : kind < white + (1 - white) * highlights ? 2 * tones : 0);
}

export const toneKind = (number: number): 'plain' | 'white' | 'highlight' =>
  number < tones ? 'plain' : number < 2 * tones ? 'white' : 'highlight';
