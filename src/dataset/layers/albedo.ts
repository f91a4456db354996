/** `[H, W, 3]`, sRGB bytes of the surface's own colour, 0 the background. */
import sharp from 'sharp';
import { encodePng } from '../../node/pictures/png.js';
import type { Layer } from './layer.js';

export const albedo: Layer<Uint8Array> = {
  encode: (data, width, height) => encodePng({ width, height, channels: 3, data }, true),
  decode: async (file) => sharp(file).raw().toBuffer(),
};
