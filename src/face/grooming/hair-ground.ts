/** What hair is laid on: the scalp of the shape at hand with the hair's body, and where hair that hangs must keep to. */
import { smoothStep } from '../../core/smooth-step.js';
import type { Vector3 } from '../../core/vector.js';
import type { HairDescription } from '../description.js';
import type { RestFeatures } from '../skin/rest-features.js';
import type { DirectionGrid } from './direction-grid.js';
import { bunPole, hairFigures } from './hair-style.js';
import type { Hairline } from './hairline.js';

export interface HairGround {
  grid: DirectionGrid;
  /** The grid laid on the shape at hand. */
  placed: Float32Array;
  /** `[nodes]` height of the hair's body. */
  heights: Float32Array;
  hairline: Hairline;
  features: RestFeatures;
}

/** The axis that hair flows from, or to where it is tied. */
export function flowPole(hair: HairDescription): Vector3 {
  const { pole, knot } = hairFigures[hair.style];
  if (knot === 'none') return pole;
  // From the nape to the top of the head.
  const rise = Math.asin(bunPole[1]) + ((hair.seed % 97) / 96 - 0.5) * 1.3;
  return [0, Math.sin(rise), -Math.cos(rise)];
}

/** The parting's distance from the middle, centimetres; towards the subject's left. */
export const partingAt = (hair: HairDescription): number => 3.3 * hair.parting;

const columns = 48;
const place = new Float32Array(3);

/** A wall of hair around the head, open in front: where what hangs starts and how far out it falls. */
export class HangingWall {
  readonly ground: HairGround;
  /** Angle from the front at which the wall begins, radians. */
  readonly edge: number;
  /** Height at which hair ends. */
  readonly end: number;
  /** How much further out it swells on the way. */
  readonly #clear: number;
  /** Start of each column, and its distance from the axis once it falls free. */
  readonly #starts: Vector3[] = [];
  readonly #reach = new Float32Array(columns + 1);

  constructor(ground: HairGround, hair: HairDescription) {
    const { grid, placed, heights, features } = ground;
    const figures = hairFigures[hair.style];
    this.ground = ground;
    // Before the ears, or tucked behind them.
    this.edge = hair.seed % 4 === 0 ? 1.75 : 0.78 + 0.45 * ((hair.seed % 31) / 30);
    this.end = features.chin[1] - (figures.fall[0] + (figures.fall[1] - figures.fall[0]) * hair.length);
    this.#clear = 0.1 + 0.8 * hair.volume;
    for (let column = 0; column <= columns; column++) {
      const angle = this.angleOf(column);
      const sideways = Math.abs(angle - Math.PI);
      const rise = insideHairline(ground, angle, 0.42 + 0.25 * smoothStep(1.1, 1.95, sideways));
      const direction = directionAt(angle, rise);
      const height = Math.max(0, grid.sample(placed, ...direction, place, heights));
      const lift = 0.85 * height;
      this.#starts.push([
        place[0]! + lift * direction[0],
        place[1]! + lift * direction[1],
        place[2]! + lift * direction[2],
      ]);
      // The outermost place below: the ear, the cheekbone, the back of the head.
      let widest = 0;
      for (let step = 0; step <= 10; step++) {
        const below = directionAt(angle, rise - step * 0.13);
        // Over the hair's body as well, or that would stand out under it as a ledge.
        const body = Math.max(0, grid.sample(placed, ...below, place, heights));
        const out = Math.hypot(place[0]! - grid.centre[0], place[2]! - grid.centre[2]);
        widest = Math.max(widest, out + body * Math.hypot(below[0], below[2]));
      }
      this.#reach[column] = widest + 0.1;
    }
  }

  angleOf(column: number): number {
    return this.edge + ((2 * Math.PI - 2 * this.edge) * column) / columns;
  }

  get columns(): number {
    return columns;
  }

  /** Where column c's hair starts to hang; c need not be whole. */
  startAt(column: number): Vector3 {
    const i = Math.min(columns - 1, Math.max(0, Math.floor(column)));
    const t = Math.min(1, Math.max(0, column - i));
    const [a, b] = [this.#starts[i]!, this.#starts[i + 1]!];
    return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
  }

  /**
   * A place on the wall. @param share – 0 at the start, 1 at height `end`. @param from – where it starts.
   * @param further – added to the distance from the axis.
   */
  fall(column: number, share: number, from: Vector3, end: number, further: number): Vector3 {
    const { centre } = this.ground.grid;
    const i = Math.min(columns - 1, Math.max(0, Math.floor(column)));
    const t = Math.min(1, Math.max(0, column - i));
    const reach = this.#reach[i]! * (1 - t) + this.#reach[i + 1]! * t + further;
    const [x, z] = [from[0] - centre[0], from[2] - centre[2]];
    const start = Math.hypot(x, z);
    const free = smoothStep(0, Math.min(0.9, 3.5 / Math.max(3.5, from[1] - end)), share);
    const swollen = this.#clear * smoothStep(0, 9, (from[1] - end) * share);
    const out = start + (reach - start) * free + swollen;
    const angle = this.angleOf(column);
    // Falling hair keeps its own angle at first, then the column's.
    const own = Math.atan2(x, z);
    const turn = wrap(angle - own) * free;
    return [
      centre[0] + out * Math.sin(own + turn),
      from[1] + (end - from[1]) * share,
      centre[2] + out * Math.cos(own + turn),
    ];
  }

  /** The column, not whole, at which hair that comes from a place hangs. */
  columnOf(x: number, z: number): number {
    const { centre } = this.ground.grid;
    const angle = (Math.atan2(x - centre[0], z - centre[2]) + 2 * Math.PI) % (2 * Math.PI);
    const column = ((angle - this.edge) / (2 * Math.PI - 2 * this.edge)) * columns;
    return Math.min(columns, Math.max(0, column));
  }
}

/** The elevation in a direction, no lower than asked for, from which the scalp bears hair. */
function insideHairline({ grid, hairline }: HairGround, angle: number, least: number): number {
  let rise = least;
  while (rise < 1.2) {
    grid.sample(grid.rest, ...directionAt(angle, rise), place);
    if (hairline.above(place[0]!, place[1]!, place[2]!) > 0.6) break;
    rise += 0.05;
  }
  return rise;
}

function directionAt(angle: number, rise: number): Vector3 {
  return [Math.sin(angle) * Math.cos(rise), Math.sin(rise), Math.cos(angle) * Math.cos(rise)];
}

const wrap = (angle: number): number => angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
