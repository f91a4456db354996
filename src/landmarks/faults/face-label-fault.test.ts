import { describe, expect, it } from 'vitest';
import { faceLabelFault } from './face-label-fault.js';

const image = { width: 200, height: 150 };
const box = { x: 60, y: 30, width: 60, height: 70 };
const points = (...list: number[]): Float32Array => Float32Array.from(list);

describe('faceLabelFault', () => {
  it.each([
    ['a face in the picture', points(60, 30, 120, 100, 90, 50)],
    ['a face that leaves its frame', points(-300, 30, 120, 100, 500, 500)],
    ['missing points', points(Number.NaN, Number.NaN, 90, 50)],
    ['no points at all', points(Number.NaN, Number.NaN)],
    ['two points of the first pixel', points(0, 0, 1, 1)],
  ])('lets %s pass', (_, list) => {
    expect(faceLabelFault({ ...image, box, points: { contour: list } })).toBeNull();
  });

  it.each([
    [
      'a lost decimal point',
      { contour: points(60, 30, 111_077, 100) },
      'point 1 (contour, counted from 0) lies at 111077, 100',
    ],
    ['a point far above', { contour: points(60, -401) }, 'more than 2 picture sizes outside'],
    ['a number that is none', { contour: points(60, 1e39) }, 'lies at 60, Infinity'],
    [
      'a fault of the second convention',
      { surface: points(60, 30), pupils: points(-1e9, 30) },
      'point 0 (pupils',
    ],
    ['shares of the picture', { contour: points(0.1, 0.2, 0.8, 0.3, 0.5, 1) }, 'within the first pixel'],
  ])('names %s', (_, list, rule) => {
    expect(faceLabelFault({ ...image, box, points: list })?.rule).toContain(rule);
  });

  it('names the faults of the box', () => {
    const beside = { ...image, box: { ...box, x: 210 }, points: { contour: points(60, 30) } };
    expect(faceLabelFault(beside)?.rule).toContain('lies outside the image');
  });
});
