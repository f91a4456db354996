import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkWritable, exists, makeFolder, readFileOr, writeError, writeFileWhole } from './files.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineament-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('files', () => {
  test('a file is written whole, in folders made on the way, with nothing left beside it', async () => {
    const path = join(folder, 'a', 'b', 'c.txt');
    await writeFileWhole(path, 'one');
    await writeFileWhole(path, 'two');
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['c.txt']);
  });

  test('what killed processes left beside a file goes, what others write stays', async () => {
    // Process numbers end below 2^22 on Linux, so this one is nobody's.
    const names = [
      'a.txt.99999999.0123abcd.part',
      'new.txt.99999999.0123abcd.part',
      `b.txt.${process.ppid}.0123abcd.part`,
      'film.99999999.part',
    ];
    for (const name of names) await writeFile(join(folder, name), 'half');
    const old = new Date(Date.now() - 3_600_000);
    for (const name of [names[0]!, names[2]!, names[3]!]) await utimes(join(folder, name), old, old);
    await writeFileWhole(join(folder, 'c.txt'), 'whole');
    expect((await readdir(folder)).sort()).toEqual([...names.slice(1), 'c.txt'].sort());
  });

  test('when writing fails the old content stays and the error names the file', async () => {
    const path = join(folder, 'taken');
    await mkdir(path);
    await expect(writeFileWhole(path, 'x')).rejects.toThrow(/taken: cannot be written: .*folder/);
    expect(await readdir(folder)).toEqual(['taken']);
  });

  test.skipIf(process.platform === 'win32')(
    'devices and named pipes, which may never end, are refused',
    async () => {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      for (const path of ['/dev/zero', pipe])
        await expect(readFileOr(path, 'the image')).rejects.toThrow('it is a device or a pipe, not a file');
      await expect(readFileOr(folder, 'the image')).rejects.toThrow('it is a folder');
    },
  );

  test('folders are made with those above them; a file in the way is named', async () => {
    makeFolder(join(folder, 'a', 'b', 'c'));
    makeFolder(join(folder, 'a', 'b'));
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['c']);
    await writeFile(join(folder, 'file'), '');
    for (const path of [join(folder, 'file'), join(folder, 'file', 'below')])
      expect(() => makeFolder(path)).toThrow(/file.*: cannot be written/);
  });

  test.skipIf(process.platform !== 'linux')(
    'a place where no folder can be made is refused, not tried for ever',
    () => {
      expect(() => makeFolder('/proc/lineament/a')).toThrow('/proc/lineament/a: cannot be written');
    },
  );

  test.skipIf(process.platform !== 'linux')('a full disk says so and how to go on', async () => {
    const full = await writeFile('/dev/full', 'x').catch((error: unknown) => error);
    expect(writeError('out.bin', full).message).toMatch(
      /out\.bin: cannot be written: no space left.*free some space/,
    );
  });

  test('a path through a file is refused with a reason', async () => {
    await writeFile(join(folder, 'plain'), '');
    await expect(writeFileWhole(join(folder, 'plain', 'x'), 'x')).rejects.toThrow(/cannot be written/);
  });

  test('a folder that cannot be made or written into is refused before any work', async () => {
    await writeFile(join(folder, 'plain'), '');
    await checkWritable(folder);
    await checkWritable(join(folder, 'to', 'be', 'made'));
    expect(await readdir(folder)).toEqual(['plain']);
    for (const wrong of ['plain', join('plain', 'below', 'it')])
      await expect(checkWritable(join(folder, wrong))).rejects.toThrow(
        /plain.*: cannot be written: .*plain is a file, and a folder is meant \(give another name, or move/,
      );
  });

  test('a missing file is named with what it was for', async () => {
    await expect(readFileOr(join(folder, 'no.yaml'), 'recipe')).rejects.toThrow(
      /no\.yaml: recipe cannot be read: no such file/,
    );
    expect(await exists(join(folder, 'no.yaml'))).toBe(false);
    await writeFile(join(folder, 'yes'), '');
    expect(await exists(join(folder, 'yes'))).toBe(true);
  });
});
