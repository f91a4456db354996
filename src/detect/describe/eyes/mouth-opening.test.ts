import { expect, it } from 'vitest';
import { meanFaceView } from '../mean-face-view.suite.js';
import { type MouthOpening, mouthOpening } from './mouth-opening.js';

/** Of the mean face, whose lips meet, with the lower ones moved down and all points this unsure; a pixel is a millimetre. */
function mouthOf(uncertainty: number, { down = 0, seen = 1 } = {}): MouthOpening {
  const view = meanFaceView();
  view.points.uncertainty.fill(uncertainty);
  view.points.seen.fill(seen);
  view.head.names.forEach((name, k) => {
    if (name.startsWith('lip.inner.lower.')) view.points.points[2 * k + 1]! += down;
  });
  const places = Float64Array.from(view.head.mean);
  return mouthOpening({ ...view, fit: { ...view.fit, places } })!;
}

it('is not known to be closed where less than half of it is seen and it may as well be open', () => {
  const half = { seen: 0.45 };
  const [sure, unsure] = [mouthOf(1, half), mouthOf(6, half)];
  expect(sure.state).toBe('closed');
  expect(sure.deviation).toBeLessThan(4);
  expect(unsure.opening).toBe(sure.opening);
  expect(unsure.deviation).toBeGreaterThan(4);
  expect(unsure.deviation).toBeLessThan(8);
  expect(unsure.state).toBe('unknown');
  // As unsure, one that is seen is closed, and an open one open.
  expect(mouthOf(6, { seen: 0.6 }).state).toBe('closed');
  expect(mouthOf(6, { ...half, down: 15 }).state).toBe('open');
  expect(mouthOf(6, { ...half, down: 30 }).state).toBe('wide');
  expect(mouthOf(1, { seen: 0.2 }).state).toBe('unknown');
});
