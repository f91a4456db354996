/**
 * From the renderer's display bytes back to light, and from light to bytes by a camera's own curve. The renderer's curve
 * (`tone-curve.ts`) can be undone but for what it clipped, so blur, vignetting and noise can work on light, before
 * the tone curve, as they do in a camera.
 */
import type { PhotographDescription } from './scene-description.js';
import { encodeByte, linearOfByte, toneCurve } from './tone-curve.js';

/** Radiance of the brightest byte: highlights bloom when they are blurred, but not without end. */
const brightest = 4;
const missing = 1 - toneCurve(brightest);

/** The renderer's curve, lifted at its very end so that it reaches white at {@link brightest}. */
export function filmCurve(radiance: number): number {
  const x = Math.min(1, radiance / brightest);
  return toneCurve(Math.min(brightest, radiance)) + missing * x ** 4;
}

/** Radiance that {@link filmCurve} shows as each sRGB byte, by bisection. */
export const radianceOfByte: Float32Array = Float32Array.from(linearOfByte, (display) => {
  let [low, high] = [0, brightest];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (filmCurve(middle) < display) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
});

const steps = 4096;
const middleGrey = 0.18;

/** A camera's curve as a table over the square root of radiance. */
export class ResponseCurve {
  readonly #bytes: Uint8Array;

  constructor({ contrast, shoulder, haze }: Pick<PhotographDescription, 'contrast' | 'shoulder' | 'haze'>) {
    this.#bytes = Uint8Array.from({ length: steps + 1 }, (_, i) => {
      const light = (i / steps) ** 2 * brightest;
      const x = middleGrey * (light / middleGrey) ** contrast + haze;
      const film = filmCurve(x);
      // A plain sensor shows light as it is and clips; the gain gives middle grey the film's brightness.
      const plain = Math.min(1, (x * toneCurve(middleGrey)) / middleGrey);
      return encodeByte(Math.min(1, film * shoulder + plain * (1 - shoulder)));
    });
  }

  /** The byte of a radiance; below 0 is black. */
  byte(radiance: number): number {
    if (!(radiance > 0)) return this.#bytes[0]!;
    const place = Math.sqrt(radiance * (1 / brightest)) * steps;
    return this.#bytes[place >= steps ? steps : (place + 0.5) | 0]!;
  }
}
