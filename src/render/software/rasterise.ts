/**
 * The rasterising kernel, shared by the visibility buffer and the shadow maps: half-plane edge functions (Pineda 1988)
 * over each triangle's bounding box. Vertices lie on a fine grid, so edge functions are exact in doubles and triangles
 * that share an edge leave no gap; a sample exactly on the edge goes to the nearer, else to the first drawn.
 */

/** Samples at `origin + stride·i` along each axis of the vertices' space. */
export interface SampleGrid {
  width: number;
  height: number;
  origin: number;
  stride: number;
  /** 1/stride. */
  scale: number;
  /** Vertices lie on multiples of 1/steps (finer ones are rounded). */
  steps: number;
  /** `[height, width]` the greatest third coordinate so far; 0 where nothing is. */
  nearest: Float32Array;
  /** `[height, width]` 1 + the triangle that stands there, 0 for none; null where only `nearest` is wanted. */
  ids: Uint32Array | null;
}

/** Edge functions of triangles no wider or higher than this many steps stay below 2³¹. */
const integerReach = 23000;

/** A span is found by solving the edges for x once a row is wider than this; else every sample is tested. */
const wideRow = 6;

/**
 * Draws triangles `from` to `to` on every grid. The third coordinate of a vertex grows towards the viewer and is linear on
 * the screen; a triangle with a vertex where it is 0 is left out.
 * @param vertices – `[V, 3]`: x right and y down in the grids' common space, and nearness.
 * @param triangles – `[T, 3]`.
 * @param twoSided – else triangles that run clockwise as seen from outside are left out.
 * @param grids – one or two: what a triangle's setup costs is paid once.
 * @param id – written in place of the triangle's number + 1; 0 for that number.
 */
export function rasterise(
  vertices: Float32Array,
  triangles: Uint32Array,
  from: number,
  to: number,
  twoSided: boolean,
  grids: readonly SampleGrid[],
  id: number,
): void {
  const first = grids[0]!;
  const second = grids.length > 1 ? grids[1]! : first;
  const both = second !== first;
  const { origin, scale, width, height } = first;
  const { origin: origin2, scale: scale2, width: width2, height: height2 } = second;
  for (let t = from; t < to; t++) {
    const i0 = triangles[t * 3]! * 3;
    let i1 = triangles[t * 3 + 1]! * 3;
    let i2 = triangles[t * 3 + 2]! * 3;
    const x0 = vertices[i0]!;
    const y0 = vertices[i0 + 1]!;
    let x1 = vertices[i1]!;
    let y1 = vertices[i1 + 1]!;
    let x2 = vertices[i2]!;
    let y2 = vertices[i2 + 1]!;
    // Twice the area, positive for a triangle that runs counter-clockwise as the viewer sees it (y points down).
    let area = (x2 - x0) * (y1 - y0) - (x1 - x0) * (y2 - y0);
    if (area <= 0) {
      if (!twoSided || area === 0) continue;
      area = -area;
      const i = i1;
      i1 = i2;
      i2 = i;
      const x = x1;
      x1 = x2;
      x2 = x;
      const y = y1;
      y1 = y2;
      y2 = y;
    }
    const minX = x0 < x1 ? (x0 < x2 ? x0 : x2) : x1 < x2 ? x1 : x2;
    const maxX = x0 > x1 ? (x0 > x2 ? x0 : x2) : x1 > x2 ? x1 : x2;
    const minY = y0 < y1 ? (y0 < y2 ? y0 : y2) : y1 < y2 ? y1 : y2;
    const maxY = y0 > y1 ? (y0 > y2 ? y0 : y2) : y1 > y2 ? y1 : y2;
    // Clamped to the grid before they become whole numbers: a triangle may reach very far out.
    const left = ceil(max((minX - origin) * scale, 0)) | 0;
    const right = floor(min((maxX - origin) * scale, width - 1)) | 0;
    const top = ceil(max((minY - origin) * scale, 0)) | 0;
    const bottom = floor(min((maxY - origin) * scale, height - 1)) | 0;
    const onFirst = left <= right && top <= bottom;
    let onSecond = false;
    let left2 = 0;
    let right2 = 0;
    let top2 = 0;
    let bottom2 = 0;
    if (both) {
      left2 = ceil(max((minX - origin2) * scale2, 0)) | 0;
      right2 = floor(min((maxX - origin2) * scale2, width2 - 1)) | 0;
      top2 = ceil(max((minY - origin2) * scale2, 0)) | 0;
      bottom2 = floor(min((maxY - origin2) * scale2, height2 - 1)) | 0;
      onSecond = left2 <= right2 && top2 <= bottom2;
    }
    if (!onFirst && !onSecond) continue;
    const near0 = vertices[i0 + 2]!;
    const near1 = vertices[i1 + 2]!;
    const near2 = vertices[i2 + 2]!;
    if (near0 === 0 || near1 === 0 || near2 === 0) continue;
    const inverse = 1 / area;
    setup[0] = x0;
    setup[1] = y0;
    setup[2] = x1;
    setup[3] = y1;
    setup[4] = x2;
    setup[5] = y2;
    setup[6] = area;
    setup[7] = near2;
    setup[8] = (near0 - near2) * inverse;
    setup[9] = (near1 - near2) * inverse;
    setup[10] = maxX - minX > maxY - minY ? maxX - minX : maxY - minY;
    const mark = id === 0 ? t + 1 : id;
    if (onFirst) fill(first, left, right, top, bottom, mark);
    if (onSecond) fill(second, left2, right2, top2, bottom2, mark);
  }
}

