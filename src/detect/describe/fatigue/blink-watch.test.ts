import { describe, expect, it } from 'vitest';
import { type Blink, BlinkWatch } from './blink-watch.js';
import { fatigueDefaults } from './fatigue-settings.js';

const frame = 0.04;

/** @param closures – one a frame. */
function blinksOf(closures: readonly number[]): Blink[] {
  const watch = new BlinkWatch(fatigueDefaults);
  return closures.flatMap((closure, i) => watch.update(closure, i * frame) ?? []);
}

const open = (frames: number): number[] => Array.from({ length: frames }, () => 0);
const shut = (frames: number): number[] => Array.from({ length: frames }, () => 1);

describe('blinks', () => {
  it('last from half closed to half open', () => {
    const [blink, ...more] = blinksOf([...open(50), ...shut(4), ...open(10)]);
    expect(more).toEqual([]);
    // Half-way between the last open frame and the first closed one, and the reverse.
    expect(blink!.start).toBeCloseTo(49.5 * frame, 10);
    expect(blink!.duration).toBeCloseTo(4 * frame, 10);
  });

  it('are one where the lids open between them for a frame or so, as frames err; else two', () => {
    const [blink, ...more] = blinksOf([...open(50), ...shut(3), ...open(1), ...shut(3), ...open(10)]);
    expect(more).toEqual([]);
    expect(blink!.duration).toBeCloseTo(7 * frame, 10);
    const two = blinksOf([...open(50), ...shut(3), ...open(2), ...shut(3), ...open(10)]);
    expect(two.map(({ duration }) => duration)).toEqual([3, 3].map((n) => expect.closeTo(n * frame, 10)));
  });

  it('stay two where both together are too long for one', () => {
    const both = blinksOf([...open(50), ...shut(12), ...open(1), ...shut(10), ...open(10)]);
    expect(both.map(({ start, duration }) => [start, duration])).toEqual(
      [
        [49.5, 12],
        [62.5, 10],
      ].map((one) => one.map((n) => expect.closeTo(n * frame, 10))),
    );
  });

  it('are none where the lids do not come well back up, or stay shut for longer than a blink', () => {
    expect(blinksOf([...open(50), ...shut(3), ...Array.from({ length: 20 }, () => 0.45)])).toEqual([]);
    expect(blinksOf([...open(50), ...shut(21), ...open(10)])).toEqual([]);
    // Sleep with a frame that errs.
    expect(blinksOf([...open(50), ...shut(25), ...open(1), ...shut(5), ...open(10)])).toEqual([]);
  });
});
