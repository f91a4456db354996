import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepEarlierReport } from './earlier-report.js';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'report-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

test("another study's report is kept under its name, the same study's stays where it is", async () => {
  const folder = join(out, 'report');
  const write = async (study: unknown, page: string): Promise<void> => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'report.json'), JSON.stringify({ format: 1, study: { name: study } }));
    await writeFile(join(folder, 'report.html'), page);
  };
  expect(await keepEarlierReport(folder, 'first')).toBeUndefined();
  await write('first', 'old page');
  expect(await keepEarlierReport(folder, 'first')).toBeUndefined();
  expect(await keepEarlierReport(folder, 'second')).toBe(join(out, 'report-first'));
  expect(await readdir(out)).toEqual(['report-first']);
  // A newer one of the same study takes its place.
  await write('first', 'new page');
  await keepEarlierReport(folder, 'second');
  expect(await readFile(join(out, 'report-first/report.html'), 'utf8')).toBe('new page');
  // What is no report, and a name that is a path, stay.
  await write('../elsewhere', 'a page');
  expect(await keepEarlierReport(folder, 'second')).toBeUndefined();
  expect((await readdir(out)).sort()).toEqual(['report', 'report-first']);
});
