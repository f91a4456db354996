import { expect, it } from 'vitest';
import { Random } from '../random.js';
import { symmetricEigen } from './symmetric-eigen.js';

it('finds the values of a matrix that is known, and one that is put together again', () => {
  const { values } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
  expect([...values].sort()).toEqual([expect.closeTo(1, 12), expect.closeTo(3, 12)]);
  const n = 12;
  const random = new Random('eigen');
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      matrix[i * n + j] = random.normal();
      matrix[j * n + i] = matrix[i * n + j]!;
    }
  const eigen = symmetricEigen(matrix, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let [whole, product] = [0, 0];
      for (let k = 0; k < n; k++) {
        whole += eigen.values[k]! * eigen.vectors[i * n + k]! * eigen.vectors[j * n + k]!;
        product += eigen.vectors[k * n + i]! * eigen.vectors[k * n + j]!;
      }
      expect(whole).toBeCloseTo(matrix[i * n + j]!, 10);
      expect(product).toBeCloseTo(i === j ? 1 : 0, 10);
    }
});

it('takes a matrix of many rows', () => {
  const n = 400;
  const identity = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  expect(symmetricEigen(identity, n).values).toEqual(new Float64Array(n).fill(1));
});
