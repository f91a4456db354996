/**
 * What is particular to one face's skin and stays in its place: wrinkles, moles, blemishes, scars. Drawn once a face into
 * a grid over the rest face, in narrow bands and small discs only, and read by the skin painter at every pixel: tens of
 * wrinkles cost the pixel nothing more. Channels add up where marks cross. Cells are kept in tiles, and only where
 * something is drawn: the whole grid would be 2 MB a face, most of it empty.
 */
import type { LevelOfDetail } from '../../../mesh/level-of-detail.js';
import type { FrontalGrid } from './depth-map.js';

/** What each cell holds, added to the plain skin. */
export const detailChannels = {
  /** Tilt of the normal, head space. */
  bendX: 0,
  bendY: 1,
  /** Light lost in a crease, 0 to 1. */
  shade: 2,
  melanin: 3,
  blood: 4,
} as const;
export const detailChannelCount = 5;

/** A groove (or with negative tilt a ridge) along a curve that runs mainly across or mainly up and down. */
export interface Groove {
  /** `[n]` places from one end to the other, x and y, centimetres; monotonic along the longer direction. */
  readonly points: readonly (readonly [number, number])[];
  /** Half-width, centimetres. */
  readonly width: number;
  /** Greatest tilt of its flanks, as a tangent. */
  readonly tilt: number;
  /** Light lost at its bottom. */
  readonly shade: number;
  readonly melanin?: number;
  readonly blood?: number;
}

export interface Disc {
  readonly x: number;
  readonly y: number;
  /** Half-axes, centimetres. */
  readonly width: number;
  readonly height: number;
  readonly melanin: number;
  readonly blood: number;
  /** Greatest tilt of its flanks: positive stands out, negative is a pit. */
  readonly tilt: number;
  /** 1 fades from the middle as a bell, higher has a flat middle and a crisper edge. */
  readonly edge: number;
}

/** The flank of exp(−t²) is steepest at t = √½, where t·exp(−t²) is this. */
const steepest: number = Math.SQRT1_2 * Math.exp(-0.5);

/** Cells along a tile's side, as a power of two. */
const tileBits = 4;
const tileSide = 1 << tileBits;
const inTile = tileSide - 1;
const tileSize = tileSide * tileSide * detailChannelCount;
const rowInTile = tileSide * detailChannelCount;

/** Half-width in cells below which a bell would fall between the cells. */
const narrowest = 0.8;

const coarser = ({ left, bottom, cell, columns, rows }: FrontalGrid): FrontalGrid => ({
  left,
  bottom,
  cell: 2 * cell,
  columns: Math.ceil(columns / 2) + 1,
  rows: Math.ceil(rows / 2) + 1,
});

export class DetailMap {
  readonly grid: FrontalGrid;
  /** `[tiles down, tiles across]` of `[16, 16, 5]`; undefined where nothing is drawn. */
  readonly #tiles: (Float32Array | undefined)[];
  readonly #tilesAcross: number;
  /** Half-width, centimetres. */
  readonly #narrowest: number;
  #empty = true;

  /**
   * @param detail – in pictures whose pixels are larger than the cells, cells are twice as large, and what is narrower
   *   than they are is drawn broader and as much fainter.
   */
  constructor(grid: FrontalGrid, detail: LevelOfDetail = 'full') {
    this.grid = detail === 'full' ? grid : coarser(grid);
    this.#narrowest = detail === 'full' ? 0 : narrowest * this.grid.cell;
    this.#tilesAcross = (this.grid.columns >> tileBits) + 1;
    const tilesDown = (this.grid.rows >> tileBits) + 1;
    this.#tiles = new Array<undefined>(this.#tilesAcross * tilesDown).fill(undefined);
  }

  get empty(): boolean {
    return this.#empty;
  }

  /** Adds a groove: one short run of cells for each column (or row) that it crosses. */
  addGroove(groove: Groove): void {
    const { points } = groove;
    const width = Math.max(groove.width, this.#narrowest);
    const fainter = groove.width / width;
    const tilt = groove.tilt * fainter;
    const shade = groove.shade * fainter;
    const melanin = (groove.melanin ?? 0) * fainter;
    const blood = (groove.blood ?? 0) * fainter;
    const first = points[0]!;
    const last = points.at(-1)!;
    const across = Math.abs(last[0] - first[0]) >= Math.abs(last[1] - first[1]);
    const main = across ? 0 : 1;
    const ordered = first[main] <= last[main] ? points : points.toReversed();
    const { left, bottom, cell, columns, rows } = this.grid;
    const origin = across ? left : bottom;
    const otherOrigin = across ? bottom : left;
    const otherCount = across ? rows : columns;
    const from = Math.max(0, Math.ceil((ordered[0]![main] - origin) / cell));
    const to = Math.min((across ? columns : rows) - 1, Math.floor((ordered.at(-1)![main] - origin) / cell));
    const whole = Math.max(1e-6, ordered.at(-1)![main] - ordered[0]![main]);
    for (let i = from, segment = 0; i <= to; i++) {
      const place = origin + i * cell;
      while (segment < ordered.length - 2 && ordered[segment + 1]![main] < place) segment++;
      const a = ordered[segment]!;
      const b = ordered[segment + 1]!;
      const run = b[main] - a[main];
      const slope = run > 1e-6 ? (b[1 - main]! - a[1 - main]!) / run : 0;
      const middle = a[1 - main]! + slope * (place - a[main]);
      const upright = 1 / Math.sqrt(1 + slope * slope);
      // Both ends run out softly.
      const along = (place - ordered[0]![main]) / whole;
      const strength = Math.sin(Math.PI * Math.min(1, Math.max(0, along))) ** 0.7;
      const reach = (2.2 * width) / upright;
      const low = Math.max(0, Math.ceil((middle - reach - otherOrigin) / cell));
      const high = Math.min(otherCount - 1, Math.floor((middle + reach - otherOrigin) / cell));
      for (let j = low; j <= high; j++) {
        const t = ((otherOrigin + j * cell - middle) * upright) / width;
        const bell = Math.exp(-t * t) * strength;
        // Flanks rise away from the middle, so their normals lean towards it.
        const lean = (-tilt * t * bell * upright) / steepest;
        const alongLean = -slope * lean;
        this.#add(
          across ? i : j,
          across ? j : i,
          across ? alongLean : lean,
          across ? lean : alongLean,
          shade * bell,
          melanin * bell,
          blood * bell,
        );
      }
    }
  }

