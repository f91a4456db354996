import { describe, expect, test } from 'vitest';
import { type BackgroundDescription, paintedBackgrounds } from '../scene/scene-description.js';
import { paintBackground } from './background.js';

const describeBackground = (changes: Partial<BackgroundDescription>): BackgroundDescription => ({
  kind: 'plain',
  colours: [
    [0.2, 0.4, 0.6],
    [0.8, 0.1, 0.1],
    [0.1, 0.9, 0.2],
  ],
  blur: 0.3,
  brightness: 1,
  seed: 5,
  ...changes,
});

describe('backgrounds', () => {
  test.each(paintedBackgrounds)('%s: the same seed gives the same bytes, another seed others', (kind) => {
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

  test('a picture is cut out square, and its mean stays', () => {
    const picture = {
      width: 90,
      height: 60,
      channels: 3 as const,
      data: new Uint8Array(90 * 60 * 3).fill(130),
    };
    const bytes = paintBackground(describeBackground({ kind: 'picture', file: 'a.jpg', blur: 0 }), 32, 32, {
      picture,
    });
    expect(bytes).toEqual(new Uint8Array(32 * 32 * 3).fill(130));
  });

  test('a picture that was not given is asked for by name', () => {
    expect(() => paintBackground(describeBackground({ kind: 'picture', file: 'a.jpg' }), 32, 32)).toThrow(
      'a.jpg',
    );
  });
});
