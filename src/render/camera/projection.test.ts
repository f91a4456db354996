import { expect, test } from 'vitest';
import { cameraFromFieldOfView, project, unproject } from './projection.js';

const camera = { width: 64, height: 48, focal: 100, cx: 30, cy: 20 };

test('a point goes to its pixel: right is right, up is up, and twice as far is half as far out', () => {
  expect(project([3, 4, -50], camera)).toEqual([36, 12]);
  expect(project([3, 4, -100], camera)).toEqual([33, 16]);
  expect(project([3, 4, 1], camera)).toEqual([Number.NaN, Number.NaN]);
});

test('a pixel and its depth give the point back', () => {
  expect(unproject([36, 12], 50, camera)).toEqual([3, 4, -50]);
});

test('the field of view spans the image from the upper edge of its first row to the lower edge of its last', () => {
  const square = cameraFromFieldOfView(80, 60, Math.PI / 2);
  expect(square.focal).toBeCloseTo(30, 12);
  expect(project([0, 1, -1], square)[1]).toBeCloseTo(-0.5, 12);
  expect(project([0, -1, -1], square)[1]).toBeCloseTo(59.5, 12);
});
