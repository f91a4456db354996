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

it('is not known to be closed where it may as well be open', () => {
  const [sure, unsure] = [mouthOf(1), mouthOf(6)];
  expect(sure.state).toBe('closed');
  expect(sure.deviation).toBeLessThan(4);
  expect(unsure.opening).toBe(sure.opening);
  expect(unsure.deviation).toBeGreaterThan(4);
  expect(unsure.deviation).toBeLessThan(8);
  expect(unsure.state).toBe('unknown');
  // As unsure, an open mouth is open all the same.
  expect(mouthOf(6, { down: 15 }).state).toBe('open');
  expect(mouthOf(6, { down: 30 }).state).toBe('wide');
  expect(mouthOf(1, { seen: 0.2 }).state).toBe('unknown');
});
