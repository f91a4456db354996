import { expect, it } from 'vitest';
import { defineJob } from '../../jobs/job.js';
import { plannedWork, planText } from './planned-work.js';

const job = (name: string, kind: string, seconds: number) =>
  defineJob({ name, kind, settings: { name }, seconds, run: async () => null });
const jobs = [job('train a', 'training', 60), job('measure a', 'measuring', 30), job('faces', 'faces', 30)];

it('A plan has every job, and sums up what is still to be done', () => {
  const work = plannedWork({ jobs }, new Set([jobs[2]]));
  expect(work).toEqual({
    jobs: [
      { name: 'train a', kind: 'training', seconds: 60, done: false },
      { name: 'measure a', kind: 'measuring', seconds: 30, done: false },
      { name: 'faces', kind: 'faces', seconds: 30, done: true },
    ],
    seconds: 90,
    busy: 1,
  });
  const lines = planText(work);
  expect(lines[0]).toBe('3 jobs, 1 of them done:');
  expect(lines[3]).toMatch(/faces +done$/);
  expect(lines.at(-1)).toBe('expected time on this machine: 1 min 30 s');
});

it('On a busy machine it says both times, and which counts: trainings were timed as busy as it is, the rest is known of quiet ones', () => {
  const lines = planText(plannedWork({ jobs, busy: 4 }, new Set()));
  expect(lines[2]).toMatch(/measure a +2 min 00 s/);
  expect(lines.at(-1)).toBe(
    'expected time 5 min 00 s on this machine as busy with other work as it is now, which the times above count with; were it quiet, 1 min 15 s',
  );
});
