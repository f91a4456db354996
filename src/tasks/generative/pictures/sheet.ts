/** Pictures side by side as one PNG. S side of a picture. */
import { encodePng } from '../../../node/pictures/png.js';

export interface SheetOptions {
  /** S, pixels. */
  size: number;
  columns: number;
  /** Pixels of the sheet for one of a picture. */
  zoom?: number;
}

/** Between pictures, pixels of the sheet. */
const gap = 2;

/** @param pictures – `[N, 3, S, S]`, −1 to 1, row after row. @returns the file. */
export function pictureSheet(pictures: Float32Array, { size, columns, zoom = 2 }: SheetOptions): Uint8Array {
  const area = size * size;
  const count = pictures.length / (3 * area);
  const step = size * zoom + gap;
  const [width, height] = [columns * step - gap, Math.ceil(count / columns) * step - gap];
  const data = new Uint8Array(width * height * 3).fill(255);
  for (let n = 0; n < count; n++) {
    const [left, top] = [(n % columns) * step, Math.floor(n / columns) * step];
    for (let y = 0; y < size * zoom; y++)
      for (let x = 0; x < size * zoom; x++) {
        const from = n * 3 * area + Math.floor(y / zoom) * size + Math.floor(x / zoom);
        const to = ((top + y) * width + left + x) * 3;
        for (let channel = 0; channel < 3; channel++)
          data[to + channel] = Math.round((clamped(pictures[from + channel * area]!) + 1) * 127.5);
      }
  }
  return encodePng({ width, height, channels: 3, data }, true);
}

function clamped(value: number): number {
  return Math.min(1, Math.max(-1, value));
}
