import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { eye151 } from '../../landmarks/sets/eye-set.js';
import { namedSet } from '../../landmarks/sets/named-set.js';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import type { DetectionSession } from '../landmarks/detector.js';
import { createEyeLook } from './eye-look.js';

const example = exampleMetadata();
const size = 64;
const count = eye151.points.length;
const metadata: ModelMetadata = {
  ...example,
  landmarks: namedSet(eye151, 'surface'),
  input: { ...example.input, size, mean: [0, 0, 0], deviation: [1, 1, 1], enlarge: 1.28 },
  architecture: { ...example.architecture, visibility: true },
};
/** Says that every point lies where the picture is brightest. */
const brightest: DetectionSession = {
  async run({ image }) {
    const red = image!.data.subarray(0, size * size);
    const at = red.indexOf(Math.max(...red));
    return {
      points: Float32Array.from({ length: 2 * count }, (_, i) =>
        i % 2 === 0 ? at % size : Math.floor(at / size),
      ),
      sigma: new Float32Array(count).fill(2),
      visibility: Float32Array.from({ length: 4 * count }, (_, i) => +(i % 4 === 0)),
    };
  },
};
const look = createEyeLook(metadata, brightest);

/** Grey but for one bright pixel. */
function picture(x: number, y: number): Image {
  const data = new Uint8Array(120 * 120 * 3).fill(90);
  data.fill(255, (y * 120 + x) * 3, (y * 120 + x) * 3 + 3);
  return { width: 120, height: 120, channels: 3, data };
}
/** Lids and brow of 40 pixels around (60, 50), along a line that is turned by so many degrees. */
function lids(roll = 0, width = 40): Float32Array {
  const turn = (roll * Math.PI) / 180;
  return Float32Array.from({ length: count }, (_, k) => (k % 2 === 0 ? -0.5 : 0.5) * width).reduce(
    (points, along, k) => {
      points.set([60 + along * Math.cos(turn), 50 + along * Math.sin(turn)], 2 * k);
      return points;
    },
    new Float32Array(2 * count),
  );
}

describe('a look at an eye', () => {
  it.each([
    ['right', 0],
    ['left', 0],
    ['right', 30],
    ['left', -50],
  ] as const)('finds places of the picture in the crop of a %s eye turned by %i°', async (side, roll) => {
    const seen = await look(picture(70, 44), { side, points: lids(roll), roll });
    expect(seen!.points[0]).toBeCloseTo(70, -0.3);
    expect(Math.hypot(seen!.points[0]! - 70, seen!.points[1]! - 44)).toBeLessThan(0.9);
    // A crop of 64 pixels shows 1.28 × 40 of the picture.
    expect(seen!.uncertainty[0]).toBeCloseTo(1.6, 5);
    expect(seen!.visibility[0]).toBeCloseTo(1, 3);
  });

  it('sees left eyes in a mirror', async () => {
    const sides: number[] = [];
    const watching = createEyeLook(metadata, {
      run(feeds) {
        const red = feeds.image!.data.subarray(0, size * size);
        sides.push(red.indexOf(Math.max(...red)) % size);
        return brightest.run(feeds);
      },
    });
    for (const side of ['right', 'left'] as const)
      await watching(picture(70, 50), { side, points: lids(), roll: 0 });
    // The bright pixel is as wide as one and a half.
    expect(Math.abs(sides[0]! + sides[1]! - (size - 1))).toBeLessThan(2);
    expect(sides[0]).toBeGreaterThan(size / 2);
  });

  it('is not taken at eyes that are too small or beside the picture', async () => {
    expect(await look(picture(1, 1), { side: 'right', points: lids(0, 6), roll: 0 })).toBeNull();
    const beside = lids().map((value) => value + 500);
    expect(await look(picture(1, 1), { side: 'right', points: beside, roll: 0 })).toBeNull();
    const nowhere = lids().fill(Number.NaN);
    expect(await look(picture(1, 1), { side: 'right', points: nowhere, roll: 0 })).toBeNull();
  });

  it('takes no model of other points', () => {
    expect(() => createEyeLook(example, brightest)).toThrow('not those of eye151');
  });
});
