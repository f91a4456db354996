import { expect, it } from 'vitest';
import { shortestTurn } from './shortest-turn.js';

it('turns the short way round', () => {
  expect([0, 90, 180, 181, 270, 365, -90, -180, -190, -725].map(shortestTurn)).toEqual([
    0, 90, -180, -179, -90, 5, -90, -180, 170, -5,
  ]);
});
