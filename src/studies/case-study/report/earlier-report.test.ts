import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepEarlierReport, refuseForeignReport } from './earlier-report.js';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'report-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

test("another study's report is kept under its name, and only the last of each", async () => {
  const folder = join(out, 'report');
  const write = async (study: unknown, page: string): Promise<void> => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'report.json'), JSON.stringify({ format: 1, study: { name: study } }));
    await writeFile(join(folder, 'report.html'), page);
  };
  const pages = async (): Promise<Record<string, string>> => {
    const found: Record<string, string> = {};
    for (const name of await readdir(out))
      found[name] = await readFile(join(out, name, 'report.html'), 'utf8');
    return found;
  };
  await keepEarlierReport(folder, 'first');
  expect(await pages()).toEqual({});
  await write('first', 'one');
  await keepEarlierReport(folder, 'first');
  expect(await pages()).toEqual({ report: 'one' });
  await keepEarlierReport(folder, 'second-');
  await write('second-', 'two');
  expect(await pages()).toEqual({ 'report-first': 'one', report: 'two' });
  await keepEarlierReport(folder, 'first');
  await write('first', 'three');
  expect(await pages()).toEqual({ 'report-second-': 'two', report: 'three' });
  // A name that is a path, and what is no report: nothing moves.
  await write('../elsewhere', 'four');
  await keepEarlierReport(folder, 'third');
  expect(await pages()).toEqual({ 'report-second-': 'two', report: 'four' });
});

test('what no study wrote is refused, wherever a report would take its place', async () => {
  const folder = join(out, 'report');
  const write = async (place: string, name: string, text: string): Promise<void> => {
    await mkdir(place, { recursive: true });
    await writeFile(join(place, name), text);
  };
  const refused = (place: string): Promise<void> =>
    expect(refuseForeignReport(folder, 'first')).rejects.toThrow(
      `study: ${place} is there already and was not written by study`,
    );
  await refuseForeignReport(folder, 'first');
  await mkdir(folder);
  await refuseForeignReport(folder, 'first');
  await write(folder, 'report.html', 'notes');
  await refused(folder);
  await write(folder, 'report.json', JSON.stringify({ study: 'of voles' }));
  await refused(folder);
  await write(folder, 'report.json', JSON.stringify({ study: { name: 'second' } }));
  await refuseForeignReport(folder, 'first');
  // It would move there, over what is there.
  await write(`${folder}-second`, 'notes.md', 'notes');
  await refused(`${folder}-second`);
  await rm(`${folder}-second`, { recursive: true });
  // What was kept of this study goes.
  await writeFile(`${folder}-first`, 'notes');
  await refused(`${folder}-first`);
});
