import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import {
  constantInitialiser,
  givenInitialiser,
  type Initialiser,
  kaimingInitialiser,
  normalInitialiser,
  uniformInitialiser,
} from './initialisers.js';

const deviation = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
const draw = (initialiser: Initialiser, shape: number[]): Float32Array => initialiser(new Random(3), shape);

describe('initialisers', () => {
  it('draw with the deviation they promise', () => {
    // 9216 values: the deviation of a sample deviation is 1/√(2·9216) = 0.7 %.
    const shape = [64, 16, 3, 3];
    expect(deviation(draw(kaimingInitialiser('in'), shape))).toBeCloseTo(Math.sqrt(2 / (16 * 9)), 2);
    expect(deviation(draw(kaimingInitialiser('out', 1), shape))).toBeCloseTo(Math.sqrt(1 / (64 * 9)), 2);
    expect(deviation(draw(normalInitialiser(0.5), shape)) / 0.5).toBeCloseTo(1, 1);
    const uniform = draw(uniformInitialiser(0.3), shape);
    expect(deviation(uniform) / (0.3 / Math.sqrt(3))).toBeCloseTo(1, 1);
    expect(Math.max(...uniform)).toBeLessThanOrEqual(Math.fround(0.3));
  });

  it('fill with one value, or with the very values given', () => {
    expect([...draw(constantInitialiser(2), [3])]).toEqual([2, 2, 2]);
    expect([...draw(givenInitialiser([1, 2, 3, 4]), [2, 2])]).toEqual([1, 2, 3, 4]);
    expect(() => draw(givenInitialiser([1]), [2])).toThrow('internal: 1 values given for shape [2]');
  });
});
