/**
 * From the renderer's display bytes back to light, and from light to bytes by a camera's own curve. The renderer's curve
 * (`tone-curve.ts`) can be undone but for what it clipped, so blur, vignetting and noise can work on light, before
 * the tone curve, as they do in a camera.
 */
import type { PhotographDescription } from '../scene/scene-description.js';
import { byteOfLinear, linearOfByte, linearSteps, toneCurve } from './tone-curve.js';

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

const steps = 2048;
const middleGrey = 0.18;

/** Stops between middle grey and the radiance of each step of a curve; the first, black, is as good as far below. */
const stops = Float64Array.from({ length: steps + 1 }, (_, i) =>
  Math.log2(Math.max(1e-12, (i / steps) ** 2 * brightest) / middleGrey),
);
/** The film's curve over the square root of radiance, for cameras to bend. */
const filmSteps = 8192;
const film = Float32Array.from({ length: filmSteps + 2 }, (_, i) =>
  filmCurve((Math.min(i, filmSteps) / filmSteps) ** 2 * brightest),
);
const plainGain = toneCurve(middleGrey) / middleGrey;

/** A camera's curve as a table over the square root of radiance. */
export class ResponseCurve {
  readonly #bytes = new Uint8Array(steps + 1);

  constructor({ contrast, shoulder, haze }: Pick<PhotographDescription, 'contrast' | 'shoulder' | 'haze'>) {
    for (let i = 0; i <= steps; i++) {
      const x = (i === 0 ? 0 : middleGrey * 2 ** (contrast * stops[i]!)) + haze;
      const place = Math.sqrt(Math.min(1, x / brightest)) * filmSteps;
      const below = place | 0;
      const filmed = film[below]! + (film[below + 1]! - film[below]!) * (place - below);
      // A plain sensor shows light as it is and clips; the gain gives middle grey the film's brightness.
      const plain = Math.min(1, x * plainGain);
      this.#bytes[i] =
        byteOfLinear[(Math.min(1, filmed * shoulder + plain * (1 - shoulder)) * linearSteps + 0.5) | 0]!;
    }
  }

  /** The byte of a radiance; below 0 is black. */
  byte(radiance: number): number {
    if (!(radiance > 0)) return this.#bytes[0]!;
    const place = Math.sqrt(radiance * (1 / brightest)) * steps;
    return this.#bytes[place >= steps ? steps : (place + 0.5) | 0]!;
  }
}
