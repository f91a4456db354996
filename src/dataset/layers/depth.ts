/** `[H, W]`, centimetres along −z, 0 the background; stored as 16 bits a pixel in tenths of a millimetre. */
import sharp from 'sharp';
import { encodePng } from '../../node/pictures/png.js';
import type { Layer } from './layer.js';

/** Depth is stored in steps of this many centimetres. */
export const depthStep = 0.01;

export const depth: Layer<Float32Array> = {
  encode(centimetres, width, height) {
    const steps = new Uint16Array(centimetres.length);
    for (let i = 0; i < steps.length; i++) {
      const step = Math.floor(centimetres[i]! / depthStep + 0.5);
      steps[i] = step > 65535 ? 65535 : step;
    }
    return encodePng({ width, height, channels: 1, data: steps }, true);
  },
  async decode(file) {
    const { buffer, byteOffset, byteLength } = await sharp(file)
      .toColourspace('grey16')
      .raw({ depth: 'ushort' })
      .toBuffer();
    return Float32Array.from(new Uint16Array(buffer, byteOffset, byteLength / 2), (step) => step * depthStep);
  },
};
