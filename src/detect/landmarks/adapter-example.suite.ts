/** Adapters for tests, small enough to work out by hand. */
import type { PointAdapter } from './point-adapter.js';

export const describedSet = (set: string, names: string[]): PointAdapter['from'] => ({
  set,
  names,
  mirror: names.map((_, i) => i),
  convention: 'contour',
});

/** A square of four points to two: the first corner, and the last one moved by the layer. */
export const adapter: PointAdapter = {
  kind: 'ridge-affine',
  from: describedSet('four', ['a', 'b', 'c', 'd']),
  to: describedSet('two', ['p', 'q']),
  template: Float32Array.of(-1, -1, 1, -1, 1, 1, -1, 1),
  subset: [0, 3],
  layers: [
    // The second target point moves by (0.5, 0) and by a quarter of the first point's deviation along y.
    {
      weight: Float32Array.from({ length: 32 }, (_, i) => (i === 3 * 8 + 1 ? 0.25 : 0)),
      bias: Float32Array.of(0, 0, 0.5, 0),
      rectified: false,
    },
  ],
  fittedOn: 'nothing',
  lineament: '0.1.0',
};

/** The template, 10 pixels to a unit, centred at (50, 60). */
export const square: Float32Array = Float32Array.of(40, 50, 60, 50, 60, 70, 40, 70);

/** The same, but what moves the second target point along y is the last number of its patch, in the one map. */
export const reader: PointAdapter = {
  ...adapter,
  kind: 'ridge-features',
  patches: { components: 3, reach: 0.05 },
  crop: 0.9,
  layers: [
    {
      weight: Float32Array.from({ length: 4 * 14 }, (_, i) => (i === 3 * 14 + 13 ? 0.25 : 0)),
      bias: Float32Array.of(0, 0, 0.5, 0),
      rectified: false,
    },
  ],
};
