import { describe, expect, test } from 'vitest';
import { paintBackground } from './background.js';
import { type BackgroundDescription, backgroundKinds } from './scene-description.js';

const describeBackground = (changes: Partial<BackgroundDescription>): BackgroundDescription => ({
  kind: 'plain',
  colours: [
    [0.2, 0.4, 0.6],
    [0.8, 0.1, 0.1],
    [0.1, 0.9, 0.2],
  ],
  blur: 0.3,
  seed: 5,
  ...changes,
});

describe('backgrounds', () => {
  test.each(backgroundKinds)('%s: the same seed gives the same bytes, another seed others', (kind) => {
    const first = paintBackground(describeBackground({ kind }), 40, 30);
    expect(first).toHaveLength(40 * 30 * 3);
    expect(paintBackground(describeBackground({ kind }), 40, 30)).toEqual(first);
    expect(paintBackground(describeBackground({ kind, seed: 6 }), 40, 30)).not.toEqual(first);
  });

  test('a plain background has the sRGB bytes of its linear colour where it is brightest', () => {
    const bytes = paintBackground(describeBackground({}), 64, 64);
    // linear 0.2, 0.4, 0.6 are 124, 170, 203 in sRGB (IEC 61966-2-1)
    const brightest = [0, 1, 2].map((c) => Math.max(...bytes.filter((_, i) => i % 3 === c)));
    brightest.forEach((value, c) => {
      expect(Math.abs(value - [124, 170, 203][c]!)).toBeLessThanOrEqual(1);
    });
  });

  test('blur leaves fewer sharp edges', () => {
    const steepest = (blur: number): number => {
      const bytes = paintBackground(describeBackground({ kind: 'room', blur }), 64, 64);
      let steepest = 0;
      for (let i = 0; i + 3 < bytes.length; i++)
        if ((i / 3) % 64 < 63) steepest = Math.max(steepest, Math.abs(bytes[i]! - bytes[i + 3]!));
      return steepest;
    };
    expect(steepest(1)).toBeLessThan(steepest(0));
  });
});
