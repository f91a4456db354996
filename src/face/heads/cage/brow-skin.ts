/** Moves the fine mesh's skin with the shape of the brows: the control points lie too far apart for it. */
import { browFields } from '../brow-shapes.js';
import { identityNames } from './identity.js';

/** Movements below this are left out, centimetres. */
const still = 1e-5;

interface Moved {
  /** Its place among the identity parameters. */
  parameter: number;
  /** Offsets of coordinates in `[V, 3]`, and what one standard deviation adds. */
  offsets: Uint32Array;
  amounts: Float32Array;
}

export class BrowSkin {
  readonly #fields: readonly Moved[];

  /** @param rest – `[V, 3]` skin of the mean head. */
  constructor(rest: Float32Array) {
    this.#fields = Object.entries(browFields).map(([name, field]) => {
      const offsets: number[] = [];
      const amounts: number[] = [];
      for (let v = 0; v < rest.length; v += 3)
        field(rest[v]!, rest[v + 1]!, rest[v + 2]!).forEach((amount, axis) => {
          if (Math.abs(amount) < still) return;
          offsets.push(v + axis);
          amounts.push(amount);
        });
      return {
        parameter: identityNames.indexOf(name),
        offsets: Uint32Array.from(offsets),
        amounts: Float32Array.from(amounts),
      };
    });
  }

  /** @param positions – `[V, 3]`, changed in place. */
  move(positions: Float32Array, identity: readonly number[]): void {
    for (const { parameter, offsets, amounts } of this.#fields) {
      const weight = identity[parameter] ?? 0;
      if (weight === 0) continue;
      for (let i = 0; i < offsets.length; i++)
        positions[offsets[i]!] = positions[offsets[i]!]! + weight * amounts[i]!;
    }
  }
}
