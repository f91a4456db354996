import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { defaultHeadPoints } from '../head/default-head-points.js';
import { selectPoints } from './select-points.js';

const head = defaultHeadPoints('ibug68', 'surface');

describe('selectPoints for gaze', () => {
  it('takes points of the eyeballs first, and refuses a set without any', () => {
    const dense = defaultHeadPoints('dense460', 'surface');
    const { chosen, expected } = selectPoints(dense, 'gaze', 6);
    expect(chosen.some((k) => dense.parts[k]! > 0)).toBe(true);
    const skin = dense.names.map((_, k) => k).filter((k) => dense.parts[k] === 0);
    expect(expected(chosen)).toBeLessThan(expected(skin));
    expect(() => selectPoints(head, 'gaze', 6)).toThrow('ibug68 has no points on the eyeballs');
  });
});

describe.each(['pose', 'reconstruction'] as const)('selectPoints for %s', (task) => {
  const { chosen, expected } = selectPoints(head, task, 12);

  it('chooses as many as were asked for, with their mirror images', () => {
    expect(new Set(chosen).size).toBe(12);
    for (const k of chosen) expect(chosen).toContain(head.mirror[k]);
  });

  it('expects less error of more points, and less of the chosen than of others', () => {
    const steps = [4, 8, 12].map((count) => expected(chosen.slice(0, count)));
    expect(steps[1]).toBeLessThan(steps[0]!);
    expect(steps[2]).toBeLessThan(steps[1]!);
    const random = new Random(3);
    for (let draw = 0; draw < 4; draw++) {
      const any = Array.from({ length: 12 }, () => Math.floor(68 * random.next()));
      expect(steps[2]).toBeLessThan(expected(any));
    }
  });
});
