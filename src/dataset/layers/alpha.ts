/** `[H, W]`, one byte a pixel: the share of the pixel that is not background. */
import { byteLayer } from './byte-layer.js';
import type { Layer } from './layer.js';

export const alpha: Layer<Uint8Array> = byteLayer;
