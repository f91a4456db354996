/** `[H, W, 3]`, unit vectors in camera space, 0 the background; stored as bytes (n + 1)/2 · 255, 0 0 0 the background. */
import sharp from 'sharp';
import { encodePng } from '../../node/pictures/png.js';
import type { Layer } from './layer.js';

export const normals: Layer<Float32Array> = {
  encode(vectors, width, height) {
    const bytes = new Uint8Array(vectors.length);
    for (let i = 0; i < bytes.length; i += 3) {
      const x = vectors[i]!;
      const y = vectors[i + 1]!;
      const z = vectors[i + 2]!;
      if (x === 0 && y === 0 && z === 0) continue;
      bytes[i] = (x + 1) * 127.5 + 0.5;
      bytes[i + 1] = (y + 1) * 127.5 + 0.5;
      bytes[i + 2] = (z + 1) * 127.5 + 0.5;
    }
    return encodePng({ width, height, channels: 3, data: bytes }, true);
  },
  async decode(file) {
    const coded = await sharp(file).raw().toBuffer();
    const vectors = new Float32Array(coded.length);
    for (let i = 0; i < coded.length; i += 3) {
      if (coded[i] === 0 && coded[i + 1] === 0 && coded[i + 2] === 0) continue;
      const [x, y, z] = [coded[i]! / 127.5 - 1, coded[i + 1]! / 127.5 - 1, coded[i + 2]! / 127.5 - 1];
      const unit = 1 / Math.max(1e-6, Math.hypot(x, y, z));
      vectors.set([x * unit, y * unit, z * unit], i);
    }
    return vectors;
  },
};
