import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { freedAfter } from '../../core/opened-together.js';
import { holdOutFolder, makeOutFolder } from './out-folder.js';
import { typed } from './typed.suite.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'out-folder-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

it('takes folders away again in which nothing was put, and no others', async () => {
  const out = join(folder, 'made', 'deep');
  await freedAfter((keep) => holdOutFolder(out, keep));
  expect(await readdir(folder)).not.toContain('made');
  await freedAfter(async (keep) => {
    await holdOutFolder(out, keep);
    await writeFile(join(out, 'a.txt'), '');
  });
  expect(await readdir(out)).toEqual(['a.txt']);
  const empty = join(folder, 'empty');
  await mkdir(empty);
  await freedAfter((keep) => makeOutFolder(empty, keep));
  expect(await readdir(folder)).toContain('empty');
});

it('refuses a second run while the first one works, and leaves its folder alone', async () => {
  const out = join(folder, 'twice');
  await freedAfter(async (keep) => {
    await holdOutFolder(out, keep);
    await expect(freedAfter((other) => holdOutFolder(out, other))).rejects.toThrow(
      `the process ${process.pid} is working on this folder`,
    );
    expect(await readdir(out)).toEqual(['lineament.lock']);
  });
});

it('refuses what cannot be made', async () => {
  await writeFile(join(folder, 'file'), '');
  await symlink(join(folder, 'nowhere', 'at-all'), join(folder, 'dangling'));
  for (const out of ['file', 'file/below', 'dangling'])
    await expect(freedAfter((keep) => makeOutFolder(join(folder, out), keep))).rejects.toThrow(
      'cannot be written',
    );
});

it.each(['detect', 'describe'])(
  '%s refuses a folder that is held, and one that cannot be made',
  async (command) => {
    const out = join(folder, `held-${command}`);
    await freedAfter(async (keep) => {
      await holdOutFolder(out, keep);
      expect((await typed(command, 'docs/images/faces.jpg', '--out', out)).error).toContain(
        'is working on this folder (let it finish, stop it, or give another folder with --out)',
      );
    });
    await symlink(join(folder, 'nowhere'), join(folder, `leads-nowhere-${command}`));
    const nowhere = join(folder, `leads-nowhere-${command}`);
    expect((await typed(command, 'docs/images/faces.jpg', '--out', nowhere)).error).toContain(
      `${nowhere}: cannot be written`,
    );
    expect(await readdir(folder)).not.toContain('nowhere');
  },
);
