/** Pictures of blobs for tests: each seed has its own, and a camera can be moved over it. */
import type { Image } from '../../core/image.js';
import { Random } from '../../core/random.js';

interface Blob {
  x: number;
  y: number;
  radius: number;
  grey: number;
}

/** @param across – pixels by which the camera has moved to the right. @returns 320 × 240 pixels. */
export function paintedPicture(seed: number, across = 0): Image {
  const random = new Random(seed, 'blobs');
  const blobs: Blob[] = Array.from({ length: 160 }, () => ({
    x: random.uniform(-100, 420),
    y: random.uniform(-20, 260),
    radius: random.uniform(8, 30),
    grey: random.integer(20, 120),
  }));
  const [width, height] = [320, 240];
  const data = new Uint8Array(width * height * 3).fill(60);
  for (const { x, y, radius, grey } of blobs)
    for (let row = Math.max(0, Math.ceil(y - radius)); row <= Math.min(height - 1, y + radius); row++) {
      const half = Math.sqrt(radius ** 2 - (row - y) ** 2);
      const left = Math.max(0, Math.ceil(x - across - half));
      const right = Math.min(width - 1, Math.floor(x - across + half));
      if (left <= right) data.fill(grey, 3 * (width * row + left), 3 * (width * row + right + 1));
    }
  return { width, height, channels: 3, data };
}
