import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LineamentError, StoppedError } from '../core/errors.js';
import { silentWork } from '../core/work.js';
import { fakeJobs } from './fake-jobs.suite.js';
import { defineJob, type Job } from './job.js';
import { lockJobs } from './lock-jobs.js';
import { doneJobs, jobFolder, outcomeOf, runJobs, secondsLeft } from './run-jobs.js';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'study-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

const job = (name: string, run: Job['run'], needs: Job[] = []): Job =>
  defineJob({ name, kind: 'training', settings: name, needs, seconds: 10, run });

test('After kill -9 the finished job is not repeated and the other goes on at its checkpoint', async () => {
  const script = fileURLToPath(new URL('./fake-jobs.suite.ts', import.meta.url));
  const killed = spawnSync(process.execPath, ['--import', 'tsx', script, out, '3'], { stdio: 'ignore' });
  expect(killed.signal).toBe('SIGKILL');

  const log = join(out, 'log');
  const jobs = fakeJobs(log);
  expect([...(await doneJobs(out, jobs))].map(({ name }) => name)).toEqual(['first']);
  const ends = await runJobs(jobs, { out }, silentWork);
  expect(outcomeOf(ends, jobs[1]!)).toBe(115);
  expect(await readFile(log, 'utf8')).toBe('first\nsecond 1\nsecond 2\nsecond 3\nsecond 4\nsecond 5\n');

  const again = await runJobs(jobs, { out }, silentWork);
  expect([...again.values()].map((end) => end.state === 'done' && end.reused)).toEqual([true, true]);
  expect(outcomeOf(again, jobs[1]!)).toBe(115);
  expect((await readFile(log, 'utf8')).split('\n')).toHaveLength(7);
});

test('A failed job takes along what needs it, says why, and the rest goes on', async () => {
  const bad = job('bad', async () => {
    throw new LineamentError('training diverged: the loss is NaN at step 3');
  });
  const after = job('after', async () => 1, [bad]);
  const other = job('other', async () => 2);
  const ends = await runJobs([bad, after, other], { out }, silentWork);
  expect(ends.get(bad)).toEqual({ state: 'failed', reason: 'training diverged: the loss is NaN at step 3' });
  expect(ends.get(after)).toEqual({ state: 'failed', reason: 'needs bad, which failed' });
  expect(outcomeOf(ends, other)).toBe(2);
});

test('Temporary files of a killed run are cleared away, and nothing else', async () => {
  const one = job('one', async () => 1);
  const folder = jobFolder(out, one);
  await mkdir(folder, { recursive: true });
  const left = 'seconds-before.json.4711.0123abcd.part';
  for (const place of [out, folder])
    for (const name of [left, 'notes.part']) await writeFile(join(place, name), 'half');
  const lock = await lockJobs(out, 'study');
  await runJobs([one], { out }, silentWork);
  lock.release();
  expect((await readdir(out)).sort()).toEqual(['jobs', 'notes.part']);
  expect((await readdir(folder)).sort()).toEqual(['done.json', 'notes.part']);
});

test('A full disk ends the study with its own words', async () => {
  const full = job('full', async () => {
    throw new LineamentError('cannot be written: no space left on the device', {
      hint: 'the disk is full: free some space',
    });
  });
  await expect(runJobs([full, job('other', async () => 2)], { out }, silentWork)).rejects.toThrow(
    /disk is full/,
  );
});

test('Stopping keeps what is done and names the way on', async () => {
  const controller = new AbortController();
  const stopping = job('stopping', async () => {
    controller.abort();
    throw new StoppedError('stopped at step 3 of 5');
  });
  const first = job('one', async () => 1);
  await expect(
    runJobs([first, stopping], { out }, { ...silentWork, signal: controller.signal }),
  ).rejects.toThrow(/after 1 of 2 jobs.*run the same command again/);
  expect(await doneJobs(out, [first, stopping])).toEqual(new Set([first]));
});

test('What another key left in the folder is not taken for this job', async () => {
  const one = job('one', async () => 1);
  await runJobs([one], { out }, silentWork);
  const file = join(jobFolder(out, one), 'done.json');
  const done = JSON.parse(await readFile(file, 'utf8')) as { key: string };
  await writeFile(file, JSON.stringify({ ...done, key: 'another' }));
  expect((await doneJobs(out, [one])).size).toBe(0);
});

test('A job whose file is cut off or damaged runs again', async () => {
  let runs = 0;
  const one = job('cut', async () => ++runs);
  await runJobs([one], { out }, silentWork);
  const file = join(jobFolder(out, one), 'done.json');
  const whole = await readFile(file, 'utf8');
  for (const left of [whole.slice(0, -9), '', 'null', '[]', '{}']) {
    await writeFile(file, left);
    expect((await doneJobs(out, [one])).size).toBe(0);
  }
  await runJobs([one], { out }, silentWork);
  expect(runs).toBe(2);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ name: 'cut', outcome: 2 });
});

test('The time left is corrected by what jobs of the same kind took', () => {
  const of = (kind: Job['kind'], seconds: number) => ({ kind, seconds });
  // Trainings took twice their estimate: 2 · 30 + 5 for measuring, of which nothing is known yet.
  const measured = [
    { job: of('training', 10), seconds: 15 },
    { job: of('training', 10), seconds: 25 },
  ];
  expect(secondsLeft([of('training', 30), of('measuring', 5)], measured)).toBe(65);
});

test('A job whose result lay in another place and is gone runs again', async () => {
  let [runs, there] = [0, true];
  const away = defineJob({
    name: 'away',
    kind: 'faces',
    settings: 'away',
    seconds: 1,
    run: async () => ++runs,
    isThere: async () => there,
  });
  await runJobs([away], { out }, silentWork);
  await runJobs([away], { out }, silentWork);
  expect(runs).toBe(1);
  there = false;
  await runJobs([away], { out }, silentWork);
  expect(runs).toBe(2);
});
