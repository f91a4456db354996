import { expect, it } from 'vitest';
import { createBoxSmoother } from './box-smoother.js';

const unsure = Float32Array.of(4, 4);
const box = { x: 10, y: 20, width: 100, height: 120 };

it('leaves a still box as it is, and the first one', () => {
  const smoother = createBoxSmoother();
  for (let i = 0; i < 3; i++) expect(smoother.smooth(box, unsure, 0.1)).toEqual(box);
});

it('takes most of what trembles', () => {
  const smoother = createBoxSmoother();
  let last = box;
  for (let i = 0; i < 40; i++)
    last = smoother.smooth({ ...box, x: i % 2 === 0 ? 9.5 : 10.5 }, unsure, 1 / 30);
  expect(Math.abs(last.x - 10)).toBeLessThan(0.1);
});

it('follows a box that moves, grows and turns past half a turn', () => {
  const smoother = createBoxSmoother();
  for (let i = 0; i < 50; i++) {
    const turned = ((10 * i + 180) % 360) - 180;
    const moved = { x: 10 + 9 * i, y: 20, width: 100 + 5 * i, height: 120, roll: turned };
    const { x, width, roll = 0 } = smoother.smooth(moved, unsure, 1 / 30);
    expect(Math.abs(x - moved.x)).toBeLessThan(9);
    expect(Math.abs(width - moved.width)).toBeLessThan(5);
    expect(Math.abs(((roll - turned + 540) % 360) - 180)).toBeLessThan(10);
  }
});
