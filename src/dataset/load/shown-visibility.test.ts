import { expect, it } from 'vitest';
import { visibility } from '../../landmarks/landmark-set.js';
import { shownVisibility } from './shown-visibility.js';

const { visible, hiddenBySelf, hiddenByOther } = visibility;
const sample = {
  visibility: Uint8Array.of(visible, hiddenBySelf, hiddenBySelf, hiddenByOther),
  points: {
    surface: Float32Array.of(10, 10, 20, 10, 30, 10, 40, 10),
    // All but the third have slid.
    contour: Float32Array.of(12, 10, 22, 10, 30, 10.1, 42, 10),
  },
};

it('the place on the outline that stands for a point behind it is taken for seen', () => {
  expect([...shownVisibility(sample, 'contour')!]).toEqual([
    ...[visible, visible, hiddenBySelf, hiddenByOther],
  ]);
  expect(shownVisibility(sample, 'surface')).toEqual(sample.visibility);
  const { contour } = sample.points;
  expect(shownVisibility({ ...sample, points: { contour } }, 'contour')).toEqual(sample.visibility);
  expect(shownVisibility({ ...sample, visibility: null }, 'contour')).toBeNull();
});
