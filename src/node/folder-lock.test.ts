import { utimesSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FolderLock, lockFolder } from './folder-lock.js';

const options = { name: 'study.lock', what: 'study', hint: 'let it finish' };
let out: string;
let file: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lock-'));
  file = join(out, options.name);
});
afterEach(() => rm(out, { recursive: true, force: true }));

const lock = (): Promise<FolderLock> => lockFolder(out, options);
const heldBy = (holder: object): Promise<void> =>
  writeFile(
    file,
    JSON.stringify({ pid: process.ppid, host: hostname(), started: null, token: 'another', ...holder }),
  );

test('A folder in which a living process works is refused', async () => {
  await heldBy({});
  await expect(lock()).rejects.toThrow(`the process ${process.ppid} is working on this study`);
});

test('One process cannot take the same folder twice, and can after the release', async () => {
  const first = await lock();
  await expect(lock()).rejects.toThrow(`the process ${process.pid} is working on this study`);
  first.check();
  first.release();
  (await lock()).release();
  expect(await readdir(out)).toEqual([]);
});

test('Of many who ask at the same time one gets it, also where a dead process left its lock', async () => {
  for (const left of [undefined, { pid: 99999999 }]) {
    if (left !== undefined) await heldBy(left);
    const asked = await Promise.allSettled(Array.from({ length: 8 }, lock));
    const got = asked.filter((one) => one.status === 'fulfilled');
    expect(got).toHaveLength(1);
    got[0]!.value.release();
  }
});

test('A lock whose owner has not written into it yet is not taken away', async () => {
  await writeFile(file, '');
  const taken = expect(lock()).rejects.toThrow(/is working on this study/);
  await heldBy({});
  await taken;
});

test('The lock of a dead process is taken over, and one that was cut in the middle', async () => {
  await heldBy({ pid: 99999999 });
  (await lock()).release();
  await writeFile(file, '{"pid": 12');
  (await lock()).release();
});

test.runIf(process.platform === 'linux')(
  'A process number that was given out again holds nothing',
  async () => {
    await heldBy({ started: 'another boot 17' });
    (await lock()).release();
  },
);

test.each([
  ['another machine', { host: 'elsewhere' }],
  ['another container of this name', { place: 'this system pid:[17]' }],
])('A process of %s holds its lock while it shows life, and not when it is dead', async (_, holder) => {
  // Neither number says anything here: the first is of nobody, the second of ourselves.
  for (const pid of [99999999, process.pid]) {
    await heldBy({ pid, ...holder });
    const life = setInterval(() => utimesSync(file, new Date(), new Date()), 5);
    await expect(lockFolder(out, { ...options, patience: 60_000 })).rejects.toThrow(
      /is working on this study/,
    );
    clearInterval(life);
    (await lockFolder(out, { ...options, patience: 100 })).release();
  }
});

test.runIf(process.platform === 'linux')(
  'What a killed container of this machine left holds nobody up, and elsewhere it is said what is waited for',
  async () => {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const told: string[] = [];
    const asked = (patience: number): Promise<FolderLock> =>
      lockFolder(out, { ...options, patience, tell: (line) => told.push(line) });
    const hourAgo = new Date(Date.now() - 3_600_000);
    // With half a minute's watch this test would not end in time.
    await heldBy({ pid: process.pid, place: `${boot} pid:[17]` });
    utimesSync(file, hourAgo, hourAgo);
    (await asked(600_000)).release();
    expect(told).toEqual([]);
    await heldBy({ pid: 17, host: 'elsewhere', place: 'another system pid:[17]' });
    utimesSync(file, hourAgo, hourAgo);
    (await asked(100)).release();
    expect(told).toEqual([
      `the process 17 on elsewhere was working on this study; whether it still lives shows within 1 s. Where you know that it does not, remove ${file}`,
    ]);
  },
);

test('Who lost the lock is told before writing on, and does not release the lock of another', async () => {
  const held = await lock();
  await heldBy({});
  expect(() => held.check()).toThrow('the lock of this study was taken away');
  held.release();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ token: 'another' });
});
