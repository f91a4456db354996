/**
 * A small picture in linear light that backgrounds are painted on, places running from 0 to 1 both ways, and its
 * enlargement to the image. H height, W width.
 */
import type { Random } from '../../core/random.js';
import type { Rgb } from '../../face/person/description.js';
import { encodeByte } from '../camera/tone-curve.js';

export interface Canvas {
  width: number;
  height: number;
  /** `[H, W, 3]` linear. */
  data: Float32Array;
}

export type Colours = readonly [Rgb, Rgb, Rgb];
export type Painter = (canvas: Canvas, colours: Colours, random: Random) => void;

export function createCanvas(width: number, height: number): Canvas {
  return { width, height, data: new Float32Array(width * height * 3) };
}

export function forEachPixel({ width, height, data }: Canvas, colourAt: (x: number, y: number) => Rgb): void {
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o += 3) {
      const colour = colourAt((x + 0.5) / width, (y + 0.5) / height);
      data[o] = colour[0];
      data[o + 1] = colour[1];
      data[o + 2] = colour[2];
    }
}

/** Lays a colour over the pixels of a box for which `inside` holds. */
export function fillWhere(
  { width, height, data }: Canvas,
  [left, top, right, bottom]: readonly [number, number, number, number],
  inside: (x: number, y: number) => boolean,
  colour: Rgb,
  opacity = 1,
): void {
  const lastX = Math.min(width - 1, Math.floor(right * width));
  const lastY = Math.min(height - 1, Math.floor(bottom * height));
  for (let y = Math.max(0, Math.floor(top * height)); y <= lastY; y++)
    for (let x = Math.max(0, Math.floor(left * width)); x <= lastX; x++) {
      if (!inside((x + 0.5) / width, (y + 0.5) / height)) continue;
      const o = (y * width + x) * 3;
      data[o] = data[o]! + (colour[0] - data[o]!) * opacity;
      data[o + 1] = data[o + 1]! + (colour[1] - data[o + 1]!) * opacity;
      data[o + 2] = data[o + 2]! + (colour[2] - data[o + 2]!) * opacity;
    }
}

export function fillRectangle(
  canvas: Canvas,
  box: readonly [left: number, top: number, right: number, bottom: number],
  colour: Rgb,
  opacity = 1,
): void {
  const [left, top, right, bottom] = box;
  fillWhere(canvas, box, (x, y) => x >= left && x < right && y >= top && y < bottom, colour, opacity);
}

export function fillEllipse(
  canvas: Canvas,
  [cx, cy]: readonly [number, number],
  [rx, ry]: readonly [number, number],
  colour: Rgb,
  opacity = 1,
): void {
  fillWhere(
    canvas,
    [cx - rx, cy - ry, cx + rx, cy + ry],
    (x, y) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1,
    colour,
    opacity,
  );
}

/** A convex polygon. @param corners – clockwise on the image. */
export function fillPolygon(
  canvas: Canvas,
  corners: readonly (readonly [number, number])[],
  colour: Rgb,
  opacity = 1,
): void {
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  fillWhere(
    canvas,
    [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
    (x, y) =>
      corners.every(([ax, ay], i) => {
        const [bx, by] = corners[(i + 1) % corners.length]!;
        return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0;
      }),
    colour,
    opacity,
  );
}

/** Smooth noise in [0, 1] on a lattice of 64 × 64 random values. */
export function valueNoise(random: Random): (x: number, y: number) => number {
  const lattice = Float32Array.from({ length: 4096 }, () => random.next());
  const at = (x: number, y: number): number => lattice[(y & 63) * 64 + (x & 63)]!;
  return (x, y) => {
    const ix = Math.floor(x);
    const iy = Math.floor(y);
    const fx = smooth(x - ix);
    const fy = smooth(y - iy);
    const top = at(ix, iy) + (at(ix + 1, iy) - at(ix, iy)) * fx;
    const bottom = at(ix, iy + 1) + (at(ix + 1, iy + 1) - at(ix, iy + 1)) * fx;
    return top + (bottom - top) * fy;
  };
}

/** To `[height, width, 3]` sRGB bytes: bilinear with a smoothed fraction, so that blurred canvases show no grid. */
export function enlarge(small: Canvas, width: number, height: number, brightness: number): Uint8Array {
  const out = new Uint8Array(width * height * 3);
  const columns = taps(width, small.width);
  const rows = taps(height, small.height);
  const { data } = small;
  for (let y = 0, o = 0; y < height; y++) {
    const top = rows.first[y]! * small.width;
    const bottom = rows.second[y]! * small.width;
    const fy = rows.fraction[y]!;
    for (let x = 0; x < width; x++) {
      const fx = columns.fraction[x]!;
      const left = columns.first[x]!;
      const right = columns.second[x]!;
      for (let c = 0; c < 3; c++, o++) {
        const above = data[(top + left) * 3 + c]! * (1 - fx) + data[(top + right) * 3 + c]! * fx;
        const below = data[(bottom + left) * 3 + c]! * (1 - fx) + data[(bottom + right) * 3 + c]! * fx;
        const light = (above * (1 - fy) + below * fy) * brightness;
        out[o] = encodeByte(light > 1 ? 1 : light);
      }
    }
  }
  return out;
}

function taps(
  size: number,
  cells: number,
): { first: Int32Array; second: Int32Array; fraction: Float32Array } {
  const first = new Int32Array(size);
  const second = new Int32Array(size);
  const fraction = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const place = ((i + 0.5) * cells) / size - 0.5;
    const cell = Math.floor(place);
    first[i] = Math.max(0, cell);
    second[i] = Math.min(cells - 1, cell + 1);
    fraction[i] = cells < size ? smooth(place - cell) : place - cell;
  }
  return { first, second, fraction };
}

export function mixRgb(a: Rgb, b: Rgb, t: number): Rgb {
  const k = Math.min(1, Math.max(0, t));
  return [a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k, a[2] + (b[2] - a[2]) * k];
}

export function scaleRgb(colour: Rgb, factor: number): Rgb {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

export function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}
