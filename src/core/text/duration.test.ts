import { expect, test } from 'vitest';
import { formatDuration } from './duration.js';

test('durations read as people say them', () => {
  expect([formatDuration(12.4), formatDuration(250), formatDuration(3900)]).toEqual([
    '12 s',
    '4 min 10 s',
    '1 h 05 min',
  ]);
});
