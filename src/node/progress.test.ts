import { describe, expect, test } from 'vitest';
import { formatDuration, startProgress } from './progress.js';

describe('progress', () => {
  test('plain lines come at the asked interval with done, total, rate and time left', () => {
    let now = 0;
    const lines: string[] = [];
    const progress = startProgress({
      label: 'faces',
      total: 100,
      unit: 'img',
      style: 'lines',
      every: 10,
      now: () => now,
      write: (line) => lines.push(line),
    });
    now = 5;
    progress.update(20);
    now = 10;
    progress.update(50, 'ok');
    expect(lines).toEqual(['faces: 50/100 img, 5.00 img/s, 10 s left – ok']);
    now = 20;
    progress.update(100);
    progress.stop();
    expect(lines.at(-1)).toBe('faces: 100/100 img, 5.00 img/s, 0 s left');
    expect(lines).toHaveLength(2);
  });

  test('resumed work counts its rate from where it resumed', () => {
    let now = 0;
    const lines: string[] = [];
    const progress = startProgress({
      label: 'x',
      total: 100,
      unit: 'step',
      start: 90,
      style: 'lines',
      now: () => now,
      write: (line) => lines.push(line),
    });
    now = 10;
    progress.update(95);
    expect(lines).toEqual(['x: 95/100 step, 0.50 step/s, 10 s left']);
  });

  test('durations read as people say them', () => {
    expect([formatDuration(12.4), formatDuration(250), formatDuration(3900)]).toEqual([
      '12 s',
      '4 min 10 s',
      '1 h 05 min',
    ]);
  });
});