  addDisc(disc: Disc): void {
    const { x, y, edge } = disc;
    const width = Math.max(disc.width, this.#narrowest);
    const height = Math.max(disc.height, this.#narrowest);
    const fainter = (disc.width * disc.height) / (width * height);
    const melanin = disc.melanin * fainter;
    const blood = disc.blood * fainter;
    const tilt = disc.tilt * fainter;
    const { left, bottom, cell, columns, rows } = this.grid;
    const fromColumn = Math.max(0, Math.ceil((x - 2 * width - left) / cell));
    const toColumn = Math.min(columns - 1, Math.floor((x + 2 * width - left) / cell));
    const fromRow = Math.max(0, Math.ceil((y - 2 * height - bottom) / cell));
    const toRow = Math.min(rows - 1, Math.floor((y + 2 * height - bottom) / cell));
    for (let j = fromRow; j <= toRow; j++)
      for (let i = fromColumn; i <= toColumn; i++) {
        const u = (left + i * cell - x) / width;
        const v = (bottom + j * cell - y) / height;
        const squared = u * u + v * v;
        const bell = Math.exp(-(squared ** edge));
        const lean = (tilt * Math.exp(-squared)) / steepest;
        this.#add(i, j, lean * u, lean * v, 0, melanin * bell, blood * bell);
      }
  }

  #add(
    column: number,
    row: number,
    bendX: number,
    bendY: number,
    shade: number,
    melanin: number,
    blood: number,
  ): void {
    const tile = (row >> tileBits) * this.#tilesAcross + (column >> tileBits);
    const at = (((row & inTile) << tileBits) + (column & inTile)) * detailChannelCount;
    const cells = this.#tiles[tile] ?? new Float32Array(tileSize);
    this.#tiles[tile] = cells;
    cells[at] = cells[at]! + bendX;
    cells[at + 1] = cells[at + 1]! + bendY;
    cells[at + 2] = cells[at + 2]! + shade;
    cells[at + 3] = cells[at + 3]! + melanin;
    cells[at + 4] = cells[at + 4]! + blood;
    this.#empty = false;
  }

  /** Reads all channels at a place into `into`, bilinearly; false outside the grid and where nothing is drawn. */
  read(x: number, y: number, into: Float32Array): boolean {
    const { left, bottom, cell, columns, rows } = this.grid;
    const column = (x - left) / cell;
    const row = (y - bottom) / cell;
    if (!(column >= 0 && row >= 0 && column < columns - 1 && row < rows - 1)) return false;
    const i = Math.floor(column);
    const j = Math.floor(row);
    const tiles = this.#tiles;
    const tile = (j >> tileBits) * this.#tilesAcross + (i >> tileBits);
    // The next cells, to the right and above, may lie in the next tiles.
    const right = (i & inTile) === inTile ? 1 : 0;
    const above = (j & inTile) === inTile ? this.#tilesAcross : 0;
    const c00 = tiles[tile];
    const c10 = tiles[tile + right];
    const c01 = tiles[tile + above];
    const c11 = tiles[tile + above + right];
    if (c00 === undefined && c10 === undefined && c01 === undefined && c11 === undefined) return false;
    const tx = column - i;
    const ty = row - j;
    into.fill(0);
    const at = ((j & inTile) << tileBits) * detailChannelCount + (i & inTile) * detailChannelCount;
    const toRight = right === 1 ? -inTile * detailChannelCount : detailChannelCount;
    const toAbove = above > 0 ? -inTile * rowInTile : rowInTile;
    addCell(into, c00, at, (1 - tx) * (1 - ty));
    addCell(into, c10, at + toRight, tx * (1 - ty));
    addCell(into, c01, at + toAbove, (1 - tx) * ty);
    addCell(into, c11, at + toRight + toAbove, tx * ty);
    return true;
  }
}

function addCell(into: Float32Array, cells: Float32Array | undefined, at: number, weight: number): void {
  if (cells === undefined) return;
  for (let c = 0; c < detailChannelCount; c++) into[c] = into[c]! + cells[at + c]! * weight;
}
