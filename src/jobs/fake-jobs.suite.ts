/**
 * Jobs that count in files how often they ran, for the tests of resuming. As a process (arguments: folder, step): kills
 * itself, without warning, in the second job after it has written that step.
 */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentWork } from '../core/work.js';
import { defineJob, type Job } from './job.js';
import { runJobs } from './run-jobs.js';

const steps = 5;

/** Two jobs: one of a single step; one of five, each of which is kept, that sums them up to the first one's outcome. */
export function fakeJobs(log: string, afterStep: (step: number) => void = () => {}): Job[] {
  const first = defineJob({
    name: 'first',
    kind: 'faces',
    settings: 1,
    seconds: 1,
    run: async () => {
      await appendFile(log, 'first\n');
      return { value: 100 };
    },
  });
  const second = defineJob({
    name: 'second',
    kind: 'training',
    settings: 2,
    needs: [first],
    seconds: 5,
    run: async ({ folder, outcomeOf }) => {
      const file = join(folder, 'checkpoint');
      const state = JSON.parse(await readFile(file, 'utf8').catch(() => '{"step":0,"sum":0}')) as {
        step: number;
        sum: number;
      };
      while (state.step < steps) {
        state.step++;
        state.sum += state.step;
        await appendFile(log, `second ${state.step}\n`);
        await writeFile(file, JSON.stringify(state));
        afterStep(state.step);
      }
      return outcomeOf(first).value + state.sum;
    },
  });
  return [first, second];
}

const [, , folder, step] = process.argv;
if (import.meta.url === `file://${process.argv[1]}` && folder !== undefined)
  await runJobs(
    fakeJobs(join(folder, 'log'), (done) => {
      if (done === Number(step)) process.kill(process.pid, 'SIGKILL');
    }),
    { out: folder },
    silentWork,
  );
