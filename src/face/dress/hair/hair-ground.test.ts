import { describe, expect, it } from 'vitest';
import { createCageHead } from '../../heads/cage/cage-head.js';
import type { HairDescription } from '../../person/description.js';
import { plainHair } from '../../person/plain-face.js';
import { measureRestFeatures } from '../skin/rest-features.js';
import { DirectionGrid, scalpLayout } from '../strands/direction-grid.js';
import { HangingWall } from './hair-ground.js';
import { tieKnot } from './hair-knot.js';
import { shellHeights } from './hair-shell.js';
import { Hairline } from './hairline.js';

const head = createCageHead();
const features = measureRestFeatures(head);
const grid = new DirectionGrid(head.topology, scalpLayout(features));
const placed = grid.place(head.topology.rest);
const groundOf = (hair: HairDescription) => {
  const hairline = new Hairline(features, hair.hairline);
  return { grid, placed, heights: shellHeights(grid, hairline, hair), hairline, features };
};

describe('HangingWall', () => {
  // Tucked behind the ears, and before them.
  it.each([4, 5, 11])('seed %i: falls outside the head from temple to jaw, and stays near it', (seed) => {
    const hair: HairDescription = { ...plainHair, style: 'long', volume: 0, curl: 0, length: 0.5, seed };
    const wall = new HangingWall(groundOf(hair), hair);
    const skin = new Float32Array(3);
    for (let column = 0; column <= wall.columns; column++) {
      const from = wall.startAt(column);
      for (let share = 0; share < 1; share += 0.02) {
        const point = wall.fall(column, share, from, wall.end, 0);
        if (point[1] < features.chin[1] + 2) break;
        const way = point.map((value, axis) => value - grid.centre[axis]!);
        const far = Math.hypot(...way);
        grid.sample(placed, way[0]! / far, way[1]! / far, way[2]! / far, skin);
        const under = Math.hypot(...skin.map((value, axis) => value - grid.centre[axis]!));
        expect(far - under).toBeGreaterThan(-0.1);
        // In front of the ears nothing stands off like a slab.
        if (point[2] > features.earFoot[2] + 1 && point[1] > features.foreheadFoot - 1)
          expect(far - under).toBeLessThan(2.2);
      }
    }
  });

  it('lets locks hang before its edges, as far as they ask for', () => {
    const hair: HairDescription = { ...plainHair, style: 'long', seed: 5 };
    const wall = new HangingWall(groundOf(hair), hair);
    const ahead = [Math.sin(0.1), Math.cos(0.1)] as const;
    const at = (share: number) => wall.columnOf(grid.centre[0] + ahead[0], grid.centre[2] + ahead[1], share);
    expect(at(0)).toBeCloseTo(0, 12);
    expect(at(1)).toBeLessThan(at(0.5));
    expect(at(0.5)).toBeLessThan(0);
  });
});

it('a tail is finite, has no more triangles than a tube of the same course, and hangs down', () => {
  const hair: HairDescription = { ...plainHair, style: 'ponytail', length: 0.5, seed: 9 };
  const { positions, triangles, rest } = tieKnot(groundOf(hair), hair);
  expect(positions.every(Number.isFinite)).toBe(true);
  expect(positions.length).toBe(rest.length);
  expect(triangles.length / 3).toBeLessThanOrEqual(288);
  const heights = Array.from({ length: positions.length / 3 }, (_, i) => positions[i * 3 + 1]!);
  // From the band to the tips: most of the 18 cm of its course.
  expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(12);
});
