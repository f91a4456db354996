import { describe, expect, it } from 'vitest';
import { applyAffine, composeAffine, identityAffine, invertAffine, mirrorAffine } from './affine.js';
import { type Image, toPlanarFloat, warpImage } from './image.js';

function paint(width: number, height: number, colour: (x: number, y: number) => readonly number[]): Image {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set(colour(x, y), (y * width + x) * 3);
  return { width, height, channels: 3, data };
}
const at = (image: Image, x: number, y: number): number[] => [
  ...image.data.subarray((y * image.width + x) * 3, (y * image.width + x) * 3 + 3),
];
const pattern = paint(7, 5, (x, y) => [x * 31, y * 50, (x * 17 + y * 29) % 256]);

/** Centre of brightness in pixels. */
function centroid(image: Image): [number, number] {
  let sum = 0;
  let sx = 0;
  let sy = 0;
  for (let i = 0; i < image.width * image.height; i++) {
    const value = image.data[i * 3]!;
    sum += value;
    sx += value * (i % image.width);
    sy += value * Math.floor(i / image.width);
  }
  return [sx / sum, sy / sum];
}

describe('affine maps', () => {
  it('apply the first map first', () => {
    const shift = [1, 0, 3, 0, 1, 5] as const;
    const double = [2, 0, 0, 0, 2, 0] as const;
    expect([...applyAffine(composeAffine(double, shift), Float32Array.of(1, 1))]).toEqual([8, 12]);
  });

  it('come back through the inverse', () => {
    const map = [1.2, -0.4, 7, 0.3, 0.9, -2] as const;
    composeAffine(map, invertAffine(map)).forEach((value, i) => {
      expect(value).toBeCloseTo(identityAffine[i]!, 12);
    });
  });

  it('refuse to invert a flattening map', () => {
    expect(() => invertAffine([0, 0, 1, 0, 0, 1])).toThrow('cannot be inverted');
  });
});

