/**
 * The border of scalp hair on the rest head, as a height for each direction around the head: high over the forehead,
 * down the temple to the sideburn, over the ear and down to the nape. The forehead's height is taken as a share of the
 * distance from brows to nose base, which the classical canons make equal thirds (Farkas 1994 measures less, and brows end above the glabella), so
 * the same line fits any head. Hair recedes as Norwood (1975) describes it: first in bays at the temples, then over the
 * forehead, and from a bald place at the crown.
 */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { HairlineDescription } from '../../person/description.js';
import { earAt, type RestFeatures } from '../skin/rest-features.js';
import { scalpLayout, whorl } from '../strands/direction-grid.js';

export class Hairline {
  /** The vertical axis around which directions are counted: x = 0, this z. */
  readonly axisZ: number;
  /** Heights for directions 0 (front) to π (back) in equal steps. */
  readonly #heights: Float32Array;
  readonly #features: RestFeatures;
  /** Radius of the bald crown, centimetres; 0 for none. */
  readonly #crown: number;
  readonly #centre: readonly [number, number, number];

  constructor(features: RestFeatures, line: HairlineDescription) {
    this.#features = features;
    this.#crown = line.crown > 0 ? 1.5 + 5.3 * line.crown : 0;
    this.#centre = scalpLayout(features).centre;
    const { foreheadFoot, noseBase, earFoot, chin } = features;
    const base = noseBase[noseBase.length >> 1]![1];
    this.axisZ = earFoot[2] - 1.6;
    const forehead = (0.8 + 0.2 * line.height) * (foreheadFoot - base);
    const nape = base - 0.55 * (base - chin[1]);
    // Degrees from the front, height.
    const table: readonly (readonly [number, number])[] = [
      [0, foreheadFoot + forehead],
      [20, foreheadFoot + forehead * 1.01],
      [34, foreheadFoot + forehead * 0.95],
      [42, foreheadFoot + forehead * 0.76],
      [48, foreheadFoot + forehead * 0.46],
      [54, foreheadFoot + forehead * 0.2],
      [60, foreheadFoot - 0.3],
      [68, base + 3],
      [74, base + 2.1],
      // Behind the ear's foot hair goes on; the ear itself is left out by its distance from the side of the head.
      [84, base + 1.7],
      [92, foreheadFoot - 1.2],
      [104, foreheadFoot - 0.9],
      [114, base + 1],
      [126, base - 1],
      [150, nape],
      [180, nape],
    ];
    const steps = 180;
    this.#heights = new Float32Array(steps + 1);
    for (let i = 0; i <= steps; i++) {
      const next = Math.max(
        1,
        table.findIndex(([angle]) => angle >= i),
      );
      const [fromAngle, from] = table[next - 1]!;
      const [toAngle, to] = table[next]!;
      const bays = 4.6 * line.recession * smoothStep(6, 26, i) * smoothStep(66, 46, i);
      const front = 5 * Math.max(0, line.recession - 0.25) * smoothStep(60, 40, i);
      const peak = 1.2 * line.peak * Math.exp(-((i / (8 + 12 * line.recession)) ** 2));
      this.#heights[i] = from + ((to - from) * (i - fromAngle)) / (toAngle - fromAngle) + bays + front - peak;
    }
  }

  /** Height of the line in the direction of a place, centimetres. */
  heightAt(x: number, z: number): number {
    const degrees = (Math.atan2(Math.abs(x), z - this.axisZ) * 180) / Math.PI;
    const i = Math.min(179, Math.floor(degrees));
    const low = this.#heights[i]!;
    return low + (this.#heights[i + 1]! - low) * (degrees - i);
  }

  /** How far a place lies inside the hair, centimetres; negative on bare skin and ears. */
  above(x: number, y: number, z: number): number {
    const above = y - this.heightAt(x, z) - 9 * earAt(this.#features, x, y, z);
    return this.#crown === 0 ? above : Math.min(above, this.#fromCrown(x, y, z) - this.#crown);
  }

  /** Distance from the axis through the whorl, centimetres. */
  #fromCrown(x: number, y: number, z: number): number {
    const [dx, dy, dz] = [x - this.#centre[0], y - this.#centre[1], z - this.#centre[2]];
    const along = dx * whorl[0] + dy * whorl[1] + dz * whorl[2];
    const squared = dx * dx + dy * dy + dz * dz;
    return along <= 0 ? Math.sqrt(squared) : Math.sqrt(Math.max(0, squared - along * along));
  }
}
