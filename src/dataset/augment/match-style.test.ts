import { expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { matchColours, matchLowFrequencies } from './match-style.js';

const side = 16;
const plane = side * side;
const normalisation = { mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25] } as const;

/** Brightness between 0 and 1, normalised. */
function noise(name: string, low: number, high: number): Float32Array {
  const random = new Random('style', name);
  return Float32Array.from({ length: 3 * plane }, () => (random.uniform(low, high) - 0.5) / 0.25);
}

const brightness = (image: Float32Array, channel: number): number[] =>
  [...image.subarray(channel * plane, (channel + 1) * plane)].map((value) => value * 0.25 + 0.5);

/** |Σ x e^(−2πi (ur + vc) / S)|, by the definition. */
function amplitude(values: readonly number[], u: number, v: number): { size: number; angle: number } {
  let [re, im] = [0, 0];
  values.forEach((value, i) => {
    const angle = (-2 * Math.PI * (u * Math.floor(i / side) + v * (i % side))) / side;
    re += value * Math.cos(angle);
    im += value * Math.sin(angle);
  });
  return { size: Math.hypot(re, im), angle: Math.atan2(im, re) };
}

it('Colours: mean and deviation of each channel are those of the other picture', () => {
  const [image, style] = [noise('a', 0.1, 0.4), noise('b', 0.3, 1)];
  matchColours(image, style, side);
  for (let channel = 0; channel < 3; channel++) {
    const [own, other] = [brightness(image, channel), brightness(style, channel)];
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / plane;
    const deviation = (values: number[]): number =>
      Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
    expect(mean(own)).toBeCloseTo(mean(other), 4);
    expect(deviation(own)).toBeCloseTo(deviation(other), 4);
  }
});

it('Low frequencies: amplitudes are those of the other picture, phases and higher frequencies stay', () => {
  const [before, image, style] = [noise('a', 0.1, 0.6), noise('a', 0.1, 0.6), noise('b', 0.2, 1)];
  matchLowFrequencies(image, style, { side, frequencies: 2, normalisation });
  for (const [u, v] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [2, 1],
    [-2, 2],
    [-1, 0],
  ] as const) {
    const [own, other, was] = [image, style, before].map((one) => amplitude(brightness(one, 1), u, v));
    expect(own!.size).toBeCloseTo(other!.size, 3);
    expect(Math.cos(own!.angle - was!.angle)).toBeCloseTo(1, 4);
  }
  for (const [u, v] of [
    [3, 0],
    [0, 5],
    [-4, 2],
  ] as const) {
    const [own, was] = [image, before].map((one) => amplitude(brightness(one, 2), u, v));
    expect(own!.size).toBeCloseTo(was!.size, 3);
  }
});

it('A picture in its own style stays as it is', () => {
  const image = noise('a', 0, 1);
  matchLowFrequencies(image, noise('a', 0, 1), { side, frequencies: 3, normalisation });
  const expected = noise('a', 0, 1);
  for (const [i, value] of image.entries()) expect(value).toBeCloseTo(expected[i]!, 4);
});
