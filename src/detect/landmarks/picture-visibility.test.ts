import { expect, it } from 'vitest';
import { pictureVisibility } from './picture-visibility.js';

const picture = { width: 100, height: 50 };

it('a point is outside as far as its place is, whatever the network says of its crop', () => {
  const shares = Float32Array.of(0.1, 0.05, 0.05, 0.8, 0.6, 0.3, 0.1, 0, 0, 0, 0, 1, 0.5, 0.25, 0.25, 0);
  const points = Float32Array.of(50, 25, -40, 25, 50, 20, 99.5, 25);
  const seen = [...pictureVisibility(shares, points, Float32Array.of(2, 2, 2, 2), picture)];
  // In the middle: the others in their proportions.
  [0.5, 0.25, 0.25, 0].forEach((share, i) => {
    expect(seen[i]).toBeCloseTo(share, 5);
  });
  expect(seen[7]).toBeCloseTo(1, 5);
  // Nothing is known of the others.
  expect(seen.slice(8, 12).map((share) => share.toFixed(3))).toEqual(['0.333', '0.333', '0.333', '0.000']);
  // On the very edge.
  [0.25, 0.125, 0.125, 0.5].forEach((share, i) => {
    expect(seen[12 + i]).toBeCloseTo(share, 5);
  });
});
