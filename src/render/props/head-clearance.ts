/**
 * Keeps things out of a head: the shaped head as a distance from a point inside it by direction, coarsely. Directions
 * are longitudes about the vertical and latitudes.
 */
import { add, length, normalise, scale, subtract, type Vector3 } from '../../core/vector.js';

const columns = 48;
const rows = 32;

export class HeadClearance {
  static readonly centre: Vector3 = [0, -2, -6];
  readonly #reach = new Float32Array(columns * rows);

  /** @param positions – `[V, 3]` head space. */
  constructor(positions: Float32Array) {
    const [cx, cy, cz] = HeadClearance.centre;
    const reach = this.#reach;
    for (let v = 0; v < positions.length; v += 3) {
      const x = positions[v]! - cx;
      const y = positions[v + 1]! - cy;
      const z = positions[v + 2]! - cz;
      const distance = Math.sqrt(x * x + y * y + z * z);
      const cell = row(y / distance) * columns + column(x, z);
      if (distance > reach[cell]!) reach[cell] = distance;
    }
  }

  /** The place moved straight out from the head's middle until it lies at least `air` over the skin. */
  push(place: Vector3, air: number): Vector3 {
    const out = subtract(place, HeadClearance.centre);
    const distance = length(out);
    const wanted = this.#reachAlong(out, distance) + air;
    return distance >= wanted ? place : add(HeadClearance.centre, scale(normalise(out), wanted));
  }

  /** Mean of the cells around a direction, so that what is pushed does not jump from cell to cell. */
  #reachAlong([x, y, z]: Vector3, distance: number): number {
    const u = ((Math.atan2(x, z) / Math.PI + 1) / 2) * columns - 0.5;
    const v = ((y / distance + 1) / 2) * rows - 0.5;
    const [i, j] = [Math.floor(u), Math.floor(v)];
    let sum = 0;
    let weights = 0;
    for (let dj = 0; dj < 2; dj++)
      for (let di = 0; di < 2; di++) {
        const r = Math.min(rows - 1, Math.max(0, j + dj));
        const value = this.#reach[r * columns + ((i + di + columns) % columns)]!;
        const weight = (di === 0 ? 1 - (u - i) : u - i) * (dj === 0 ? 1 - (v - j) : v - j);
        if (value === 0) continue;
        sum += weight * value;
        weights += weight;
      }
    return weights > 0 ? sum / weights : 0;
  }
}

function row(sine: number): number {
  return Math.min(rows - 1, Math.floor(((sine + 1) / 2) * rows));
}

function column(x: number, z: number): number {
  return Math.min(columns - 1, Math.floor(((Math.atan2(x, z) / Math.PI + 1) / 2) * columns));
}
