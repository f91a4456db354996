import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockStudy } from './folder-lock.js';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'study-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

test('A folder in which a living process works is refused', async () => {
  await writeFile(join(out, 'study.lock'), String(process.ppid));
  await expect(lockStudy(out)).rejects.toThrow(`the process ${process.ppid} is working on this study`);
});

test('A lock whose owner has not written its number yet is not taken away', async () => {
  const file = join(out, 'study.lock');
  await writeFile(file, '');
  const taken = expect(lockStudy(out)).rejects.toThrow(/is working on this study/);
  await writeFile(file, String(process.ppid));
  await taken;
});

test('The lock of a dead process is taken over, and released', async () => {
  await writeFile(join(out, 'study.lock'), '99999999');
  await (await lockStudy(out))();
  await (await lockStudy(out))();
});
