import { describe, expect, test } from 'vitest';
import {
  angleBetweenVectors,
  cross,
  dot,
  identity3,
  multiply,
  normalise,
  rotationAbout,
  rotationBy,
  transform,
  transpose,
  turnBetween,
  type Vector3,
} from './vector.js';

const near = (a: readonly number[], b: readonly number[]): void =>
  a.forEach((value, i) => {
    expect(value).toBeCloseTo(b[i] as number, 12);
  });

describe('vector', () => {
  test('a quarter turn about z takes x to y', () =>
    near(transform(rotationAbout([0, 0, 1], Math.PI / 2), [1, 0, 0]), [0, 1, 0]));

  test('a rotation keeps its axis and is undone by its transpose', () => {
    const axis = normalise([1, -2, 3]);
    const r = rotationAbout(axis, 0.7);
    near(transform(r, axis), axis);
    near(multiply(r, transpose(r)), identity3);
  });

  test('turnBetween is the reverse of rotationBy, also where nothing turns', () => {
    const from = rotationBy([0.4, -0.2, 0.1]);
    const turns: Vector3[] = [
      [0, 0, 0],
      [1e-7, 0, -2e-7],
      [0.2, -0.1, 0.05],
      [0, 2.5, 0],
    ];
    for (const turn of turns) {
      const found = turnBetween(from, multiply(from, rotationBy(turn)));
      turn.forEach((value, axis) => {
        expect(found[axis]).toBeCloseTo(value, 9);
      });
    }
  });

  test('multiply applies the right factor first', () => {
    const a = rotationAbout([1, 0, 0], 0.3);
    const b = rotationAbout([0, 1, 0], -0.8);
    const v: Vector3 = [0.2, 0.5, -1];
    near(transform(multiply(a, b), v), transform(a, transform(b, v)));
  });

  test('the angle between vectors does not depend on their lengths, and is exact near 0 and half a turn', () => {
    expect(angleBetweenVectors([2, 0, 0], [0, 0, 5])).toBeCloseTo(Math.PI / 2, 12);
    expect(angleBetweenVectors([1, 0, 0], [3, 3e-9, 0])).toBeCloseTo(1e-9, 15);
    expect(angleBetweenVectors([0.3, -0.2, 0.9], [-0.6, 0.4, -1.8])).toBeCloseTo(Math.PI, 12);
    expect(angleBetweenVectors([0, 0, 0], [1, 0, 0])).toBe(0);
  });

  test('cross is right-handed and orthogonal', () => {
    near(cross([1, 0, 0], [0, 1, 0]), [0, 0, 1]);
    expect(dot(cross([1, 2, 3], [4, 5, 6]), [1, 2, 3])).toBeCloseTo(0, 12);
  });
});
