/** What hair is laid on: the scalp of the shape at hand with the hair's body, and where hair that hangs must keep to. */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { Vector3 } from '../../../core/vector.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { HairDescription } from '../../person/description.js';
import type { RestFeatures } from '../skin/rest-features.js';
import type { DirectionGrid } from '../strands/direction-grid.js';
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
/** Locks may hang this far before the wall's front edges, radians. */
const before = 0.3;
/** Heights at which the head's outline is kept, from above the centre down, a centimetre apart. */
const levels = 21;
const topLevel = 9;
/** Samples of the head down a column, and the angle between them. */
const samples = 13;
const sampleStep = 0.11;
/** Of the outline from the samples, between which an ear's rim may stand out, centimetres. */
const clearance = 0.24;
const place = new Float32Array(3);

/**
 * A wall of hair around the head, open in front: where what hangs starts and how far out it falls. It is draped: at each
 * height it lies as far out as the outermost place above, and below the jaw it comes in to the neck. Its front edges bow
 * back over the cheek and forward below it.
 */
export class HangingWall {
  readonly ground: HairGround;
  /** Angle from the front at which the wall begins, radians. */
  readonly edge: number;
  /** Height at which hair ends. */
  readonly end: number;
  /** How much further out it swells on the way. */
  readonly #clear: number;
  /** Start of each column. */
  readonly #starts: Vector3[] = [];
  /** Columns outside the wall that locks may hang at, each side. */
  readonly #margin: number;
  /** `[margin + columns + 1 + margin, levels]` distance from the axis. */
  readonly #reach: Float32Array;
  /** How far the front edges bow, radians: right and left. */
  readonly #bow: readonly [number, number];
  readonly #jaw: number;

  constructor(ground: HairGround, hair: HairDescription) {
    const { grid, placed, heights, features } = ground;
    const figures = hairFigures[hair.style];
    this.ground = ground;
    // Before the ears, or tucked behind them.
    this.edge = hair.seed % 4 === 0 ? 1.75 : 0.78 + 0.45 * ((hair.seed % 31) / 30);
    this.end = features.chin[1] - (figures.fall[0] + (figures.fall[1] - figures.fall[0]) * hair.length);
    this.#clear = 0.1 + 0.8 * hair.volume;
    this.#bow = [0.3 * ((hair.seed % 29) / 28) - 0.04, 0.3 * ((hair.seed % 37) / 36) - 0.04];
    this.#jaw = features.chin[1] + 2;
    this.#margin = Math.ceil((before * columns) / (2 * Math.PI - 2 * this.edge));
    this.#reach = new Float32Array((columns + 1 + 2 * this.#margin) * levels);
    for (let column = -this.#margin; column <= columns + this.#margin; column++) {
      const angle = this.angleOf(column);
      const sideways = Math.abs(angle - Math.PI);
      const rise = insideHairline(ground, angle, 0.42 + 0.25 * smoothStep(1.1, 1.95, sideways));
      const direction = directionAt(angle, rise);
      const height = Math.max(0, grid.sample(placed, ...direction, place, heights));
      const lift = 0.85 * height;
      if (column >= 0 && column <= columns)
        this.#starts.push([
          place[0]! + lift * direction[0],
          place[1]! + lift * direction[1],
          place[2]! + lift * direction[2],
        ]);
      this.#drape(column, angle, rise);
    }
  }

  /** Fills a column of the outline: over temple, cheekbone and ear, at the back over the hair's body. */
  #drape(column: number, angle: number, rise: number): void {
    const { grid, placed, heights } = this.ground;
    const first = (column + this.#margin) * levels;
    let level = 0;
    let widest = 0;
    let lastY = Number.POSITIVE_INFINITY;
    for (let step = 0; step < samples; step++) {
      const below = directionAt(angle, rise - step * sampleStep);
      // Over the hair's body as well, or that would stand out under it as a ledge.
      const body = Math.max(0, grid.sample(placed, ...below, place, heights));
      const y = place[1]! + body * below[1];
      const out =
        Math.hypot(place[0]! - grid.centre[0], place[2]! - grid.centre[2]) +
        body * Math.hypot(below[0], below[2]) +
        clearance;
      const last = step === 0 ? out : widest;
      widest = Math.max(widest, out);
      for (; level < levels; level++) {
        const height = grid.centre[1] + topLevel - level;
        if (height < y) break;
        const share = step === 0 || lastY <= y ? 1 : (lastY - height) / (lastY - y);
        this.#reach[first + level] = last + (widest - last) * share;
      }
      lastY = Math.min(lastY, y);
    }
    for (; level < levels; level++) this.#reach[first + level] = widest;
  }

  /** Distance of the outline from the axis; neither column nor height need lie on the table's. */
  #outline(column: number, y: number): number {
    const at = Math.min(columns + 2 * this.#margin, Math.max(0, column + this.#margin));
    const i = Math.min(columns + 2 * this.#margin - 1, Math.floor(at));
    const down = Math.min(levels - 1, Math.max(0, this.ground.grid.centre[1] + topLevel - y));
    const j = Math.min(levels - 2, Math.floor(down));
    const [t, u] = [at - i, down - j];
    const a = i * levels + j;
    const b = a + levels;
    const reach = this.#reach;
    return (
      (reach[a]! * (1 - u) + reach[a + 1]! * u) * (1 - t) + (reach[b]! * (1 - u) + reach[b + 1]! * u) * t
    );
  }

  /** How far hair near a front edge is turned towards the back, as an angle about the axis, `drop` below its start. */
  #bowAt(column: number, drop: number): number {
    const right = column < columns / 2;
    const near = Math.exp(-Math.max(0, right ? column : columns - column) / 5);
    const bow = this.#bow[right ? 0 : 1] * Math.sin(Math.PI * Math.min(1, drop / 13));
    const strand = 0.09 * noise3(0.35 * drop, this.#bow[0] * 90, right ? 0.5 : 7.5);
    const turn = near * (bow + strand - 0.16 * smoothStep(12, 20, drop));
    return right ? turn : -turn;
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
    const y = from[1] + (end - from[1]) * share;
    const drop = from[1] - y;
    const reach = this.#outline(column, y) + further - 1.1 * smoothStep(this.#jaw, this.#jaw - 8, y);
    const [x, z] = [from[0] - centre[0], from[2] - centre[2]];
    const start = Math.hypot(x, z);
    const free = smoothStep(0, Math.min(0.9 * (from[1] - end), 3.5), drop);
    const swollen = this.#clear * smoothStep(0, 9, drop);
    const out = start + (reach - start) * free + swollen;
    const angle = this.angleOf(column) + this.#bowAt(column, drop);
    // Falling hair keeps its own angle at first, then the column's.
    const own = Math.atan2(x, z);
    const turn = wrap(angle - own) * free;
    return [centre[0] + out * Math.sin(own + turn), y, centre[2] + out * Math.cos(own + turn)];
  }

  /**
   * The column, not whole, at which hair that comes from a place hangs.
   * @param ahead – how far before the wall's front edges, 0 to 1.
   */
  columnOf(x: number, z: number, ahead: number): number {
    const { centre } = this.ground.grid;
    const angle = (Math.atan2(x - centre[0], z - centre[2]) + 2 * Math.PI) % (2 * Math.PI);
    const column = ((angle - this.edge) / (2 * Math.PI - 2 * this.edge)) * columns;
    const most = ahead * this.#margin;
    return Math.min(columns + most, Math.max(-most, column));
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
