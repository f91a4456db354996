/**
 * Make-up on the skin: blush on the cheekbones, shadow over the lids, a line along the lashes. Each is a colour and how
 * much of the skin it covers; lipstick is the lips' own colour, foundation evens the skin before it is coloured.
 */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { MakeUpDescription, Rgb } from '../../person/description.js';
import type { RestFeatures } from './rest-features.js';

/** Liner and mascara. */
export const kohl: Rgb = [0.012, 0.01, 0.01];

export class MakeUpPainter {
  readonly #makeUp: MakeUpDescription;
  readonly #cheekX: number;
  readonly #cheekY: number;

  constructor(makeUp: MakeUpDescription, { eyes, noseTip }: RestFeatures) {
    this.#makeUp = makeUp;
    this.#cheekX = eyes.left.centre[0] * 1.42;
    this.#cheekY = noseTip[1] + 0.75;
  }

  /** Whether a face wears any of what is painted here. */
  static worn({ blush, shadow, liner }: MakeUpDescription): boolean {
    return blush > 0 || shadow > 0 || liner > 0;
  }

  /**
   * @param colour – `[3]` of the skin, changed in place.
   * @param aboveLid – centimetres outside the upper lid's edge; so is `belowLid` for the lower.
   * @param frontal – share of the face map that counts here.
   */
  paint(
    colour: Float64Array,
    x: number,
    y: number,
    aboveLid: number,
    belowLid: number,
    frontal: number,
  ): void {
    const { blush, blushColour, shadow, shadowColour, liner } = this.#makeUp;
    if (blush > 0) {
      const u = (Math.abs(x) - this.#cheekX) / 1.5;
      // The brush goes up along the cheekbone.
      const v = (y - this.#cheekY - 0.35 * (Math.abs(x) - this.#cheekX)) / 0.95;
      cover(colour, blushColour, 0.55 * blush * frontal * Math.exp(-u * u - v * v));
    }
    if (aboveLid > 1.4 && belowLid > 0.5) return;
    const above = smoothStep(0.02, -0.06, aboveLid - belowLid);
    if (shadow > 0)
      cover(colour, shadowColour, 0.8 * shadow * frontal * above * smoothStep(1.15, 0.35, aboveLid));
    if (liner > 0) {
      const upper = above * smoothStep(0.09 + 0.1 * liner, 0.05 + 0.04 * liner, aboveLid);
      const lower = (1 - above) * smoothStep(0.1, 0.03, belowLid) * Math.max(0, liner - 0.35);
      cover(colour, kohl, 0.92 * frontal * Math.max(upper, lower) * Math.min(1, 2.5 * liner));
    }
  }
}

function cover(colour: Float64Array, paint: Rgb, share: number): void {
  colour[0]! += (paint[0] - colour[0]!) * share;
  colour[1]! += (paint[1] - colour[1]!) * share;
  colour[2]! += (paint[2] - colour[2]!) * share;
}
