import { expect, it } from 'vitest';
import { dot, normalise, subtract, type Vector3 } from '../../../core/vector.js';
import { StripBuilder } from '../../../mesh/strip-builder.js';
import { createCageHead } from '../../heads/cage/cage-head.js';
import { plainHair } from '../../person/plain-face.js';
import { measureRestFeatures } from '../skin/rest-features.js';
import { DirectionGrid, scalpLayout } from '../strands/direction-grid.js';
import { shellHeights } from './hair-shell.js';
import { Hairline } from './hairline.js';
import { type Lock, layLock } from './lay-lock.js';

const head = createCageHead();
const features = measureRestFeatures(head);
const grid = new DirectionGrid(head.topology, scalpLayout(features));
const placed = grid.place(head.topology.rest);
const hairline = new Hairline(features, plainHair.hairline);
const ground = { grid, placed, heights: shellHeights(grid, hairline, plainHair), hairline, features };

/** Of each cross-section the sine of its lean out of the surface. */
function leans(change: Partial<Lock>): number[] {
  const lock: Lock = {
    from: [0, 1, 0],
    towards: [1, 0, 0],
    length: 6,
    breadth: 0.8,
    lift: [0, 0],
    sections: 9,
    wave: 0,
    phase: Math.PI / 2,
    tone: 0,
    ...change,
  };
  const builder = new StripBuilder(lock.sections);
  layLock(builder, ground, lock, lock.sections);
  const { positions, normals } = builder.part('lock', { paint: () => {} }, false, false);
  const at = (from: Float32Array, vertex: number): Vector3 => [
    from[3 * vertex]!,
    from[3 * vertex + 1]!,
    from[3 * vertex + 2]!,
  ];
  return Array.from({ length: lock.sections }, (_, k) => {
    const across = normalise(subtract(at(positions, 2 * k + 1), at(positions, 2 * k)));
    return dot(across, at(normals!, 2 * k));
  });
}

it('a lock leans at an angle of its own; a rope lies flat where it starts and leans where it hangs', () => {
  for (const lean of leans({})) expect(lean).toBeCloseTo(0.55, 4);
  for (const lean of leans({ phase: 0 })) expect(lean).toBeCloseTo(0, 4);
  const rope = leans({ knots: 1 });
  expect([rope[0], rope[1], rope.at(-1)]).toEqual([0, 0, 0.55].map((sine) => expect.closeTo(sine, 4)));
});
