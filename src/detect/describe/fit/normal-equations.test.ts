import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { inversePositive } from './inverse.js';
import { normalEquations } from './normal-equations.js';

describe.each([1, 2, 5, 6])('normalEquations of %d parameters', (n) => {
  const random = new Random(n);
  const m = 9;
  const jacobian = Float64Array.from({ length: n * m }, () => random.normal());
  const residual = Float64Array.from({ length: m }, () => random.normal());
  const gram = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  normalEquations(jacobian, residual, n, gram, gradient);
  const product = (i: number, values: Float64Array, from: number): number => {
    let sum = 0;
    for (let r = 0; r < m; r++) sum += jacobian[i * m + r]! * values[from + r]!;
    return sum;
  };

  it('are the plain products, in the lower half', () => {
    for (let i = 0; i < n; i++) {
      expect(gradient[i]).toBeCloseTo(product(i, residual, 0), 12);
      for (let j = 0; j <= i; j++) expect(gram[i * n + j]).toBeCloseTo(product(i, jacobian, j * m), 12);
    }
  });

  it('have an inverse that undoes them', () => {
    const inverse = inversePositive(gram.slice(), n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += gram[Math.max(i, k) * n + Math.min(i, k)]! * inverse[k * n + j]!;
        expect(sum).toBeCloseTo(+(i === j), 8);
      }
  });
});
