/** What a study will do: its jobs with the time that each is expected to take, what is done of them, and what the rest takes. */
import { counted } from '../../core/text/counted.js';
import { formatDuration } from '../../core/text/duration.js';
import type { Job, JobKind } from '../../jobs/job.js';

export interface PlannedJob {
  name: string;
  kind: JobKind;
  /** That it is expected to take on the machine as busy as it is; of one that is done, what it would. */
  seconds: number;
  done: boolean;
}

export interface PlannedWork {
  jobs: PlannedJob[];
  /** Of the jobs that are still to be done. */
  seconds: number;
  /** So many times as long as on a quiet machine a training step took when it was timed; 1 where none was. */
  busy: number;
}

/** @param done – some of the jobs. */
export function plannedWork(
  { jobs, busy = 1 }: { jobs: readonly Job[]; busy?: number },
  done: ReadonlySet<unknown>,
): PlannedWork {
  const planned = jobs.map((job): PlannedJob => {
    const { name, kind, seconds } = job;
    // Trainings were timed as busy as the machine is; what else is known of times is of a quiet one.
    return { name, kind, seconds: seconds * (kind === 'training' ? 1 : busy), done: done.has(job) };
  });
  const seconds = planned.reduce((sum, job) => sum + (job.done ? 0 : job.seconds), 0);
  return { jobs: planned, seconds, busy };
}

/** Times as long as on a quiet machine from which on the plan says both, and which of them counts. */
const noticeably = 1.3;

/** Every job with its time, and the sum of what is still to be done. @param machine – that the times hold for. */
export function planText({ jobs, seconds, busy }: PlannedWork, machine = 'this machine'): string[] {
  const width = Math.max(...jobs.map(({ name }) => name.length));
  const lines = jobs.map(
    ({ name, done, seconds: own }, i) =>
      `${String(i + 1).padStart(3)}  ${name.padEnd(width)}  ${done ? 'done' : formatDuration(own)}`,
  );
  const expected =
    busy < noticeably
      ? `on ${machine}: ${formatDuration(seconds)}`
      : `${formatDuration(seconds)} on ${machine} as busy with other work as it is now, which the times above count with; were it quiet, ${formatDuration(seconds / busy)}`;
  return [
    `${counted(jobs.length, 'job')}, ${jobs.filter(({ done }) => done).length} of them done:`,
    ...lines,
    `expected time ${expected}`,
  ];
}
