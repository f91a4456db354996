import { describe, expect, it } from 'vitest';
import { Random } from '../random.js';
import { applyRidge, fitRidge, ridgePredictions } from './ridge-regression.js';

const strengths = [1e-3, 0.3, 30];

/** Fewer rows than features, and more; outputs of which some rows lack some. */
describe.each([
  ['fewer rows than features', 5, 9],
  ['more rows than features', 12, 4],
])('a ridge of %s', (_, rows, features) => {
  const random = new Random('ridge', rows);
  const noise = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
  const inputs = Array.from({ length: rows }, () => noise(features));
  const outputs = Array.from({ length: rows }, () => noise(3));
  outputs[1]![2] = Number.NaN;
  const others = [noise(features), noise(features)];

  it('predicts what its map gives, at every strength', () => {
    const predicted = ridgePredictions(inputs, outputs, strengths, others);
    for (const [s, strength] of strengths.entries()) {
      const map = fitRidge(inputs, outputs, strength);
      for (const [t, other] of others.entries()) {
        const given = applyRidge(map, other);
        predicted[s]![t]!.forEach((value, c) => {
          expect(value).toBeCloseTo(given[c]!, 8);
        });
      }
    }
  });
});

it('of one feature it is the shrunk slope, by hand', () => {
  // x −1, 0, 1 and y −2, 0, 2 about means of 0 and 5: a slope of 4 / (2 + λ), λ = 3 · 2.
  const inputs = [-1, 0, 1].map((value) => Float32Array.of(value));
  const outputs = [3, 5, 7].map((value) => Float32Array.of(value));
  const [[at]] = ridgePredictions(inputs, outputs, [3], [Float32Array.of(2)]) as [[Float64Array]];
  expect(at[0]).toBeCloseTo(5 + 2 * 0.5, 8);
  expect(applyRidge(fitRidge(inputs, outputs, 3), Float32Array.of(2))[0]).toBeCloseTo(6, 8);
});
