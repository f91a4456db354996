import type { Rgb } from '../../person/description.js';

/** A hair without pigment, linear RGB. */
export const whiteHair: Rgb = [0.58, 0.57, 0.55];
