import { expect, it } from 'vitest';
import { mirroredPoints, pickPoints } from './point-lists.js';

it('picks points in the order that is asked for', () => {
  expect([...pickPoints(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 0])]).toEqual([5, 6, 1, 2]);
});

it('swaps what a mirror at x = 0 swaps', () => {
  expect([...mirroredPoints(Float32Array.of(1, 2, 3, 4, 5, 6), [1, 0, 2])]).toEqual([-3, 4, -1, 2, -5, 6]);
});
