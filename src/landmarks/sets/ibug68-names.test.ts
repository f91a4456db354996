import { expect, it } from 'vitest';
import { ibug68 } from './ibug68.js';
import type { Ibug68Point } from './ibug68-names.js';

// biome-ignore format: as the set runs, a curve a line
const names = [
  'jaw.0', 'jaw.1', 'jaw.2', 'jaw.3', 'jaw.4', 'jaw.5', 'jaw.6', 'jaw.7', 'jaw.8', 'jaw.9', 'jaw.10', 'jaw.11', 'jaw.12', 'jaw.13', 'jaw.14', 'jaw.15', 'jaw.16',
  'brow.right.0', 'brow.right.1', 'brow.right.2', 'brow.right.3', 'brow.right.4',
  'brow.left.0', 'brow.left.1', 'brow.left.2', 'brow.left.3', 'brow.left.4',
  'nose.bridge.0', 'nose.bridge.1', 'nose.bridge.2', 'nose.bridge.3',
  'nose.base.0', 'nose.base.1', 'nose.base.2', 'nose.base.3', 'nose.base.4',
  'eye.right.upper.0', 'eye.right.upper.1', 'eye.right.upper.2', 'eye.right.upper.3', 'eye.right.lower.0', 'eye.right.lower.1',
  'eye.left.upper.0', 'eye.left.upper.1', 'eye.left.upper.2', 'eye.left.upper.3', 'eye.left.lower.0', 'eye.left.lower.1',
  'lip.outer.upper.0', 'lip.outer.upper.1', 'lip.outer.upper.2', 'lip.outer.upper.3', 'lip.outer.upper.4', 'lip.outer.upper.5', 'lip.outer.upper.6',
  'lip.outer.lower.0', 'lip.outer.lower.1', 'lip.outer.lower.2', 'lip.outer.lower.3', 'lip.outer.lower.4',
  'lip.inner.upper.0', 'lip.inner.upper.1', 'lip.inner.upper.2', 'lip.inner.upper.3', 'lip.inner.upper.4',
  'lip.inner.lower.0', 'lip.inner.lower.1', 'lip.inner.lower.2',
] as const satisfies readonly Ibug68Point[];

it('the type names the points of the set, all of them', () => {
  const left: Exclude<Ibug68Point, (typeof names)[number]>[] = [];
  const none: never[] = left;
  expect([...names, ...none]).toEqual(ibug68.points.map(({ name }) => name));
});
