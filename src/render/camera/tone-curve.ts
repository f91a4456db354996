/**
 * From linear light to display bytes: a filmic curve (Narkowicz 2015, a fit of the ACES reference transform), then the
 * sRGB transfer function. Light is first scaled by 0.7, which keeps middle grey (0.18) about where it is.
 */

const filmScale = 0.7;

/** Filmic curve: scene-linear radiance (≥ 0) to display-linear light, 0 to 1. */
export function toneCurve(radiance: number): number {
  const x = radiance * filmScale;
  const y = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14);
  return Math.min(y, 1);
}

/** Display-linear light, 0 to 1, of an sRGB byte. */
export const linearOfByte: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => {
  const code = byte / 255;
  return code <= 0.04045 ? code / 12.92 : ((code + 0.055) / 1.055) ** 2.4;
});

/** Steps of {@link byteOfLinear}: fine enough that the darkest slope moves a fifth of a byte a step. */
export const linearSteps = 16384;

/** The sRGB byte of display-linear light `i / linearSteps`. */
export const byteOfLinear: Uint8Array = Uint8Array.from({ length: linearSteps + 1 }, (_, i) => {
  const light = i / linearSteps;
  return Math.round(255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055));
});

/** The sRGB byte of display-linear light, 0 to 1. */
export function encodeByte(light: number): number {
  return byteOfLinear[(light * linearSteps + 0.5) | 0]!;
}
