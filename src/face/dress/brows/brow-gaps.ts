/** Thin places and slits of a brow, which its hairs and the shade painted under them share. */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { BrowDescription } from '../../person/description.js';

/**
 * Share of hair that stands at a place along a brow, 0 to 1.
 * @param along – 0 at the outer end, 1 at the inner end. @param right – the subject's right brow.
 */
export function browStand({ gaps, seed }: BrowDescription, along: number, right: boolean): number {
  if (gaps === 0) return 1;
  const place = noise3(along * 6 + (seed % 61), right ? 0.5 : 7.5, 3.5);
  return 1 - Math.min(1, 1.6 * gaps) * smoothStep(0.05, 0.25, place);
}
