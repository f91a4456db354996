import { expect, it } from 'vitest';
import { multiply, rotationAbout } from '../../core/vector.js';
import { poseError } from './pose-error.js';

it('is the angle of the turn between, and its share of the deviation about each axis', () => {
  const truth = rotationAbout([0, 1, 0], 0.4);
  const found = multiply(rotationAbout([1, 0, 0], 0.02), truth);
  const { error, shares } = poseError(found, [0.01 ** 2, 0.04 ** 2, 0.04 ** 2], truth);
  expect(error).toBeCloseTo((0.02 * 180) / Math.PI, 6);
  expect(shares[0]).toBeCloseTo(Math.sin(0.02) / 0.01, 6);
  expect(shares[1]).toBeCloseTo(0, 9);
  expect(shares[2]).toBeCloseTo(0, 9);
  const other = poseError(multiply(rotationAbout([0, 0, 1], -0.03), truth), [1, 1, 0.03 ** 2], truth);
  expect(other.shares[2]).toBeCloseTo(-Math.sin(0.03) / 0.03, 6);
});
