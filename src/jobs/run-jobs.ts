/**
 * Runs jobs in their order, each in a folder of its own. A job that is done has `done.json` there, written
 * under a temporary name and renamed, and is never repeated; what was interrupted goes on in its folder. A job that fails
 * takes along only the jobs that need it: the reasons are kept and the rest goes on. A full disk ends the run.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LineamentError, messageOf, StoppedError } from '../core/errors.js';
import { parseJsonOrNone } from '../core/settings/parse-json-as.js';
import { formatDuration } from '../core/text/duration.js';
import type { Work } from '../core/work.js';
import { makeFolder, removeLeftovers, writeFileWhole } from '../node/files.js';
import { type Job, type JobContext, jobFolderName } from './job.js';

export interface RunJobsOptions {
  /** The folder of them all. */
  out: string;
  /** Seconds; replaced in tests. */
  now?: () => number;
}

/** How a job ended. */
export type JobEnd =
  | { state: 'done'; outcome: unknown; seconds: number; reused: boolean }
  | { state: 'failed'; reason: string };

export type JobEnds = ReadonlyMap<Job, JobEnd>;

const doneSchema = z.object({
  name: z.string(),
  key: z.string(),
  /** Over all runs that worked on it. */
  seconds: z.number(),
  finished: z.string(),
  outcome: z.unknown(),
});
type DoneFile = z.infer<typeof doneSchema>;

/** @param jobs – each after those that it needs. */
export async function runJobs(jobs: readonly Job[], options: RunJobsOptions, work: Work): Promise<JobEnds> {
  const { out } = options;
  const { log, signal } = work;
  const now = options.now ?? (() => performance.now() / 1000);
  makeFolder(jobsFolder(out));
  const ends = new Map<Job, JobEnd>();
  const measured: { job: Job; seconds: number }[] = [];
  for (const [i, job] of jobs.entries()) {
    const place = `${i + 1}/${jobs.length}`;
    const broken = job.needs.find((needed) => ends.get(needed)?.state !== 'done');
    if (broken !== undefined) {
      const reason = `needs ${broken.name}, which failed`;
      log.warn(`${place} ${job.name} is left out: ${reason}`);
      ends.set(job, { state: 'failed', reason });
      continue;
    }
    const folder = jobFolder(out, job);
    const before = await readDone(folder, job);
    if (before !== undefined) {
      ends.set(job, { state: 'done', outcome: before.outcome, seconds: before.seconds, reused: true });
      continue;
    }
    if (signal.aborted) throw stopped(i, jobs.length);
    const left = secondsLeft(
      jobs.slice(i).filter((later) => !ends.has(later)),
      measured,
    );
    log.info(`${place} ${job.name} (all: about ${formatDuration(left)} left)`);
    const began = now();
    try {
      makeFolder(folder);
      await removeLeftovers(folder);
      const outcome = await job.run({
        folder,
        outcomeOf: <T>(needed: Job<T>): T => outcomeOf(ends, needed),
        folderOf: (needed) => jobFolder(out, needed),
        work: {
          ...work,
          log: { info: (line) => log.info(`  ${line}`), warn: (line) => log.warn(`${job.name}: ${line}`) },
        },
      });
      const seconds = (await earlierSeconds(folder)) + now() - began;
      const done: DoneFile = {
        name: job.name,
        key: job.key,
        seconds,
        finished: new Date().toISOString(),
        outcome,
      };
      await writeFileWhole(join(folder, doneFile), `${JSON.stringify(done)}\n`);
      measured.push({ job, seconds: now() - began });
      // As it will be read in a later run.
      ends.set(job, { state: 'done', outcome: plain(outcome), seconds, reused: false });
    } catch (error) {
      await noteSeconds(folder, now() - began);
      if (error instanceof StoppedError || signal.aborted) throw stopped(i, jobs.length);
      if (isFullDisk(error)) throw error;
      const reason = messageOf(error);
      log.warn(`${place} ${job.name} failed: ${reason}`);
      ends.set(job, { state: 'failed', reason });
    }
  }
  return ends;
}

