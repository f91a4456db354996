/**
 * Hats: caps with a visor, beanies, hats with a brim, bucket hats, helmets and headbands, shaped over the crown of the
 * head at hand. Each is a sheet over the crown plus what stands out from its rim; 700 to 1100 triangles.
 */
import { add, scale, type Vector3 } from '../../../core/vector.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import { SolidBuilder } from '../../../mesh/solid-builder.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { HeadwearDescription } from '../../person/appearance/worn-description.js';
import { createHatPainter, type HatTexture } from './hat-painter.js';
import { crownColumns, crownRows, type HeadCrown, type RimPlane } from './head-crown.js';

export type HatStyle = Exclude<HeadwearDescription['style'], 'headphones' | 'headscarf'>;

interface HatFigures {
  texture: HatTexture;
  /** The rim at `low` 0 and 1; see `RimPlane`. */
  front: readonly [number, number];
  back: readonly [number, number];
  /** Height over the head that hair is pressed to. */
  press: number;
}

export const hatFigures: Readonly<Record<HatStyle, HatFigures>> = {
  cap: { texture: 'cloth', front: [4, 1.4], back: [-1, -2.5], press: 0.15 },
  'cap-backwards': { texture: 'cloth', front: [4.4, 2], back: [-1, -2.5], press: 0.15 },
  beanie: { texture: 'knit', front: [4.4, 0.7], back: [-2, -4.5], press: 0.25 },
  brimmed: { texture: 'felt', front: [4, 1.8], back: [-0.5, -2], press: 0.15 },
  bucket: { texture: 'cloth', front: [3.6, 1.4], back: [-1, -2], press: 0.15 },
  helmet: { texture: 'shell', front: [4, 1.8], back: [-1, -3], press: 0.4 },
  headband: { texture: 'cloth', front: [3.4, 0.8], back: [-1, -3], press: 0.15 },
};

export function hatRim({ style, low }: HeadwearDescription): RimPlane {
  const { front, back } = hatFigures[style as HatStyle];
  return {
    front: front[0] + (front[1] - front[0]) * low,
    back: back[0] + (back[1] - back[0]) * low,
  };
}

/** The rows of the crown that a style covers; see `HeadCrown.press`. */
export function hatRows({ style, volume }: HeadwearDescription): readonly [from: number, to: number] {
  return style === 'headband' ? [crownRows - 1.6 - 1.4 * volume, crownRows] : [0, crownRows];
}

type Lift = (row: number, column: number) => number;

export function buildHat(hat: HeadwearDescription, crown: HeadCrown): DressedPart {
  const { texture } = hatFigures[hat.style as HatStyle];
  const builder = new SolidBuilder();
  builders[hat.style as HatStyle](builder, hat, crown);
  const painter = createHatPainter(texture, [hat.colour, hat.secondColour], hat.seed);
  return builder.part('worn.hat', painter, { twoSided: true });
}

const builders: Readonly<
  Record<HatStyle, (builder: SolidBuilder, hat: HeadwearDescription, crown: HeadCrown) => void>
> = {
  cap: (builder, hat, crown) => buildCap(builder, hat, crown, 0),
  'cap-backwards': (builder, hat, crown) => buildCap(builder, hat, crown, crownColumns / 2),
  beanie: (builder, { volume, seed }, crown) => {
    const shift = seed % 29;
    sheet(builder, crown, rowsFrom(0, crownRows, 12), 0, (row, column) => {
      const top = (1 - row / crownRows) ** 2;
      const wrinkle = noise3(shift + Math.sin(angleOf(column)) * 2, row * 0.7, Math.cos(angleOf(column)) * 2);
      return 0.4 + (0.2 + 2.8 * volume) * top + (0.15 + 0.3 * volume) * wrinkle;
    });
    // The cuff, turned up.
    sheet(builder, crown, rowsFrom(crownRows - 2.1, crownRows + 0.1, 5), 0, (row) => {
      const t = (row - crownRows + 2.1) / 2.2;
      return 0.72 + 0.3 * Math.sin(Math.min(1, t * 1.02) * Math.PI) - (t > 0.98 ? 0.5 : 0);
    });
  },
  brimmed: (builder, hat, crown) => {
    raiseCrown(builder, crown, 3.2 + 2.5 * hat.volume, true);
    addBrim(builder, crown, 4.5 + 4 * hat.volume, (azimuth, t) => {
      const side = Math.sin(azimuth) ** 2;
      return t * (1.3 * side - 0.5 * (1 - side));
    });
  },
  bucket: (builder, hat, crown) => {
    raiseCrown(builder, crown, 1.5 + hat.volume, false);
    addBrim(builder, crown, 4 + 1.5 * hat.volume, (_azimuth, t) => -2.6 * t);
  },
  helmet: (builder, { volume }, crown) => {
    sheet(builder, crown, rowsFrom(0, crownRows, 12), 0, (row, column) => {
      const ridge = Math.max(0, Math.cos(angleOf(column) * 2)) * 0.5;
      return 1.8 + volume + ridge * (1 - row / crownRows);
    });
    sheet(builder, crown, [crownRows - 0.5, crownRows, crownRows + 0.15], 1, (row) =>
      row > crownRows ? 0.3 : 1.95 + volume,
    );
  },
  headband: (builder, hat, crown) => {
    const [from, to] = hatRows(hat);
    sheet(builder, crown, rowsFrom(from, to, 5), 0, (row) => {
      const t = (row - from) / (to - from);
      return 0.12 + 0.25 * Math.sin(Math.PI * Math.min(0.98, Math.max(0.02, t)));
    });
  },
};

