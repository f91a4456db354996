/**
 * The border of scalp hair on the rest head, as a height for each direction around the head: high over the forehead,
 * down the temple to the sideburn, over the ear and down to the nape. The forehead's height is taken as a share of the
 * distance from brows to nose base, which the classical canons make equal thirds (Farkas 1994 measures a little less), so
 * the same line fits any head. Limits: one line for everyone; receding hair is not modelled.
 */
import { earAt, type RestFeatures } from '../skin/rest-features.js';

export class Hairline {
  /** The vertical axis around which directions are counted: x = 0, this z. */
  readonly axisZ: number;
  /** Heights for directions 0 (front) to π (back) in equal steps. */
  readonly #heights: Float32Array;
  readonly #features: RestFeatures;

  constructor(features: RestFeatures) {
    this.#features = features;
    const { browHeight, noseBase, earFoot, chin } = features;
    const base = noseBase[noseBase.length >> 1]![1];
    this.axisZ = earFoot[2] - 1.6;
    const forehead = 0.88 * (browHeight - base);
    const nape = base - 0.55 * (base - chin[1]);
    // Degrees from the front, height.
    const line: readonly (readonly [number, number])[] = [
      [0, browHeight + forehead],
      [20, browHeight + forehead * 0.98],
      [34, browHeight + forehead * 0.82],
      [44, browHeight + forehead * 0.5],
      [54, browHeight + forehead * 0.25],
      [64, browHeight - 0.3],
      [72, base + 2.6],
      [80, base + 2],
      [88, browHeight - 0.2],
      [104, browHeight + 0.1],
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
        line.findIndex(([angle]) => angle >= i),
      );
      const [fromAngle, from] = line[next - 1]!;
      const [toAngle, to] = line[next]!;
      this.#heights[i] = from + ((to - from) * (i - fromAngle)) / (toAngle - fromAngle);
    }
  }

  /** Height of the line in the direction of a place, centimetres. */
  heightAt(x: number, z: number): number {
    const degrees = (Math.atan2(Math.abs(x), z - this.axisZ) * 180) / Math.PI;
    const i = Math.min(179, Math.floor(degrees));
    const low = this.#heights[i]!;
    return low + (this.#heights[i + 1]! - low) * (degrees - i);
  }

  /** How far a place lies inside the hair, centimetres up from the line; negative on bare skin and ears. */
  above(x: number, y: number, z: number): number {
    return y - this.heightAt(x, z) - 9 * earAt(this.#features, x, y, z);
  }
}
