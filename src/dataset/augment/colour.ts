/**
 * Light and camera: brightness, contrast, gamma, white balance, saturation, hue, and now and then a grey picture.
 * On sRGB bytes; hue is a rotation in the plane of constant Rec. 601 luma (YIQ). H height, W width.
 */
import { z } from 'zod';
import { type Image, toByte } from '../../core/image.js';
import type { Random } from '../../core/random.js';
import { number } from '../../core/settings/value-kinds.js';
import { type Partially, type Range, range } from './value-ranges.js';

export interface ColourSettings {
  probability: number;
  /** Largest offset either way, as a share of full white. */
  brightness: number;
  /** Bounds of the factor around mid grey. */
  contrast: Range;
  /** Bounds of the exponent, drawn log-uniformly. */
  gamma: Range;
  /** Largest gain or loss of a channel, as a share. */
  whiteBalance: number;
  /** Bounds of the factor on colourfulness. */
  saturation: Range;
  /** Largest turn of the hue either way, degrees. */
  hue: number;
  /** Probability of a grey picture. */
  grey: number;
}

export const colourSchema: z.ZodType<ColourSettings, Partially<ColourSettings>> = z.strictObject({
  probability: number(0, 1).default(0.8),
  brightness: number(0, 1).default(0.12),
  contrast: range(0.05, 4).default([0.7, 1.3]),
  gamma: range(0.2, 5).default([0.75, 1.35]),
  whiteBalance: number(0, 0.9).default(0.1),
  saturation: range(0, 4).default([0.5, 1.4]),
  hue: number(0, 180).default(12),
  grey: number(0, 1).default(0.08),
});

/** Changes the image in place. */
export function augmentColour(image: Image, settings: ColourSettings, random: Random): void {
  if (!random.chance(settings.probability)) return;
  const brightness = random.uniform(-settings.brightness, settings.brightness);
  const contrast = random.uniform(...settings.contrast);
  const gamma = Math.exp(random.uniform(Math.log(settings.gamma[0]), Math.log(settings.gamma[1])));
  const curve = (): Float32Array => {
    const gain = 1 + random.uniform(-settings.whiteBalance, settings.whiteBalance);
    return Float32Array.from({ length: 256 }, (_, byte) => {
      const value = (byte / 255) ** gamma * gain;
      return 255 * ((value - 0.5) * contrast + 0.5 + brightness);
    });
  };
  const curves = [curve(), curve(), curve()] as const;
  const saturation = random.uniform(...settings.saturation);
  const hue = (random.uniform(-settings.hue, settings.hue) * Math.PI) / 180;
  const grey = random.chance(settings.grey);
  mixChannels(image.data, curves, chromaMatrix(grey ? 0 : saturation, hue));
}

/** Row-major 3×3 on RGB: scales and turns the chroma, keeps the luma. */
function chromaMatrix(saturation: number, hue: number): Float64Array {
  const luma = [0.299, 0.587, 0.114];
  const inPhase = [0.595716, -0.274453, -0.321263];
  const quadrature = [0.211456, -0.522591, 0.311135];
  const toRgb = [
    [1, 0.9563, 0.621],
    [1, -0.2721, -0.6474],
    [1, -1.107, 1.7046],
  ];
  const c = saturation * Math.cos(hue);
  const s = saturation * Math.sin(hue);
  return Float64Array.from({ length: 9 }, (_, i) => {
    const [y, fromI, fromQ] = toRgb[Math.floor(i / 3)]!;
    const k = i % 3;
    const turnedI = c * inPhase[k]! - s * quadrature[k]!;
    const turnedQ = s * inPhase[k]! + c * quadrature[k]!;
    return y! * luma[k]! + fromI! * turnedI + fromQ! * turnedQ;
  });
}

function mixChannels(data: Uint8Array, curves: readonly Float32Array[], m: Float64Array): void {
  const [red, green, blue] = curves as [Float32Array, Float32Array, Float32Array];
  for (let i = 0; i < data.length; i += 3) {
    const r = red[data[i]!]!;
    const g = green[data[i + 1]!]!;
    const b = blue[data[i + 2]!]!;
    data[i] = toByte(m[0]! * r + m[1]! * g + m[2]! * b);
    data[i + 1] = toByte(m[3]! * r + m[4]! * g + m[5]! * b);
    data[i + 2] = toByte(m[6]! * r + m[7]! * g + m[8]! * b);
  }
}
