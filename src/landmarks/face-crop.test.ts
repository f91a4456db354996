import { describe, expect, it } from 'vitest';
import { affineScale, applyAffine, invertAffine } from '../core/affine.js';
import { faceCrop, tightBox } from './face-crop.js';

const box = { x: 100, y: 50, width: 80, height: 100 };
const corners = Float32Array.of(0, 0, 63, 0, 63, 63, 0, 63);

describe('faceCrop', () => {
  it('puts the centre of the box on the centre of the crop', () => {
    const [x, y] = applyAffine(faceCrop(box, { size: 64 }), Float32Array.of(31.5, 31.5));
    expect(x).toBeCloseTo(140, 4);
    expect(y).toBeCloseTo(100, 4);
  });

  it('covers 1.3 × the longer side, edge to edge of its pixels', () => {
    const crop = faceCrop(box, { size: 64 });
    const [x0, y0, x1, y1] = applyAffine(crop, Float32Array.of(-0.5, -0.5, 63.5, 63.5));
    expect(x0).toBeCloseTo(140 - 65, 4);
    expect(y0).toBeCloseTo(100 - 65, 4);
    expect(x1).toBeCloseTo(140 + 65, 4);
    expect(y1).toBeCloseTo(100 + 65, 4);
  });

  it('turns clockwise, scales about the centre and shifts by fractions of the side', () => {
    const crop = faceCrop(box, { size: 100, enlarge: 1, rotation: Math.PI / 2, scale: 2, shift: [0.1, 0] });
    expect(affineScale(crop)).toBeCloseTo(2, 9);
    // The crop's x axis points down in the image; the centre moved by 0.1 · 200 along it.
    const [x, y, ahead, below] = applyAffine(crop, Float32Array.of(49.5, 49.5, 50.5, 49.5));
    expect(x).toBeCloseTo(140, 4);
    expect(y).toBeCloseTo(120, 4);
    expect(ahead).toBeCloseTo(140, 4);
    expect(below).toBeCloseTo(122, 4);
  });

  it('stands a rolled face upright: the crop of the turned picture is that of the upright one', () => {
    const upright = faceCrop(box, { size: 64, shift: [0.1, 0] });
    const [a, b] = [
      applyAffine(upright, corners),
      applyAffine(faceCrop({ ...box, roll: 90 }, { size: 64, shift: [0.1, 0] }), corners),
    ];
    // Clockwise by 90° about the box's centre (140, 100): (x, y) goes to (140 − (y − 100), 100 + (x − 140)).
    for (let i = 0; i < corners.length; i += 2) {
      expect(b[i]).toBeCloseTo(240 - a[i + 1]!, 3);
      expect(b[i + 1]).toBeCloseTo(a[i]! - 40, 3);
    }
  });

  it('refuses a roll that is not a number', () => {
    expect(() => faceCrop({ ...box, roll: Number.NaN }, { size: 64 })).toThrow(
      'a number of degrees, got NaN',
    );
  });

  it('has an inverse that brings points into the crop', () => {
    const crop = faceCrop(box, { size: 64, rotation: 0.3, scale: 0.9, shift: [0.02, -0.05] });
    const points = Float32Array.of(110, 60, 170, 140);
    const back = applyAffine(crop, applyAffine(invertAffine(crop), points));
    back.forEach((value, i) => {
      expect(value).toBeCloseTo(points[i]!, 3);
    });
  });

  it.each([
    { ...box, width: 0 },
    { ...box, x: Number.NaN },
    { ...box, height: -3 },
  ])('refuses a box without an area: %j', (bad) => {
    expect(() => faceCrop(bad, { size: 64 })).toThrow('face crop: a box needs');
  });
});

describe('tightBox', () => {
  it('leaves out missing points', () => {
    const points = Float32Array.of(3, 9, Number.NaN, Number.NaN, -1, 4, 2, 10);
    expect(tightBox(points)).toEqual({ x: -1, y: 4, width: 4, height: 6 });
    expect(tightBox(Float32Array.of(Number.NaN, 2))).toBeNull();
  });
});