describe('warpImage', () => {
  it('is exact for the identity', () => {
    expect(warpImage(pattern, identityAffine, 7, 5).data).toEqual(pattern.data);
  });

  it('is exact for a shift by one pixel, and repeats the edge', () => {
    const shifted = warpImage(pattern, [1, 0, 1, 0, 1, 0], 7, 5);
    for (let y = 0; y < 5; y++) {
      for (let x = 0; x < 7; x++) expect(at(shifted, x, y)).toEqual(at(pattern, Math.min(x + 1, 6), y));
    }
  });

  it('fills a constant border', () => {
    const shifted = warpImage(pattern, [1, 0, 1, 0, 1, 0], 7, 5, { border: [9, 8, 7] });
    expect(at(shifted, 6, 2)).toEqual([9, 8, 7]);
    expect(at(shifted, 5, 2)).toEqual(at(pattern, 6, 2));
  });

  it('mirrors exactly', () => {
    const mirrored = warpImage(pattern, mirrorAffine(7), 7, 5);
    for (let x = 0; x < 7; x++) expect(at(mirrored, x, 3)).toEqual(at(pattern, 6 - x, 3));
  });

  it.each([2, 3, 8])('keeps a constant and a ramp where they are when it shrinks by %i', (factor) => {
    const side = 64;
    const constant = paint(side, side, () => [77, 0, 255]);
    const ramp = paint(side, side, (x, y) => [2 * x, 3 * y, x + y]);
    // Pixel p of the result covers source pixels factor·p … factor·p + factor − 1; their centre is the pixel's centre.
    const map = [factor, 0, (factor - 1) / 2, 0, factor, (factor - 1) / 2] as const;
    const out = Math.floor(side / factor);
    const smallConstant = warpImage(constant, map, out, out);
    const smallRamp = warpImage(ramp, map, out, out);
    for (let y = 1; y < out - 1; y++) {
      for (let x = 1; x < out - 1; x++) {
        expect(at(smallConstant, x, y)).toEqual([77, 0, 255]);
        const [u, v] = applyAffine(map, Float32Array.of(x, y)) as unknown as [number, number];
        // Half a grey level from rounding at each of the steps.
        expect(Math.abs(at(smallRamp, x, y)[0]! - 2 * u)).toBeLessThanOrEqual(1);
        expect(Math.abs(at(smallRamp, x, y)[1]! - 3 * v)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('averages fine detail away instead of aliasing it', () => {
    const stripes = paint(64, 64, (x) => (x % 2 === 0 ? [255, 255, 255] : [0, 0, 0]));
    for (const factor of [2, 4, 16]) {
      const map = [factor, 0, (factor - 1) / 2, 0, factor, (factor - 1) / 2] as const;
      const small = warpImage(stripes, map, 64 / factor, 64 / factor);
      for (const value of small.data) expect(Math.abs(value - 127.5)).toBeLessThanOrEqual(1);
    }
  });

  it.each([
    ['turned and enlarged', [0.45, -0.2, 9, 0.2, 0.45, 4] as const],
    ['turned and shrunk', [1.9, -1.1, 20, 1.1, 1.9, -10] as const],
    ['shrunk much', [5, 0, -40, 0, 5, -30] as const],
  ])('moves a spot and a point together: %s', (_, outputToSource) => {
    const spot: [number, number] = [41.3, 33.8];
    const image = paint(90, 90, (x, y) => {
      const value = Math.round(250 * Math.exp(-((x - spot[0]) ** 2 + (y - spot[1]) ** 2) / (2 * 4 ** 2)));
      return [value, value, value];
    });
    const moved = applyAffine(invertAffine(outputToSource), Float32Array.from(spot));
    const [x, y] = centroid(warpImage(image, outputToSource, 140, 140, { border: [0, 0, 0] }));
    expect(x).toBeCloseTo(moved[0]!, 1);
    expect(y).toBeCloseTo(moved[1]!, 1);
  });
});

describe('warpImage of a small part of a large image', () => {
  const large = paint(400, 300, (x, y) => {
    const wave = 128 + 120 * Math.sin(x / 9) * Math.cos(y / 11);
    return [wave, 255 - wave, wave / 2];
  });
  const part = paint(200, 160, (x, y) => at(large, x + 130, y + 90));

  it('is the same as of the part alone', () => {
    const inPart = warpImage(part, [4, -1, 60, 1, 4, 30], 16, 16);
    const inLarge = warpImage(large, [4, -1, 190, 1, 4, 120], 16, 16);
    const largest = Math.max(...inPart.data.map((value, i) => Math.abs(value - inLarge.data[i]!)));
    // Halving may begin on another pixel; a shift by one pixel of the source would show as 13.
    expect(largest).toBeLessThanOrEqual(3);
  });

  it('repeats the edge for what lies far outside', () => {
    const outside = warpImage(large, [5, 0, 2000, 0, 5, 20], 4, 4);
    // Row 2 of the result lies on rows 28 to 32 of the image.
    expect(Math.abs(at(outside, 2, 2)[0]! - at(large, 399, 30)[0]!)).toBeLessThanOrEqual(2);
  });
});

describe('warpImage of far more than the image', () => {
  it.each([
    ['a picture of one row', paint(65_000, 1, () => [9, 90, 200]), [500, 0, 0, 0, 500, -32_000] as const],
    ['a box of 10⁸ pixels', paint(64, 48, () => [9, 90, 200]), [1e6, 0, -6e7, 0, 1e6, -6e7] as const],
    ['one pixel', paint(1, 1, () => [9, 90, 200]), [1e12, 0, -1e13, 0, 1e12, 7] as const],
  ])('takes no more samples than for a small one: %s', (_, image, map) => {
    const small = warpImage(image, map, 128, 128);
    expect(new Set(small.data)).toEqual(new Set([9, 90, 200]));
  });
});

describe('toPlanarFloat', () => {
  it('writes channel planes of normalised values at the offset', () => {
    const image = paint(2, 1, (x) => (x === 0 ? [0, 51, 102] : [255, 204, 153]));
    const out = new Float32Array(8).fill(9);
    toPlanarFloat(image, [0.5, 0, 0.2], [0.25, 1, 0.5], out, 1);
    [9, -2, 2, 0.2, 0.8, 0.4, 0.8, 9].forEach((value, i) => {
      expect(out[i]).toBeCloseTo(value, 5);
    });
  });
});
