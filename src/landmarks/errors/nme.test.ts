import { describe, expect, it } from 'vitest';
import {
  areaUnderCurve,
  cumulativeErrorCurve,
  errorsByPoint,
  failureRate,
  imageNme,
  pointErrors,
} from './nme.js';

const predicted = Float32Array.of(3, 4, 10, 10, 0, 0, 6, 8);
const labelled = Float32Array.of(0, 0, 10, 12, Number.NaN, Number.NaN, 6, 8);

describe('pointErrors', () => {
  it('measures pixel distances and leaves unlabelled points out', () => {
    expect([...pointErrors(predicted, labelled)]).toEqual([5, 2, Number.NaN, 0]);
  });

  it('refuses a prediction that is no number where there is a label', () => {
    expect(() => pointErrors(Float32Array.of(Number.NaN, 1), Float32Array.of(0, 0))).toThrow(
      'point 0 is not a number',
    );
  });

  it('refuses sets of different size', () => {
    expect(() => pointErrors(new Float32Array(4), new Float32Array(6))).toThrow(
      '2 predicted points against 3',
    );
  });
});

describe('imageNme', () => {
  const errors = pointErrors(predicted, labelled);

  it('is 100 × the mean over labelled points over the distance', () => {
    // (5 + 2 + 0) / 3 / 50 × 100
    expect(imageNme(errors, 50)).toBeCloseTo(14 / 3, 6);
  });

  it('counts a subset only', () => {
    expect(imageNme(errors, 50, [0, 2])).toBeCloseTo(10, 6);
    expect(imageNme(errors, 50, [2])).toBeNaN();
  });
});

describe('figures over images', () => {
  const nmes = [2, 4, 4, 12];

  it('failure rate counts what is above the threshold', () => {
    expect(failureRate(nmes, 4)).toBe(0.25);
    expect(failureRate(nmes, 3.9)).toBe(0.75);
  });

  it('area under the curve is exact', () => {
    // (1 − 2/8) + (1 − 4/8) + (1 − 4/8) + 0 = 1.75, over 4 images
    expect(areaUnderCurve(nmes, 8)).toBe(1.75 / 4);
    expect(areaUnderCurve([0, 0], 8)).toBe(1);
  });

  it('the area is the one under the cumulative curve', () => {
    const curve = cumulativeErrorCurve(nmes, 8);
    let area = 0;
    for (let i = 1; i < curve.length; i++) {
      area += ((curve[i]!.error - curve[i - 1]!.error) * (curve[i]!.share + curve[i - 1]!.share)) / 2;
    }
    expect(area / 8).toBeCloseTo(areaUnderCurve(nmes, 8), 12);
    expect(curve.at(-1)).toEqual({ error: 8, share: 0.75 });
  });

  it('errors by point divide each image by its own distance', () => {
    const errors = [Float32Array.of(1, Number.NaN, Number.NaN), Float32Array.of(4, 2, Number.NaN)];
    // 100·(1/10 + 4/20)/2 = 15; the second point only in the second image: 100·2/20 = 10
    expect([...errorsByPoint(errors, [10, 20])]).toEqual([15, 10, Number.NaN]);
  });
});