const angleOf = (column: number): number => (column / crownColumns) * 2 * Math.PI;

const rowsFrom = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count);

/** A sheet over the crown, all the way round. */
function sheet(
  builder: SolidBuilder,
  crown: HeadCrown,
  rows: readonly number[],
  zone: number,
  lift: Lift,
): void {
  const columns = Array.from({ length: crownColumns }, (_, c) => c);
  builder.sheet(
    rows.map((row) => columns.map((column) => crown.place(row, column, lift(row, column)))),
    true,
    rows.map((row) => columns.map((column): Vector3 => [column, row, zone])),
  );
}

function buildCap(builder: SolidBuilder, hat: HeadwearDescription, crown: HeadCrown, front: number): void {
  sheet(builder, crown, rowsFrom(0, crownRows, 10), 0, (row, column) => {
    const facing = Math.max(0, Math.cos(angleOf(column - front)));
    // The front panels stand up a little.
    return 0.5 + (0.5 + 0.9 * hat.volume) * Math.sin((row / crownRows) * Math.PI) * (0.45 + 0.55 * facing);
  });
  const button = crown.place(0, 0, 0.7);
  builder.ball(
    button,
    [
      [0.6, 0, 0],
      [0, 0.3, 0],
      [0, 0, 0.6],
    ],
    8,
    4,
  );
  // The visor: from the rim ahead, arched from side to side.
  const reach = 11;
  const steps = 5;
  const length = 6.2 + 1.4 * (hat.seed % 2);
  const arch = 0.6 + 0.9 * ((hat.seed >> 2) % 3);
  // Level or dipping whatever the rim's slope.
  const ahead: Vector3 = front === 0 ? [0, -0.17, 0.985] : [0, -0.5, -0.866];
  const rows: Vector3[][] = [];
  const rest: Vector3[][] = [];
  for (let step = 0; step <= steps; step++) {
    const t = step / steps;
    const row: Vector3[] = [];
    for (let i = 0; i <= 16; i++) {
      const u = (i / 8 - 1) * 0.99;
      const rim = crown.place(crownRows - 0.15, front + u * reach * 0.62, 0.42);
      const out = length * t * Math.sqrt(Math.max(0, 1 - u * u));
      const drop = -arch * u * u * t * 1.6 - 0.16 * out;
      row.push(add(rim, add(scale(ahead, out), scale(crown.axis, drop))));
    }
    rows.push(row);
    rest.push(row.map((_, i): Vector3 => [i / 2, step, hat.seed % 3 === 0 ? 1 : 0]));
  }
  builder.sheet(rows, false, rest);
}

/** Stiff crowns stand up from the rim in rings and close with a dented or a flat top. */
function raiseCrown(builder: SolidBuilder, crown: HeadCrown, above: number, dented: boolean): void {
  const top = crown.place(0, 0, above);
  const rises = [-0.02, 0.12, 0.26, 0.3, 0.6, 0.85, 0.97, 1];
  const tapers = [1, 0.995, 0.985, 0.98, 0.94, 0.88, 0.8, 0.6];
  const columns = Array.from({ length: crownColumns }, (_, c) => c);
  const rim = columns.map((column) => crown.place(crownRows, column, 0.45));
  const middle = scale(
    rim.reduce((sum, point) => add(sum, point), [0, 0, 0] as Vector3),
    1 / crownColumns,
  );
  const up: Vector3 = [top[0] - middle[0], top[1] - middle[1], top[2] - middle[2]];
  const ring = (rise: number, taper: number): Vector3[] =>
    rim.map((point, column) => {
      const pinch = dented ? 1 - 0.22 * rise ** 3 * Math.max(0, Math.cos(angleOf(column))) : 1;
      const out: Vector3 = [point[0] - middle[0], point[1] - middle[1], point[2] - middle[2]];
      const stiff = add(middle, add(scale(out, taper * pinch), scale(up, rise)));
      return rise < 0.7 ? crown.clear(stiff, 0.45) : stiff;
    });
  const rings = rises.map((rise, i) => ring(rise, tapers[i]!));
  const sunk = dented ? 0.82 : 1;
  rings.push(ring(sunk, 0.3), ring(sunk, 0.001));
  const zones = rises.map((rise) => (rise >= -0.02 && rise < 0.28 ? 1 : 0));
  builder.sheet(
    rings.toReversed(),
    true,
    rings.map((_, i) => columns.map((column): Vector3 => [column, i, zones[i] ?? 0])).toReversed(),
  );
}

/** @param rise – height of the brim over the rim's plane by azimuth and share of the way out. */
function addBrim(
  builder: SolidBuilder,
  crown: HeadCrown,
  breadth: number,
  rise: (azimuth: number, t: number) => number,
): void {
  const columns = Array.from({ length: crownColumns }, (_, c) => c);
  const steps = [0, 0.35, 0.7, 1];
  builder.sheet(
    steps.map((t) =>
      columns.map((column) => {
        const azimuth = angleOf(column);
        const out = crown.direction(azimuth, Math.PI / 2);
        const rim = crown.place(crownRows, column, 0.42);
        return add(rim, add(scale(out, breadth * t), scale(crown.axis, rise(azimuth, t))));
      }),
    ),
    true,
    steps.map((t) => columns.map((column): Vector3 => [column, 10 + 3 * t, 0])),
  );
}
