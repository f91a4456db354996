import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StoppedError } from './errors.js';
import { atOnce, inSteps, type Steps } from './steps.js';
import { silentWork } from './work.js';

beforeEach(() => {
  // Every look at the clock is a second later.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 1000;
    return now;
  });
});
afterEach(() => vi.restoreAllMocks());

function* sum(values: readonly number[]): Steps<number> {
  let all = 0;
  for (const [i, value] of values.entries()) {
    all += value;
    yield (i + 1) / values.length;
  }
  return all;
}

it('Steps give the same at once and one by one, which says how far it is', async () => {
  expect(atOnce(sum([1, 2, 3, 4]))).toBe(10);
  const reports: number[] = [];
  const work = { ...silentWork, report: (done: number) => reports.push(done) };
  expect(await inSteps(sum([1, 2, 3, 4]), 'a sum', work)).toBe(10);
  expect(reports).toEqual([0, 25, 50, 75, 100, 100]);
});

it('What happens meanwhile is seen between two steps, and stops them', async () => {
  const controller = new AbortController();
  // As Ctrl-C comes: when the event loop turns.
  setTimeout(() => controller.abort());
  const stopped = inSteps(sum([1, 2, 3, 4]), 'a sum', { ...silentWork, signal: controller.signal });
  await expect(stopped).rejects.toThrow(StoppedError);
  await expect(stopped).rejects.toThrow('a sum: 25 % were done');
});
