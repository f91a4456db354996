import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { anyRollFinder } from './any-roll-finder.js';
import type { FaceFinder } from './face-finder.js';

/** Sees a "face" where a red pixel has a green one straight above it, as a face has its brow above the chin. */
const finder = {
  metadata: {} as FaceFinder['metadata'],
  async find({ width, height, data }: Image) {
    const at = (x: number, y: number, channel: number): number => data[3 * (y * width + x) + channel]!;
    for (let y = 4; y < height; y++)
      for (let x = 0; x < width; x++)
        if (at(x, y, 0) > 200 && at(x, y - 4, 1) > 200)
          return [{ box: { x: x - 2, y: y - 5, width: 4, height: 6 }, roll: 5, score: 0.9 }];
    return [];
  },
};

function picture(chin: readonly [number, number], brow: readonly [number, number]): Image {
  const [width, height] = [40, 24];
  const data = new Uint8Array(3 * width * height);
  data[3 * (chin[1] * width + chin[0])] = 255;
  data[3 * (brow[1] * width + brow[0]) + 1] = 255;
  return { width, height, channels: 3, data };
}

describe('a finder for faces at any roll', () => {
  // Around the chin at (20, 12): the box reaches 2 to both sides, 5 towards the brow, 1 beyond the chin.
  it.each([
    ['upright', [20, 8], 5, { x: 18, y: 7, width: 4, height: 6 }],
    ['turned clockwise by 90°', [24, 12], 95, { x: 19, y: 10, width: 6, height: 4 }],
    ['upside down', [20, 16], -175, { x: 18, y: 11, width: 4, height: 6 }],
    ['turned counter-clockwise by 90°', [16, 12], -85, { x: 15, y: 10, width: 6, height: 4 }],
  ] as const)('finds one that is %s, where it is, with its roll', async (_, brow, roll, box) => {
    const faces = await anyRollFinder(finder).find(picture([20, 12], brow));
    expect(faces).toEqual([{ box, roll, score: 0.9 }]);
  });
});
