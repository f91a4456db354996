import { expect, it } from 'vitest';
import { lloyd } from './lloyd.js';

it('Codes are the means of the rows that are nearest to them, and none stays unused', async () => {
  const rows = Float32Array.of(0, 0, 0, 2, 10, 10, 10, 14);
  const nearest = async (codes: Float32Array): Promise<Float32Array> =>
    Float32Array.from({ length: 4 }, (_, row) => {
      const far = [0, 1].map((code) =>
        Math.hypot(rows[2 * row]! - codes[2 * code]!, rows[2 * row + 1]! - codes[2 * code + 1]!),
      );
      return far[0]! <= far[1]! ? 0 : 1;
    });
  expect([...(await lloyd(rows, { count: 2, codeLength: 2, nearest }))]).toEqual([0, 1, 10, 12]);

  // All choose the first of three codes at first; the others begin anew at rows that are there, and are then chosen.
  const apart = Float32Array.of(0, 6, 9);
  let rounds = 0;
  const first = async (codes: Float32Array): Promise<Float32Array> =>
    rounds++ === 0
      ? Float32Array.of(0, 0, 0)
      : apart.map((row) => {
          const far = codes.map((code) => Math.abs(code - row));
          return far.indexOf(Math.min(...far));
        });
  const found = await lloyd(apart, { count: 3, codeLength: 1, nearest: first });
  expect([...found].sort((a, b) => a - b)).toEqual([0, 6, 9]);
});
