import { expect, it } from 'vitest';
import { drawOverlay, outsideColour } from './overlay.js';

const image = { width: 80, height: 240, channels: 3 as const, data: new Uint8Array(80 * 240 * 3).fill(50) };

it('draws points in the colour of what is likeliest to be seen of them', async () => {
  const points = Float32Array.of(40, 20, 40, 80, 40, 140, 40, 200);
  const visibility = Float32Array.of(0.6, 0.4, 0, 0, 0.3, 0.4, 0.3, 0, 0.2, 0.1, 0.7, 0, 0, 0.1, 0, 0.9);
  const bytes = await drawOverlay(image, [{ points, visibility, colour: '#00ff00' }], { format: 'raw' });
  const at = (y: number): number[] => [...bytes.subarray((y * 80 + 40) * 3, (y * 80 + 40) * 3 + 3)];
  const colours = [20, 80, 140, 200].map(at);
  expect(colours).toEqual([
    [0, 255, 0],
    [255, 170, 0],
    [255, 51, 255],
    [68, 136, 255],
  ]);
  expect(at(50)).toEqual([50, 50, 50]);
});

it('fills plainly what a crop has beyond the picture', async () => {
  const box = { x: -40, y: 0, width: 80, height: 80, roll: 0 };
  const window = { box, enlarge: 1, size: 80 };
  const bytes = await drawOverlay(image, [], { window, format: 'raw' });
  const at = (x: number): number[] => [...bytes.subarray((40 * 80 + x) * 3, (40 * 80 + x) * 3 + 3)];
  expect([at(10), at(70)]).toEqual([[...outsideColour], [50, 50, 50]]);
});

it('draws dots in proportion to each face, and smaller ones where they are many', async () => {
  const grid = (count: number, from: number, step: number): Float32Array =>
    Float32Array.from(
      { length: 2 * count },
      (_, i) => from + step * (i % 2 === 0 ? (i / 2) % 5 : Math.floor(i / 10)),
    );
  // A face of its own far below must not blow the dots of the first one up.
  const marks = [grid(10, 20, 10), grid(10, 220, 2)].map((points) => ({ points, colour: '#00ff00' }));
  const covered = async (drawn: typeof marks): Promise<number> =>
    (await drawOverlay(image, drawn, { format: 'raw' })).filter((value, i) => i % 3 === 1 && value > 150)
      .length;
  expect(await covered(marks)).toBeLessThan((await covered([marks[0]!])) + 10 * 9);
  const many = [{ points: grid(250, 10, 1.2), colour: '#00ff00' }];
  const few = [{ points: many[0]!.points.subarray(0, 100), colour: '#00ff00' }];
  expect((await covered(many)) / 250).toBeLessThan(((await covered(few)) / 50) * 1.01);
});
