/**
 * The top of the head in the coordinates of what sits on it: directions about a tilted axis through the skull's middle,
 * down to a rim that lies in a plane. Hats are shaped over it, and hair under them is pressed to it.
 */
import { add, cross, normalise, scale, subtract, type Vector3 } from '../../../core/vector.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import type { RestFeatures } from '../skin/rest-features.js';
import type { DirectionGrid } from '../strands/direction-grid.js';

export const crownColumns = 40;
export const crownRows = 9;

export interface RimPlane {
  /** Height over the brows where the rim crosses the forehead, and over the ears' joints behind the head. */
  front: number;
  back: number;
}

export class HeadCrown {
  readonly centre: Vector3;
  /** Out of the rim's plane, upwards; and the directions of azimuth 0 (front) and a quarter turn (subject's left). */
  readonly axis: Vector3;
  readonly #ahead: Vector3;
  readonly #left: Vector3;
  /** `[columns]` angle from the axis to the rim. */
  readonly #rim = new Float32Array(crownColumns);
  /** `[rows + 1, columns]` distance from the centre to the taut surface over scalp and ears. */
  readonly #reach = new Float32Array((crownRows + 1) * crownColumns);

  /** @param placed – the scalp laid on the shape at hand. */
  constructor(grid: DirectionGrid, placed: Float32Array, features: RestFeatures, { front, back }: RimPlane) {
    this.centre = grid.centre;
    const high: Vector3 = [0, features.foreheadFoot + front, 1.5];
    const low: Vector3 = [0, features.earFoot[1] + back, features.backDepth];
    const slope = (high[1] - low[1]) / (high[2] - low[2]);
    this.axis = normalise([0, 1, -slope]);
    this.#ahead = normalise([0, slope, 1]);
    this.#left = cross(this.axis, this.#ahead);
    const place = new Float32Array(3);
    for (let column = 0; column < crownColumns; column++) {
      const azimuth = (column / crownColumns) * 2 * Math.PI;
      let [inside, outside] = [0.3, 2.3];
      for (let step = 0; step < 12; step++) {
        const middle = (inside + outside) / 2;
        grid.sample(grid.rest, ...this.direction(azimuth, middle), place);
        if (place[1]! - high[1] - slope * (place[2]! - high[2]) > 0) inside = middle;
        else outside = middle;
      }
      this.#rim[column] = inside;
    }
    for (let row = 0; row <= crownRows; row++)
      for (let column = 0; column < crownColumns; column++) {
        const direction = this.direction(
          (column / crownColumns) * 2 * Math.PI,
          (this.#rim[column]! * row) / crownRows,
        );
        grid.sample(placed, ...direction, place);
        const [x, y, z] = this.centre;
        this.#reach[row * crownColumns + column] = Math.hypot(place[0]! - x, place[1]! - y, place[2]! - z);
      }
    this.#tighten();
  }

  /** Cloth does not follow hollows, as those between ear and skull. */
  #tighten(): void {
    const reach = this.#reach;
    for (let pass = 0; pass < 3; pass++)
      for (let row = 1; row <= crownRows; row++) {
        const at = row * crownColumns;
        for (let column = 0; column < crownColumns; column++) {
          const before = reach[at + ((column + crownColumns - 1) % crownColumns)]!;
          const after = reach[at + ((column + 1) % crownColumns)]!;
          reach[at + column] = Math.max(reach[at + column]!, (before + after) / 2);
        }
      }
  }

  direction(azimuth: number, angle: number): Vector3 {
    const sine = Math.sin(angle);
    return add(
      scale(this.axis, Math.cos(angle)),
      add(scale(this.#ahead, sine * Math.cos(azimuth)), scale(this.#left, sine * Math.sin(azimuth))),
    );
  }

  /** Angle from the axis to the rim; a column may be a fraction. */
  rim(column: number): number {
    const [left, right, t] = between(column);
    return this.#rim[left]! * (1 - t) + this.#rim[right]! * t;
  }

  /** Distance from the centre to the taut head, at a row (0 top to {@link crownRows} rim, further counts as the rim). */
  reach(row: number, column: number): number {
    const low = Math.min(crownRows, Math.floor(row));
    const high = Math.min(crownRows, low + 1);
    const s = Math.min(1, row - low);
    const [left, right, t] = between(column);
    const at = (r: number): number =>
      this.#reach[r * crownColumns + left]! * (1 - t) + this.#reach[r * crownColumns + right]! * t;
    return at(low) * (1 - s) + at(high) * s;
  }

  /** A place over the taut head; a row may be a fraction or reach a little past the rim. */
  place(row: number, column: number, lift: number): Vector3 {
    const direction = this.direction(
      (column / crownColumns) * 2 * Math.PI,
      (this.rim(column) * row) / crownRows,
    );
    return add(this.centre, scale(direction, this.reach(row, column) + lift));
  }

  /** The place, moved straight out until it lies `lift` over the taut head. */
  clear(place: Vector3, lift: number): Vector3 {
    const out = subtract(place, this.centre);
    const { distance, row, column } = this.#locate(...out);
    const least = this.reach(row, column) + lift;
    return distance >= least ? place : add(this.centre, scale(out, least / distance));
  }

  #locate(x: number, y: number, z: number): { distance: number; row: number; column: number } {
    const distance = Math.sqrt(x * x + y * y + z * z);
    const [ax, ay, az] = this.axis;
    const [fx, fy, fz] = this.#ahead;
    const [lx, ly, lz] = this.#left;
    const angle = Math.acos(Math.min(1, Math.max(-1, (x * ax + y * ay + z * az) / distance)));
    const turn = Math.atan2(x * lx + y * ly + z * lz, x * fx + y * fy + z * fz) / (2 * Math.PI);
    const column = ((turn + 1) % 1) * crownColumns;
    return { distance, row: (angle / this.rim(column)) * crownRows, column };
  }

  /**
   * Presses a part (hair) to the head where something covers it: between two rows, to `lift` over the taut head.
   * Outside the rows the hair swells out again.
   */
  press(part: DressedPart, fromRow: number, toRow: number, lift: number): DressedPart {
    const positions = part.positions.slice();
    const [cx, cy, cz] = this.centre;
    for (let v = 0; v < positions.length; v += 3) {
      const x = positions[v]! - cx;
      const y = positions[v + 1]! - cy;
      const z = positions[v + 2]! - cz;
      const { distance, row, column } = this.#locate(x, y, z);
      const past = Math.max(0, fromRow - row, row - toRow);
      if (past > 1.5) continue;
      const most = this.reach(row, column) + lift + 2.5 * past * past;
      if (distance <= most) continue;
      const shrink = most / distance;
      positions[v] = cx + x * shrink;
      positions[v + 1] = cy + y * shrink;
      positions[v + 2] = cz + z * shrink;
    }
    return { ...part, positions };
  }
}

/** The columns on both sides of a place around the crown, and how far it lies towards the second. */
function between(column: number): readonly [left: number, right: number, t: number] {
  const whole = Math.floor(column);
  const left = ((whole % crownColumns) + crownColumns) % crownColumns;
  return [left, (left + 1) % crownColumns, column - whole];
}
