/**
 * The rest face seen straight from the front as a height field: which surface is foremost at each place, and how deep a
 * place lies below its surroundings. Nostrils and mouth are told from the skin before them, and hollows from ridges.
 */
import { type HeadTopology, headMaterials } from '../../heads/head-model.js';

/** A regular grid over the frontal plane. */
export interface FrontalGrid {
  /** Lower left corner and cell, centimetres. */
  left: number;
  bottom: number;
  cell: number;
  columns: number;
  rows: number;
}

/** `[rows, columns]` z of the foremost skin, −Infinity where there is none. */
export function foremostSkin(topology: HeadTopology, grid: FrontalGrid): Float32Array {
  const depth = new Float32Array(grid.columns * grid.rows).fill(-Infinity);
  const { triangles, materials, rest } = topology;
  const skin = headMaterials.indexOf('skin');
  for (let t = 0; t < materials.length; t++) {
    if (materials[t] === skin) splat(triangles, t * 3, rest, grid, depth);
  }
  return depth;
}

function splat(
  triangles: Uint32Array,
  at: number,
  rest: Float32Array,
  grid: FrontalGrid,
  depth: Float32Array,
): void {
  const a = triangles[at]! * 3;
  const b = triangles[at + 1]! * 3;
  const c = triangles[at + 2]! * 3;
  const column = (v: number): number => (rest[v]! - grid.left) / grid.cell;
  const row = (v: number): number => (rest[v + 1]! - grid.bottom) / grid.cell;
  const [ax, ay, bx, by, cx, cy] = [column(a), row(a), column(b), row(b), column(c), row(c)];
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (Math.abs(area) < 1e-9) return;
  const firstRow = Math.max(0, Math.ceil(Math.min(ay, by, cy)));
  const lastRow = Math.min(grid.rows - 1, Math.floor(Math.max(ay, by, cy)));
  const firstColumn = Math.max(0, Math.ceil(Math.min(ax, bx, cx)));
  const lastColumn = Math.min(grid.columns - 1, Math.floor(Math.max(ax, bx, cx)));
  for (let y = firstRow; y <= lastRow; y++) {
    for (let x = firstColumn; x <= lastColumn; x++) {
      const wb = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area;
      const wc = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area;
      const wa = 1 - wb - wc;
      if (wa < -1e-6 || wb < -1e-6 || wc < -1e-6) continue;
      const z = wa * rest[a + 2]! + wb * rest[b + 2]! + wc * rest[c + 2]!;
      const cell = y * grid.columns + x;
      if (z > depth[cell]!) depth[cell] = z;
    }
  }
}

/**
 * How open each place is to the light, 0 to 1, from the height field alone: a place below the mean of its
 * surroundings is in a hollow.
 *
 * @param radius – half the width of the surroundings, cells. @param strength – loss of openness per centimetre.
 */
export function opennessOf(
  depth: Float32Array,
  grid: FrontalGrid,
  radius: number,
  strength: number,
): Float32Array {
  const mean = boxMean(boxMean(depth, grid, radius), grid, radius);
  const open = new Float32Array(depth.length);
  for (let i = 0; i < open.length; i++) {
    const below = Number.isFinite(depth[i]!) ? mean[i]! - depth[i]! : 0;
    open[i] = Math.min(1, Math.max(0.35, 1 - strength * Math.max(0, below)));
  }
  return open;
}

/** 0 to 1: how far each place of the height field faces downwards; 1 where it is an overhang's edge. */
export function undersideOf(depth: Float32Array, grid: FrontalGrid): Float32Array {
  const under = new Float32Array(depth.length);
  const { columns, cell } = grid;
  for (let i = columns; i < depth.length - columns; i++) {
    const rise = (depth[i + columns]! - depth[i - columns]!) / (2 * cell);
    under[i] = Number.isFinite(rise) ? Math.min(1, Math.max(0, (rise - 0.8) / 2.5)) : 0;
  }
  return under;
}

/** Mean over squares of the finite values. */
function boxMean(values: Float32Array, grid: FrontalGrid, radius: number): Float32Array {
  const { columns, rows } = grid;
  const sums = new Float64Array((columns + 1) * (rows + 1));
  const counts = new Float64Array((columns + 1) * (rows + 1));
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const value = values[y * columns + x]!;
      const known = Number.isFinite(value);
      const at = (y + 1) * (columns + 1) + x + 1;
      const before = at - 1;
      const below = at - columns - 1;
      sums[at] = (known ? value : 0) + sums[before]! + sums[below]! - sums[below - 1]!;
      counts[at] = (known ? 1 : 0) + counts[before]! + counts[below]! - counts[below - 1]!;
    }
  }
  const mean = new Float32Array(values.length);
  for (let y = 0; y < rows; y++) {
    const low = Math.max(0, y - radius) * (columns + 1);
    const high = Math.min(rows, y + radius + 1) * (columns + 1);
    for (let x = 0; x < columns; x++) {
      const left = Math.max(0, x - radius);
      const right = Math.min(columns, x + radius + 1);
      const count = counts[high + right]! - counts[high + left]! - counts[low + right]! + counts[low + left]!;
      const sum = sums[high + right]! - sums[high + left]! - sums[low + right]! + sums[low + left]!;
      mean[y * columns + x] = count > 0 ? sum / count : -Infinity;
    }
  }
  return mean;
}
