import { describe, expect, it } from 'vitest';
import { averagePrecision } from './average-precision.js';

const box = (x: number) => ({ x, y: 0, width: 10, height: 10 });
const found = (x: number, score: number) => ({ box: box(x), score, roll: 0 });
const wanted = (x: number, optional = false) => ({ box: box(x), optional });

describe('average precision', () => {
  it('is 1 where every face is found before anything else', () => {
    const pictures = [{ found: [found(0, 0.9), found(100, 0.2)], wanted: [wanted(1)] }];
    expect(averagePrecision(pictures)).toBe(1);
  });

  it('counts a wrong face before the right one, and a face twice, as wrong', () => {
    expect(averagePrecision([{ found: [found(100, 0.95), found(0, 0.9)], wanted: [wanted(0)] }])).toBe(0.5);
    const twice = [
      { found: [found(0, 0.9), found(1, 0.8), found(50, 0.7)], wanted: [wanted(0), wanted(50)] },
    ];
    expect(averagePrecision(twice)).toBeCloseTo((1 + 2 / 3) / 2, 12);
  });

  it('is 0 for faces that are missed or touched too little', () => {
    expect(averagePrecision([{ found: [], wanted: [wanted(0)] }])).toBe(0);
    expect(averagePrecision([{ found: [found(5, 0.9)], wanted: [wanted(0)] }])).toBe(0);
  });

  it('asks neither for optional faces nor against them', () => {
    const pictures = [{ found: [found(50, 0.9), found(0, 0.8)], wanted: [wanted(0), wanted(50, true)] }];
    expect(averagePrecision(pictures)).toBe(1);
  });
});
