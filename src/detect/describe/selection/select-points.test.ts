import { afterEach, describe, expect, it, vi } from 'vitest';
import { Random } from '../../../core/random.js';
import { inSteps } from '../../../core/steps.js';
import { silentWork } from '../../../core/work.js';
import { defaultHeadPoints } from '../head/default-head-points.js';
import { selectionSteps, selectPoints } from './select-points.js';

const head = defaultHeadPoints('ibug68', 'surface');
afterEach(() => vi.restoreAllMocks());

it('A selection says how far it is, and gives the same as at once', async () => {
  // Every look at the clock is a second later.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 1000;
    return now;
  });
  const reports: number[] = [];
  const work = { ...silentWork, report: (done: number) => reports.push(done) };
  const { chosen } = await inSteps(selectionSteps(head, 'pose', 8), 'select', work);
  expect(chosen).toEqual(selectPoints(head, 'pose', 8).chosen);
  expect(reports.length).toBeGreaterThan(4);
  expect(reports).toEqual(reports.toSorted((a, b) => a - b));
});

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
