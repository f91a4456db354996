import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { colourByVisibility, drawContactSheet } from './contact-sheet.js';
import { outsideColour } from './overlay.js';

const grey = (width: number, height: number) => ({
  image: { width, height, channels: 3 as const, data: new Uint8Array(width * height * 3).fill(90) },
  colour: () => '#f00',
});

async function redCentre(png: Buffer): Promise<{ x: number; y: number; width: number; height: number }> {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  let [sum, x, y] = [0, 0, 0];
  for (let i = 0; i < info.width * info.height; i++) {
    const weight = Math.max(0, data[i * info.channels]! - data[i * info.channels + 1]!);
    sum += weight;
    x += weight * (i % info.width);
    y += weight * Math.floor(i / info.width);
  }
  return { x: x / sum, y: y / sum, width: info.width, height: info.height };
}

describe('drawContactSheet', () => {
  it('draws a point where its pixel is drawn, in the right tile', async () => {
    const none = new Float32Array(0);
    // The second tile: 100 × 50 fitted into 200 × 200, doubled; half a pixel at the corner, 50 empty rows above.
    const tiles = [
      { ...grey(40, 40), points: none },
      { ...grey(100, 50), points: Float32Array.of(20, 30) },
    ];
    const centre = await redCentre(await drawContactSheet(tiles, { columns: 2, tile: 200 }));
    expect([centre.width, centre.height]).toEqual([400, 200]);
    expect(Math.abs(centre.x - (200 + 2 * 20.5 - 0.5))).toBeLessThan(0.2);
    expect(Math.abs(centre.y - (50 + 2 * 30.5 - 0.5))).toBeLessThan(0.2);
  });

  it('is light where there is no picture: behind the last one, and beside pictures that do not fill their tiles', async () => {
    const points = new Float32Array(0);
    const tiles = [grey(40, 40), grey(20, 40), grey(40, 40)].map((tile) => ({ ...tile, points }));
    const { data, info } = await sharp(await drawContactSheet(tiles, { columns: 2, tile: 40 }))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([80, 80]);
    const at = (x: number, y: number): number[] => [
      ...data.subarray((y * info.width + x) * info.channels).subarray(0, 3),
    ];
    // The second picture is as wide as half of its tile, in the middle.
    for (const [x, y] of [
      [20, 20],
      [60, 20],
      [20, 60],
    ] as const)
      expect(at(x, y)).toEqual([90, 90, 90]);
    for (const [x, y] of [
      [42, 20],
      [77, 20],
      [41, 41],
      [60, 60],
      [79, 79],
    ] as const)
      expect(at(x, y)).toEqual([...outsideColour]);
  });

  it('does not draw missing points or points outside the tile', async () => {
    const points = Float32Array.of(Number.NaN, 3, -40, 3, 20, 10);
    const centre = await redCentre(
      await drawContactSheet([{ ...grey(50, 50), points }], { columns: 1, tile: 50 }),
    );
    expect(Math.abs(centre.x - 20)).toBeLessThan(0.2);
    expect(Math.abs(centre.y - 10)).toBeLessThan(0.2);
  });

  it('shows a part of a picture in the whole tile, with its points where they are', async () => {
    const tile = { ...grey(200, 100), points: Float32Array.of(110, 40, 20, 20) };
    // 40 × 40 pixels from (99.5, 19.5) on, enlarged five times: pixel 110 begins at 5 · (109.5 − 99.5) = 50.
    const part = { x: 99.5, y: 19.5, width: 40, height: 40 };
    const centre = await redCentre(await drawContactSheet([{ ...tile, part }], { columns: 1, tile: 200 }));
    expect(Math.abs(centre.x - 52)).toBeLessThan(0.2);
    expect(Math.abs(centre.y - 102)).toBeLessThan(0.2);
  });

  it('colours by visibility', () => {
    const colour = colourByVisibility(Uint8Array.of(0, 1, 2, 3));
    expect(new Set([0, 1, 2, 3].map(colour)).size).toBe(4);
    expect(colourByVisibility(null)(0)).not.toBe(colour(0));
  });
});
