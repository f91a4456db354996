import { expect, test } from 'vitest';
import { choleskyFactor, solvePositive } from './linear-system.js';

test('the factor by hand', () => {
  const a = Float64Array.of(4, 99, 2, 5);
  choleskyFactor(a, 2);
  expect([...a]).toEqual([2, 0, 1, 2]);
});

test('several right-hand sides by hand', () => {
  const b = Float64Array.of(8, 4, 9, 5);
  solvePositive(Float64Array.of(4, 0, 2, 5), b, 2);
  // 4x + 2y = 8 and 4; 2x + 5y = 9 and 5.
  [1.375, 0.625, 1.25, 0.75].forEach((value, i) => {
    expect(b[i]).toBeCloseTo(value, 12);
  });
});

test('a system without a unique solution is refused', () => {
  expect(() => solvePositive(Float64Array.of(1, 0, 1, 1), Float64Array.of(1, 1), 2)).toThrow(
    'linear system: row 1 of 2 depends on the rows before it',
  );
});
