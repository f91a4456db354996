import { describe, expect, it } from 'vitest';
import { DetailMap, detailChannelCount, detailChannels } from './detail-map.js';

const grid = { left: -5, bottom: -5, cell: 0.05, columns: 200, rows: 200 };
const at = (map: DetailMap, x: number, y: number): Float32Array => {
  const into = new Float32Array(detailChannelCount);
  expect(map.read(x, y, into)).toBe(true);
  return into;
};

describe('DetailMap', () => {
  it('is empty until something is drawn', () => {
    const map = new DetailMap(grid);
    expect(map.empty).toBe(true);
    map.addDisc({ x: 0, y: 0, width: 0.2, height: 0.2, melanin: 0.3, blood: 0, tilt: 0, edge: 1 });
    expect(map.empty).toBe(false);
  });

  it('leans both flanks of a level groove towards its bottom, by the tilt where they are steepest', () => {
    const map = new DetailMap(grid);
    map.addGroove({
      points: [
        [-3, 0],
        [3, 0],
      ],
      width: 0.4,
      tilt: 0.5,
      shade: 0.3,
    });
    const above = at(map, 0, 0.4 * Math.SQRT1_2);
    const below = at(map, 0, -0.4 * Math.SQRT1_2);
    expect(above[detailChannels.bendY]).toBeCloseTo(-0.5, 1);
    expect(below[detailChannels.bendY]).toBeCloseTo(0.5, 1);
    expect(at(map, 0, 0)[detailChannels.shade]).toBeCloseTo(0.3, 5);
    expect(at(map, 0, 1.2)[detailChannels.shade]).toBe(0);
    expect(Math.abs(at(map, -2.98, 0)[detailChannels.shade]!)).toBeLessThan(0.03);
  });

  it('draws the same groove upright, whichever end comes first', () => {
    const points = [
      [0.1, 3],
      [0, -3],
    ] as const;
    const [down, up] = [new DetailMap(grid), new DetailMap(grid)];
    down.addGroove({ points, width: 0.3, tilt: 0.5, shade: 0.2 });
    up.addGroove({ points: points.toReversed(), width: 0.3, tilt: 0.5, shade: 0.2 });
    for (const x of [-0.3, 0, 0.25]) expect(at(down, x, 0.4)).toEqual(at(up, x, 0.4));
    expect(at(down, 0.3, 0)[detailChannels.bendX]).toBeLessThan(-0.3);
  });

  it('raises a disc outwards from its middle and fades at its edge', () => {
    const map = new DetailMap(grid);
    map.addDisc({ x: 1, y: 1, width: 0.4, height: 0.4, melanin: 0.3, blood: 0.1, tilt: 0.4, edge: 1 });
    expect(at(map, 1, 1)[detailChannels.melanin]).toBeCloseTo(0.3, 5);
    expect(at(map, 1.3, 1)[detailChannels.bendX]).toBeGreaterThan(0.3);
    expect(at(map, 0.7, 1)[detailChannels.bendX]).toBeLessThan(-0.3);
    // exp(−1) of the middle at one half-axis.
    expect(at(map, 1, 1.4)[detailChannels.melanin]).toBeCloseTo(0.3 * Math.exp(-1), 2);
  });

  it('keeps as much of a narrow mark where cells are twice as large', () => {
    const [full, coarse] = [new DetailMap(grid), new DetailMap(grid, 'coarse')];
    for (const map of [full, coarse]) {
      map.addGroove({
        points: [
          [-3, 0.013],
          [3, 0.013],
        ],
        width: 0.03,
        tilt: 0.5,
        shade: 0.3,
      });
      map.addDisc({ x: 2, y: 2, width: 0.2, height: 0.03, melanin: 0.3, blood: 0, tilt: 0, edge: 1 });
    }
    const across = (map: DetailMap, from: number, to: number, channel: number, x: number): number => {
      const into = new Float32Array(detailChannelCount);
      let sum = 0;
      for (let y = from; y < to; y += 0.005) if (map.read(x, y, into)) sum += 0.005 * into[channel]!;
      return sum;
    };
    // A bell's integral: height × width × √π.
    for (const map of [full, coarse]) {
      const shade = across(map, -0.5, 0.5, detailChannels.shade, 0);
      expect(shade / (0.3 * 0.03 * Math.sqrt(Math.PI))).toBeCloseTo(1, 1);
    }
    const melanin = across(coarse, 1.5, 2.5, detailChannels.melanin, 2);
    expect(melanin / (0.3 * 0.03 * Math.sqrt(Math.PI))).toBeCloseTo(1, 1);
    expect(at(coarse, 0, 0.013)[detailChannels.shade]).toBeLessThan(
      0.5 * at(full, 0, 0)[detailChannels.shade]!,
    );
  });
});
