/**
 * A frame, or the surroundings of a face, as a few grey cells less their own neighbourhood, and how alike two of them are: the
 * normalised correlation at the shift where it is greatest (Lewis 1995, Fast normalized cross-correlation). What is slow over
 * the cells is taken away, since brightness and light from another side change that, and pictures that have nothing in common
 * are alike in it by chance. Costs some 0.1 ms whatever the picture's size. W cells across, H down.
 */
import { type Affine, applyAffine } from '../../core/affine.js';
import type { Image } from '../../core/image.js';

export interface GreyCells {
  width: number;
  height: number;
  /** `[H, W]` grey levels above the mean of the neighbourhood. */
  values: Float32Array;
  /** Nothing is seen in them: a frame that is black, white or blurred beyond recognition. */
  isPlain: boolean;
}

/** Pixels that are looked at in a cell, along each axis. */
const samples = 4;
/** Cells on each side of one that are its neighbourhood. */
const reach = 2;
/** Root mean square in grey levels: below it there is more noise than picture. */
const leastDetail = 1.5;
/** A line whose cells differ by fewer grey levels is of a bar. */
const evenWithin = 4;
/** Variance of a cell's noise, grey levels². */
const noise = 1;

/** @param toImage – from cells to pixels, cell centres at whole numbers; what lies outside is the nearest edge. */
export function greyCells(image: Image, toImage: Affine, width: number, height: number): GreyCells {
  const grey = new Float32Array(width * height);
  const spread = Float32Array.from({ length: 2 * samples ** 2 }, (_, i) =>
    i % 2 === 0 ? offset((i >> 1) % samples) : offset(Math.floor((i >> 1) / samples)),
  );
  const [a, b, c, d, e, f] = toImage;
  // Where the samples of a cell lie about its centre, pixels.
  const around = applyAffine([a, b, 0, d, e, 0], spread);
  const [lastColumn, lastRow] = [image.width - 1, image.height - 1];
  for (let row = 0, cell = 0; row < height; row++)
    for (let column = 0; column < width; column++, cell++) {
      const x = a * column + b * row + c + 0.5;
      const y = d * column + e * row + f + 0.5;
      let sum = 0;
      for (let i = 0; i < around.length; i += 2) {
        const left = Math.min(lastColumn, Math.max(0, Math.floor(x + around[i]!)));
        const top = Math.min(lastRow, Math.max(0, Math.floor(y + around[i + 1]!)));
        const at = 3 * (top * image.width + left);
        sum += image.data[at]! + 2 * image.data[at + 1]! + image.data[at + 2]!;
      }
      grey[cell] = sum / (4 * samples ** 2);
    }
  const values = lessNeighbourhood(grey, width, height);
  const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  return { width, height, values, isPlain: square < leastDetail ** 2 };
}

/**
 * Whether both are alike at some shift.
 * @param most – the largest shift, as a share of width and height. @param least – the correlation from which on they are.
 */
export function areAlike(a: GreyCells, b: GreyCells, most: number, least: number): boolean {
  if (correlation(a, b, 0, 0) >= least) return true;
  const [across, down] = [Math.floor(most * a.width), Math.floor(most * a.height)];
  for (let y = -down; y <= down; y++)
    for (let x = -across; x <= across; x++) if (correlation(a, b, x, y) >= least) return true;
  return false;
}

/** Of the cells that both have where b is moved by so many cells. */
function correlation(a: GreyCells, b: GreyCells, across: number, down: number): number {
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  const [left, right] = [Math.max(0, across), Math.min(a.width, b.width + across)];
  const [top, bottom] = [Math.max(0, down), Math.min(a.height, b.height + down)];
  for (let y = top; y < bottom; y++) {
    const rowA = y * a.width;
    const rowB = (y - down) * b.width - across;
    for (let x = left; x < right; x++) {
      const valueA = a.values[rowA + x]!;
      const valueB = b.values[rowB + x]!;
      sumA += valueA;
      sumB += valueB;
      squareA += valueA * valueA;
      squareB += valueB * valueB;
      product += valueA * valueB;
    }
  }
  const count = (right - left) * (bottom - top);
  const varianceA = squareA / count - (sumA / count) ** 2 + noise;
  const varianceB = squareB / count - (sumB / count) ** 2 + noise;
  return (product / count - (sumA * sumB) / count ** 2) / Math.sqrt(varianceA * varianceB);
}

/** What lies in bars around the picture is 0, and no neighbourhood: their edges would be the same in all frames of a film. */
function lessNeighbourhood(grey: Float32Array, width: number, height: number): Float32Array {
  const values = new Float32Array(grey.length);
  const [top, bottom] = withinBars(grey, height, width, width, 1);
  const [left, right] = withinBars(grey, width, height, 1, width);
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const [firstX, lastX] = [Math.max(left, x - reach), Math.min(right - 1, x + reach)];
      const [firstY, lastY] = [Math.max(top, y - reach), Math.min(bottom - 1, y + reach)];
      let sum = 0;
      for (let j = firstY; j <= lastY; j++) for (let i = firstX; i <= lastX; i++) sum += grey[j * width + i]!;
      values[y * width + x] = grey[y * width + x]! - sum / ((lastX - firstX + 1) * (lastY - firstY + 1));
    }
  return values;
}

/**
 * The lines between the even ones at both ends, without those that a bar may cover in part.
 * @param lines – how many, each of so many cells. @param along – from line to line. @param step – from cell to cell of a line.
 */
function withinBars(
  grey: Float32Array,
  lines: number,
  cells: number,
  along: number,
  step: number,
): [number, number] {
  const isEven = (line: number): boolean => {
    let [least, most] = [Infinity, -Infinity];
    for (let i = 0, at = line * along; i < cells; i++, at += step) {
      least = Math.min(least, grey[at]!);
      most = Math.max(most, grey[at]!);
    }
    return most - least < evenWithin;
  };
  let [first, end] = [0, lines];
  while (first < end && isEven(first)) first++;
  while (end > first && isEven(end - 1)) end--;
  return [first === 0 ? 0 : Math.min(first + 1, end), end === lines ? lines : Math.max(end - 1, first)];
}

function offset(index: number): number {
  return (index + 0.5) / samples - 0.5;
}