const doneFile = 'done.json';
const timeFile = 'seconds-before.json';

export function jobFolder(out: string, job: Pick<Job, 'name' | 'key'>): string {
  return join(jobsFolder(out), jobFolderName(job));
}

function jobsFolder(out: string): string {
  return join(out, 'jobs');
}

/** The jobs of the list that are done already. */
export async function doneJobs(out: string, jobs: readonly Job[]): Promise<Set<Job>> {
  const done = new Set<Job>();
  for (const job of jobs) if ((await readDone(jobFolder(out, job), job)) !== undefined) done.add(job);
  return done;
}

/** How the jobs of the list that are done have ended, of this run or earlier ones; nothing is run. */
export async function endsSoFar(out: string, jobs: readonly Job[]): Promise<JobEnds> {
  const ends = new Map<Job, JobEnd>();
  for (const job of jobs) {
    const done = await readDone(jobFolder(out, job), job);
    if (done !== undefined)
      ends.set(job, { state: 'done', outcome: done.outcome, seconds: done.seconds, reused: true });
  }
  return ends;
}

export function outcomeOf<T>(ends: JobEnds, job: Job<T>): T {
  const end = ends.get(job);
  if (end?.state !== 'done')
    throw new LineamentError(`internal: the outcome of ${job.name} is not there; it is not among its needs`);
  return end.outcome as T;
}

/** The folders and outcomes of jobs that have ended, for those who make a report of them. */
export function contextOf(ends: JobEnds, out: string): Pick<JobContext, 'outcomeOf' | 'folderOf'> {
  return { outcomeOf: (job) => outcomeOf(ends, job), folderOf: (job) => jobFolder(out, job) };
}

/** For plans that are nothing without each of their jobs. */
export function requireDone(ends: JobEnds): void {
  for (const [job, end] of ends)
    if (end.state === 'failed') throw new LineamentError(`${job.name}: ${end.reason}`);
}

/** Expected seconds of the rest: estimates, corrected by what jobs of the same kind took in this run. */
export function secondsLeft(
  jobs: readonly Pick<Job, 'kind' | 'seconds'>[],
  measured: readonly { job: Pick<Job, 'kind' | 'seconds'>; seconds: number }[],
): number {
  return jobs.reduce((total, { kind, seconds }) => {
    const alike = measured.filter(({ job }) => job.kind === kind);
    const expected = alike.reduce((sum, { job }) => sum + job.seconds, 0);
    const taken = alike.reduce((sum, one) => sum + one.seconds, 0);
    return total + seconds * (expected > 0 ? taken / expected : 1);
  }, 0);
}

async function readDone(folder: string, { key, isThere }: Job): Promise<DoneFile | undefined> {
  const text = await readFile(join(folder, doneFile), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // Cut off or damaged: the job runs again.
  const done = parseJsonOrNone(doneSchema, text);
  if (done?.key !== key) return undefined;
  return isThere === undefined || (await isThere(done.outcome)) ? done : undefined;
}

async function earlierSeconds(folder: string): Promise<number> {
  const text = await readFile(join(folder, timeFile), 'utf8').catch(() => '0');
  const seconds = Number(text);
  return Number.isFinite(seconds) ? seconds : 0;
}

/** Time spent on a job that did not end. A killed process notes nothing: its time is not counted. */
async function noteSeconds(folder: string, seconds: number): Promise<void> {
  const before = await earlierSeconds(folder);
  await writeFileWhole(join(folder, timeFile), String(before + seconds)).catch(() => {});
}

function isFullDisk(error: unknown): boolean {
  return /no space left|disk is full|ENOSPC/i.test(messageOf(error));
}

function stopped(done: number, total: number): StoppedError {
  return new StoppedError(`after ${done} of ${total} jobs`, {
    hint: 'run the same command again: it goes on where it was',
  });
}

function plain(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
