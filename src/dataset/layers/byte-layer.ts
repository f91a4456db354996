/** Layers of one byte a pixel, kept as they are. */
import sharp from 'sharp';
import { encodePng } from '../../node/pictures/png.js';
import type { Layer } from './layer.js';

export const byteLayer: Layer<Uint8Array> = {
  encode: (data, width, height) => encodePng({ width, height, channels: 1, data }, false),
  decode: async (file) => sharp(file).toColourspace('b-w').raw().toBuffer(),
};
