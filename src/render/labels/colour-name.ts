/** Colours of cloth in a word, by hue, saturation and lightness as eyes see them. */
import type { Rgb } from '../../mesh/colour.js';

export const colourNames = [
  'black',
  'white',
  'grey',
  'red',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
  'brown',
] as const;
export type ColourName = (typeof colourNames)[number];

/** @param linear – RGB, 0 to 1. */
export function colourName(linear: Rgb): ColourName {
  const [red, green, blue] = linear.map(display) as [number, number, number];
  const most = Math.max(red, green, blue);
  const span = most - Math.min(red, green, blue);
  const lightness = most - span / 2;
  if (most < 0.2) return 'black';
  // How far from grey, against the most that this lightness allows.
  const saturation = span / Math.max(1e-6, 1 - Math.abs(2 * lightness - 1));
  if (saturation < 0.16 || span < 0.05) return lightness > 0.8 ? 'white' : lightness < 0.2 ? 'black' : 'grey';
  const hue = hueOf(red, green, blue, most, span);
  if (hue < 18 || hue >= 345) return lightness > 0.68 ? 'pink' : 'red';
  if (hue < 45) return lightness < 0.42 || saturation < 0.45 ? 'brown' : 'orange';
  if (hue < 68) return lightness < 0.3 ? 'brown' : 'yellow';
  if (hue < 165) return 'green';
  if (hue < 258) return 'blue';
  if (hue < 300) return 'purple';
  return lightness > 0.5 ? 'pink' : 'purple';
}

/** Gamma of sRGB. */
const display = (value: number): number =>
  value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;

/** Degrees. */
function hueOf(red: number, green: number, blue: number, most: number, span: number): number {
  const sector =
    most === red
      ? (green - blue) / span
      : most === green
        ? 2 + (blue - red) / span
        : 4 + (red - green) / span;
  return (60 * sector + 360) % 360;
}
