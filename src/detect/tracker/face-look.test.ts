import { expect, it } from 'vitest';
import { faceLook, isOtherLook } from './face-look.js';
import { paintedPicture } from './painted-picture.suite.js';

const box = { x: 100, y: 70, width: 90, height: 90 };

it('knows what it saw again, moved with its box or through one that is off a little', () => {
  const look = faceLook(paintedPicture(1), box);
  expect(isOtherLook(look, faceLook(paintedPicture(1, 40), { ...box, x: box.x - 40 }))).toBe(false);
  expect(isOtherLook(look, faceLook(paintedPicture(1), { ...box, x: 106, y: 64 }))).toBe(false);
});

it('tells another face, unless one of both shows nothing', () => {
  const look = faceLook(paintedPicture(1), box);
  for (let seed = 2; seed < 8; seed++)
    expect(isOtherLook(look, faceLook(paintedPicture(seed), box))).toBe(true);
  const black = { width: 320, height: 240, channels: 3, data: new Uint8Array(320 * 240 * 3) } as const;
  expect(isOtherLook(look, faceLook(black, box))).toBe(false);
  expect(isOtherLook(faceLook(black, box), look)).toBe(false);
});

it('looks through the turn of the box', () => {
  const picture = paintedPicture(1);
  const look = faceLook(picture, box);
  expect(isOtherLook(look, faceLook(picture, { ...box, roll: 90 }))).toBe(true);
  expect(isOtherLook(look, faceLook(picture, { ...box, roll: 360 }))).toBe(false);
});