const { ceil, floor, max, min } = Math;

/**
 * The triangle at hand, which runs counter-clockwise: its corners, twice its area, nearness at vertex 2 and its slopes
 * along the first two edge functions, its longer side. Numbers handed over as arguments would each be put on the heap.
 */
const setup = new Float64Array(11);

/**
 * Draws the triangle of `setup` on the samples within its bounds, which lie on the grid. Edge function e0 is 0 on the side
 * opposite vertex 0 and the area there.
 */
function fill(
  grid: SampleGrid,
  left: number,
  right: number,
  top: number,
  bottom: number,
  mark: number,
): void {
  const { width, origin, stride, steps, nearest, ids } = grid;
  const x0 = setup[0]!;
  const y0 = setup[1]!;
  const x1 = setup[2]!;
  const y1 = setup[3]!;
  const x2 = setup[4]!;
  const y2 = setup[5]!;
  const area = setup[6]!;
  const near2 = setup[7]!;
  const near02 = setup[8]!;
  const near12 = setup[9]!;
  const e0x = (y2 - y1) * stride;
  const e0y = (x1 - x2) * stride;
  const e1x = (y0 - y2) * stride;
  const e1y = (x2 - x0) * stride;
  const startX = left * stride + origin;
  const startY = top * stride + origin;
  let row0 = (startX - x1) * (y2 - y1) - (x2 - x1) * (startY - y1);
  let row1 = (startX - x2) * (y0 - y2) - (x0 - x2) * (startY - y2);
  if (setup[10]! < integerReach / steps - stride) {
    // Most triangles are a few samples across: whole numbers, and one branch for all three edges.
    const integers = steps * steps;
    const step0 = (e0x * integers) | 0;
    const step1 = (e1x * integers) | 0;
    const down0 = (e0y * integers) | 0;
    const down1 = (e1y * integers) | 0;
    const whole = (area * integers) | 0;
    const scaled02 = near02 / integers;
    const scaled12 = near12 / integers;
    let line0 = (row0 * integers) | 0;
    let line1 = (row1 * integers) | 0;
    for (let y = top; y <= bottom; y++) {
      let e0 = line0;
      let e1 = line1;
      for (let o = y * width + left, last = y * width + right; o <= last; o++) {
        if ((e0 | e1 | (whole - e0 - e1)) >= 0) {
          const near = near2 + e0 * scaled02 + e1 * scaled12;
          if (near > nearest[o]!) {
            nearest[o] = near;
            if (ids !== null) ids[o] = mark;
          }
        }
        e0 = (e0 + step0) | 0;
        e1 = (e1 + step1) | 0;
      }
      line0 = (line0 + down0) | 0;
      line1 = (line1 + down1) | 0;
    }
    return;
  }
  const wide = right - left > wideRow;
  for (let y = top; y <= bottom; y++, row0 += e0y, row1 += e1y) {
    let begin = left;
    let end = right;
    if (wide) {
      // Solves e = 0 along the row for each edge; a sample of slack keeps the exact test below in charge.
      const row2 = area - row0 - row1;
      const e2x = -e0x - e1x;
      let low = 0;
      let high = right - left;
      if (e0x > 0) low = Math.max(low, -row0 / e0x);
      else if (e0x < 0) high = Math.min(high, -row0 / e0x);
      else if (row0 < 0) continue;
      if (e1x > 0) low = Math.max(low, -row1 / e1x);
      else if (e1x < 0) high = Math.min(high, -row1 / e1x);
      else if (row1 < 0) continue;
      if (e2x > 0) low = Math.max(low, -row2 / e2x);
      else if (e2x < 0) high = Math.min(high, -row2 / e2x);
      else if (row2 < 0) continue;
      if (low > high + 1) continue;
      begin = Math.max(left, left + (low | 0) - 1);
      end = Math.min(right, left + (high | 0) + 1);
    }
    let e0 = row0 + e0x * (begin - left);
    let e1 = row1 + e1x * (begin - left);
    for (let o = y * width + begin, last = y * width + end; o <= last; o++, e0 += e0x, e1 += e1x) {
      if (e0 >= 0 && e1 >= 0 && e0 + e1 <= area) {
        const near = near2 + e0 * near02 + e1 * near12;
        if (near > nearest[o]!) {
          nearest[o] = near;
          if (ids !== null) ids[o] = mark;
        }
      }
    }
  }
}

/**
 * Whether nothing of a mesh can be seen on a grid: in the bounds of its vertices every sample is nearer than its nearest
 * vertex. Teeth behind closed lips are, and need not be drawn.
 * @param from – the mesh's first vertex; `to` – one past its last.
 */
export function isCovered(vertices: Float32Array, from: number, to: number, grid: SampleGrid): boolean {
  let minX = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  let nearestVertex = 0;
  for (let v = from * 3; v < to * 3; v += 3) {
    const near = vertices[v + 2]!;
    if (near === 0) return false;
    const x = vertices[v]!;
    const y = vertices[v + 1]!;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
    if (near > nearestVertex) nearestVertex = near;
  }
  const { width, height, origin, scale, nearest } = grid;
  const left = Math.max(0, Math.ceil((minX - origin) * scale));
  const right = Math.min(width - 1, Math.floor((maxX - origin) * scale));
  const top = Math.max(0, Math.ceil((minY - origin) * scale));
  const bottom = Math.min(height - 1, Math.floor((maxY - origin) * scale));
  for (let y = top; y <= bottom; y++)
    for (let o = y * width + left, last = y * width + right; o <= last; o++)
      if (nearest[o]! <= nearestVertex) return false;
  return true;
}
