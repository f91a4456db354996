import { describe, expect, it } from 'vitest';
import { faceBoxFault } from './face-box-fault.js';

const image = { width: 200, height: 150 };
const box = { x: 60, y: 30, width: 60, height: 70 };

describe('faceBoxFault', () => {
  it.each([
    box,
    { ...box, roll: -170 },
    { x: -90, y: -100, width: 400, height: 500 },
    { x: 10, y: 10, width: 4, height: 1 },
  ])('lets %j pass', (given) => {
    expect(faceBoxFault(given, image)).toBeNull();
  });

  it.each([
    ['no area', { ...box, width: 0 }, 'a size above 0'],
    ['no place', { ...box, x: Number.NaN }, 'a finite place'],
    ['shares of the picture', { x: 0.1, y: 0.1, width: 0.8, height: 0.8 }, 'smaller than 4 pixels'],
    ['a lost decimal point', { ...box, width: 1e8 }, 'more than 10 times as large as the image of 200 × 150'],
    ['a place beside the picture', { ...box, x: 210 }, 'lies outside the image of 200 × 150'],
    ['a roll that is none', { ...box, roll: Number.POSITIVE_INFINITY }, 'a number of degrees'],
  ])('names %s', (_, given, rule) => {
    const fault = faceBoxFault(given, image);
    expect(fault?.rule).toContain(rule);
    expect(fault?.hint).not.toBe('');
  });
});
