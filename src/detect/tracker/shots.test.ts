import { expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { paintedPicture } from './painted-picture.suite.js';
import { createShotCounter } from './shots.js';

const [first, second, third] = [paintedPicture(1), paintedPicture(2), paintedPicture(3)];
const rate = 25;

function shotsOf(frames: readonly Image[], seconds = 1 / rate): number[] {
  const shots = createShotCounter();
  return frames.map((image, i) => shots.see(image, i * seconds));
}

function changed(image: Image, change: (value: number, x: number) => number): Image {
  const data = Uint8ClampedArray.from(image.data, (value, i) =>
    change(value, Math.floor(i / 3) % image.width),
  );
  return { ...image, data: new Uint8Array(data.buffer) };
}

it('counts on at every cut', () => {
  expect(shotsOf([first, first, second, second, third, third])).toEqual([0, 0, 1, 1, 2, 2]);
});

it('takes a picture that comes back at once for the shot that it was of, and later for another', () => {
  expect(shotsOf([first, second, first, second, first])).toEqual([0, 1, 0, 1, 0]);
  expect(shotsOf([first, second, third, first])).toEqual([0, 1, 2, 3]);
  const longer = Array.from({ length: 8 }, () => second);
  expect(shotsOf([first, ...longer, first]).at(-1)).toBe(2);
});

it('stays in its shot where the camera moves, or light changes', () => {
  const moves = [0, 30, 60, 40, 0].map((across) => paintedPicture(1, across));
  expect(shotsOf(moves)).toEqual([0, 0, 0, 0, 0]);
  for (const change of [
    (value: number) => 2 * value,
    (value: number) => value / 3,
    (value: number) => 4 * value,
    (value: number, x: number) => value * (0.15 + 2 * (x / first.width) ** 2),
  ])
    expect(shotsOf([first, changed(first, change), first])).toEqual([0, 0, 0]);
});

it('sees nothing in a frame of black, and compares those on both sides of it', () => {
  const black = changed(first, () => 0);
  expect(shotsOf([first, black, first])).toEqual([0, 0, 0]);
  expect(shotsOf([first, black, second])).toEqual([0, 0, 1]);
});

it('does not compare frames that are far apart in time', () => {
  expect(shotsOf([first, second, third], 0.26)).toEqual([0, 0, 0]);
  expect(shotsOf([first, second, third], 0.25)).toEqual([0, 1, 2]);
});

it('begins another shot after a reset', () => {
  const shots = createShotCounter();
  const before = shots.see(first, 0);
  shots.reset();
  expect(shots.see(first, 0.04)).toBeGreaterThan(before);
});
