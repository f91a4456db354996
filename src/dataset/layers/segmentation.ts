/** `[H, W]`, one byte a pixel: `segmentClasses` of `mesh/segment-classes.ts`. */
import { byteLayer } from './byte-layer.js';
import type { Layer } from './layer.js';

export const segmentation: Layer<Uint8Array> = byteLayer;
