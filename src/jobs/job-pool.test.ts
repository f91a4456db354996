import { expect, test } from 'vitest';
import { defineJob, type Job } from './job.js';
import { inOrder, JobPool } from './job-pool.js';

const job = (name: string, settings: unknown, needs: Job[] = []): Job =>
  defineJob({ name, kind: 'training', settings, needs, seconds: 1, run: async () => null });

test('The same work under two names is one job', () => {
  const pool = new JobPool();
  const first = pool.one(job('first', 1));
  expect(pool.one(job('second', 1))).toBe(first);
  expect(pool.one(job('third', 2)).name).toBe('third');
});

test('Every job comes once, after those that it needs', () => {
  const [a, b] = [job('a', 1), job('b', 2)];
  const c = job('c', 3, [b, a]);
  const d = job('d', 4, [a, c]);
  expect(inOrder([d, c, a]).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
});
