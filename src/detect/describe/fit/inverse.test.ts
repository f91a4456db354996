import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { covarianceParts, inversePositive } from './inverse.js';

describe.each([1, 2, 5, 6])('the inverse of %d by as many', (n) => {
  const random = new Random(n);
  const m = n + 3;
  const rows = Float64Array.from({ length: n * m }, () => random.normal());
  const gram = Float64Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let r = 0; r < m; r++) sum += rows[Math.floor(at / n) * m + r]! * rows[(at % n) * m + r]!;
    return sum;
  });

  it('undoes the matrix', () => {
    const inverse = inversePositive(gram.slice(), n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += gram[i * n + k]! * inverse[k * n + j]!;
        expect(sum).toBeCloseTo(+(i === j), 8);
      }
  });

  it('has the same corner and diagonal where no more is asked', () => {
    const size = Math.min(2, n);
    const inverse = inversePositive(gram.slice(), n);
    const { corner, variances } = covarianceParts(gram.slice(), n, size);
    for (let i = 0; i < n; i++) expect(variances[i]).toBeCloseTo(inverse[i * n + i]!, 10);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) expect(corner[i * size + j]).toBeCloseTo(inverse[i * n + j]!, 10);
  });
});
