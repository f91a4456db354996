import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SetFileDesk } from './set-file-desk.js';

const text = (count: number) => `name: mine\npoints:\n  - {curve: jaw, count: ${count}}\n`;

describe('the file of an edited set', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lineament-set-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('is made, and written whole', async () => {
    const desk = new SetFileDesk(join(folder, 'mine.yaml'));
    expect(await desk.read()).toEqual({ text: null, version: null });
    const saved = await desk.save({ text: text(3), version: null });
    expect(saved).toMatchObject({ conflict: false, mistakes: [] });
    expect(await desk.read()).toEqual({ text: text(3), version: 'version' in saved && saved.version });
    expect(await readdir(folder)).toEqual(['mine.yaml']);
  });

  test('is not written over what someone else did, unless asked; of two saves at once one is', async () => {
    const file = join(folder, 'mine.yaml');
    const desk = new SetFileDesk(file);
    await writeFile(file, text(5));
    expect(await desk.save({ text: text(3), version: null })).toMatchObject({
      conflict: true,
      now: { text: text(5) },
    });
    expect(await readFile(file, 'utf8')).toBe(text(5));
    const { version } = await desk.read();
    const both = await Promise.all([7, 9].map((count) => desk.save({ text: text(count), version })));
    expect(both.map(({ conflict }) => conflict)).toEqual([false, true]);
    expect(await readFile(file, 'utf8')).toBe(text(7));
    expect(await desk.save({ text: text(3), version, overwrite: true })).toMatchObject({ conflict: false });
    expect(await readFile(file, 'utf8')).toBe(text(3));
  });

  test('is kept with its mistakes, which are told as every command tells them', async () => {
    const desk = new SetFileDesk(join(folder, 'mine.yaml'));
    const saved = await desk.save({
      text: 'name: mine\npoints:\n  - {curve: jaw, at: 0.2}\n',
      version: null,
    });
    expect(saved).toMatchObject({ conflict: false, mistakes: [{ line: 3, where: 'jaw.0' }] });
    expect(() => new SetFileDesk('dense243')).toThrow('--from dense243');
  });
});
