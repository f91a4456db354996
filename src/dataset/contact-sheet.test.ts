import { describe, expect, it } from 'vitest';
import { partToShow } from './contact-sheet.js';

describe('partToShow', () => {
  const points = { contour: Float32Array.of(50, 50) };
  const sample = { width: 400, height: 200, pupils: null, points };
  const small = { x: 100, y: 50, width: 40, height: 50 };

  it('crops by itself where the face is small, else when told', () => {
    expect(partToShow({ ...sample, box: small }, 'auto')).toEqual({ x: 80, y: 35, width: 80, height: 80 });
    const large = { x: 100, y: 20, width: 180, height: 120 };
    expect(partToShow({ ...sample, box: large }, 'auto')).toBeUndefined();
    expect(partToShow({ ...sample, box: large }, 'face')).toMatchObject({ width: 288, height: 288 });
    expect(partToShow({ ...sample, box: small }, 'none')).toBeUndefined();
  });

  it('stays inside of the picture, and shows all of it where the box is broken', () => {
    const corner = { ...small, x: -10, y: 170 };
    expect(partToShow({ ...sample, box: corner }, 'face')).toEqual({
      x: -0.5,
      y: 119.5,
      width: 80,
      height: 80,
    });
    expect(partToShow({ ...sample, box: { ...small, x: 900 } }, 'face')).toBeUndefined();
  });
});
