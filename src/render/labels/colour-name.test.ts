import { expect, it } from 'vitest';
import type { Rgb } from '../../mesh/colour.js';
import { type ColourName, colourName } from './colour-name.js';

/** Display values of 0 to 255 to linear RGB. */
const linear = (...display: [number, number, number]): Rgb =>
  display.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];

it.each<[ColourName, [number, number, number]]>([
  ['black', [20, 20, 22]],
  ['white', [245, 244, 240]],
  ['grey', [128, 128, 130]],
  ['red', [200, 30, 35]],
  ['red', [120, 15, 20]],
  ['orange', [240, 130, 20]],
  ['yellow', [250, 220, 40]],
  ['green', [30, 120, 50]],
  ['blue', [25, 50, 130]],
  ['blue', [120, 180, 230]],
  ['purple', [110, 40, 150]],
  ['pink', [245, 160, 180]],
  ['brown', [110, 70, 40]],
])('calls it %s', (name, display) => {
  expect(colourName(linear(...display))).toBe(name);
});
