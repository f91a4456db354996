import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { trainingLog } from './training-log.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('The log of a run has its whole lines; of one without, there are none', async () => {
  expect(await trainingLog(folder)).toEqual([]);
  const record = { kind: 'validation', step: 5, name: 'PSNR', value: 20 };
  const line = JSON.stringify(record);
  await writeFile(join(folder, 'metrics.jsonl'), `${line}\ncut\n${line.slice(0, 20)}`);
  expect(await trainingLog(folder)).toEqual([record]);
});

test('A log that is there and cannot be read is not taken for none', async () => {
  await mkdir(join(folder, 'metrics.jsonl'));
  await expect(trainingLog(folder)).rejects.toThrow('the log cannot be read: it is a folder');
});
