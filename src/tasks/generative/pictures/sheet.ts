/** Pictures side by side as one PNG. S side of a picture. */
import type { Image } from '../../../core/image.js';
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
          data[to + channel] = byteOf(pictures[from + channel * area]!);
      }
  }
  return encodePng({ width, height, channels: 3, data }, true);
}

/** Picture `n` as bytes. @param pictures – `[N, 3, S, S]`, −1 to 1. */
export function imageOf(pictures: Float32Array, n: number, size: number): Image {
  const area = size * size;
  const data = new Uint8Array(3 * area);
  for (let channel = 0; channel < 3; channel++)
    for (let i = 0; i < area; i++) data[3 * i + channel] = byteOf(pictures[(n * 3 + channel) * area + i]!);
  return { width: size, height: size, channels: 3, data };
}

function byteOf(value: number): number {
  return Math.round((clamped(value) + 1) * 127.5);
}

function clamped(value: number): number {
  return Math.min(1, Math.max(-1, value));
}
