import { describe, expect, test, vi } from 'vitest';
import { createProgress } from './progress.js';

function linesAt(options: { label?: string; unit?: string } = {}) {
  const clock = { now: 0 };
  const lines: string[] = [];
  const progress = createProgress({
    label: 'faces',
    unit: 'img',
    ...options,
    style: 'lines',
    every: 10,
    now: () => clock.now,
    write: (line) => lines.push(line),
  });
  return { clock, lines, progress };
}

describe('progress', () => {
  test('plain lines come at the asked interval with done, total, rate and time left', () => {
    const { clock, lines, progress } = linesAt();
    progress.update(0, 100);
    clock.now = 5;
    progress.update(20, 100);
    clock.now = 10;
    progress.update(50, 100, 'ok');
    expect(lines).toEqual(['faces: 50/100 img, 5.00 img/s, 10 s left – ok']);
    clock.now = 20;
    progress.update(100, 100);
    progress.update(100, 100);
    progress.stop();
    expect(lines.at(-1)).toBe('faces: 100/100 img, 5.00 img/s, 0 s left');
    expect(lines).toHaveLength(2);
  });

  test('resumed work counts its rate from where it resumed', () => {
    const { clock, lines, progress } = linesAt({ label: 'x', unit: 'step' });
    progress.update(90, 100);
    clock.now = 10;
    progress.update(95, 100);
    expect(lines).toEqual(['x: 95/100 step, 0.50 step/s, 10 s left']);
  });

  test('work of a moment has no rate', () => {
    const { clock, lines, progress } = linesAt();
    progress.update(0, 4);
    clock.now = 0.0001;
    progress.update(4, 4);
    progress.stop();
    expect(lines).toEqual(['faces: 4/4 img']);
  });

  test('what takes long says at once how much there is to do, and only once', () => {
    vi.useFakeTimers();
    try {
      const { clock, lines, progress } = linesAt();
      progress.update(0, 600);
      vi.advanceTimersByTime(60_000);
      expect(lines).toEqual(['faces: 0/600 img']);
      clock.now = 60;
      progress.update(60, 600);
      progress.stop();
      expect(lines.slice(1)).toEqual(['faces: 60/600 img, 1.00 img/s, 9 min 00 s left']);
      const short = linesAt();
      short.progress.update(0, 2);
      short.progress.stop();
      vi.advanceTimersByTime(60_000);
      expect(short.lines).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('what was done before says nothing, and stopped work says how far it came', () => {
    const { clock, lines, progress } = linesAt();
    progress.update(7, 9);
    progress.stop();
    expect(lines).toEqual([]);
    clock.now = 2;
    progress.update(8, 9);
    progress.stop();
    expect(lines).toEqual(['faces: 8/9 img, 0.50 img/s, 2 s left']);
  });

  test('names and notes of others do not steer the terminal', () => {
    const { lines, progress } = linesAt({ label: 'a\u001b[2J' });
    progress.update(0, 1);
    progress.update(1, 1, '\u0007');
    expect(lines).toEqual(['a\\x1b[2J: 1/1 img – \\x07']);
  });
});
