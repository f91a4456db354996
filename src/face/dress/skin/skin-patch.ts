/**
 * A patch of skin as a grid of directions from a point inside the head: masks and scarves are laid on it. Places are
 * found once a head; laid on a shape they give distances, which are drawn taut like cloth.
 */
import { add, length, normalise, scale, subtract, type Vector3 } from '../../../core/vector.js';
import type { SkinCast, SkinPlace } from './skin-cast.js';

export class SkinPatch {
  readonly origin: Vector3;
  readonly #directions: readonly (readonly Vector3[])[];
  readonly #places: readonly (readonly (SkinPlace | null)[])[];

  /** @param directions – rows of unit directions from the origin, rest space. */
  constructor(cast: SkinCast, origin: Vector3, directions: readonly (readonly Vector3[])[]) {
    this.origin = origin;
    this.#directions = directions;
    this.#places = directions.map((row) => row.map((direction) => cast.furthest(origin, direction)));
  }

  /**
   * The patch on a shape, `lift` over it. Where the head has no skin the neighbour before takes its place.
   *
   * @param passes – how often hollows are bridged, across and down. @param wrap – rows are closed rings.
   */
  lay(
    positions: Float32Array,
    passes: number,
    wrap: boolean,
    lift: (row: number, column: number) => number,
  ): Vector3[][] {
    let last = 8;
    const places = this.#places.map((row, r) =>
      row.map((place, c): Vector3 => {
        const found = place?.(positions);
        if (found === undefined) return add(this.origin, scale(this.#directions[r]![c]!, last));
        last = length(subtract(found, this.origin));
        return found;
      }),
    );
    const reach = places.map((row) => row.map((place) => length(subtract(place, this.origin))));
    for (let pass = 0; pass < passes; pass++) {
      for (let r = 1; r + 1 < reach.length; r++)
        for (let c = 0; c < reach[r]!.length; c++)
          reach[r]![c] = Math.max(reach[r]![c]!, (reach[r - 1]![c]! + reach[r + 1]![c]!) / 2);
      for (const row of reach)
        for (let c = 0; c < row.length; c++) {
          if (!wrap && (c === 0 || c === row.length - 1)) continue;
          const before = row[(c + row.length - 1) % row.length]!;
          const after = row[(c + 1) % row.length]!;
          row[c] = Math.max(row[c]!, (before + after) / 2);
        }
    }
    return places.map((row, r) =>
      row.map((place, c) =>
        add(this.origin, scale(normalise(subtract(place, this.origin)), reach[r]![c]! + lift(r, c))),
      ),
    );
  }
}
