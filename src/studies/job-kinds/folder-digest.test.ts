import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { useWorkplace } from '../../dataset/import/files/labelled-pictures.suite.js';
import { folderDigest } from './folder-digest.js';

const workplace = useWorkplace();
/** Outside of the folder that is digested. */
let elsewhere = '';
beforeEach(() => {
  elsewhere = join(dirname(workplace.source), 'elsewhere');
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'a.pts'), 'one');
});
const digest = (): Promise<string> => folderDigest(workplace.source);

describe('folderDigest', () => {
  it('changes with what lies behind a link to a folder', async () => {
    symlinkSync(elsewhere, join(workplace.source, 'afw'));
    const before = await digest();
    expect(await digest()).toBe(before);
    writeFileSync(join(elsewhere, 'b.pts'), 'two');
    expect(await digest()).not.toBe(before);
  });

  it('changes with the size of what a link to a file leads to, and is that of the file itself', async () => {
    symlinkSync(join(elsewhere, 'a.pts'), join(workplace.source, 'a.pts'));
    const linked = await digest();
    rmSync(join(workplace.source, 'a.pts'));
    workplace.write('a.pts', 'one');
    expect(await digest()).toBe(linked);
    workplace.write('a.pts', 'longer');
    expect(await digest()).not.toBe(linked);
  });

  it('changes with a further link to a folder that is known already: importers read meaning in its name', async () => {
    workplace.write('pictures/a.pts', 'one');
    const before = await digest();
    symlinkSync('pictures', join(workplace.source, 'ibug'));
    expect(await digest()).not.toBe(before);
  });

  it('knows a link that leads nowhere', async () => {
    symlinkSync(join(elsewhere, 'late.pts'), join(workplace.source, 'late.pts'));
    const before = await digest();
    writeFileSync(join(elsewhere, 'late.pts'), 'here now');
    expect(await digest()).not.toBe(before);
  });

  it('does not change with where the folder lies or how its path is written', async () => {
    workplace.write('afw/a.pts', 'one');
    mkdirSync(join(elsewhere, 'copy/afw'), { recursive: true });
    writeFileSync(join(elsewhere, 'copy/afw/a.pts'), 'one');
    expect(await folderDigest(join(elsewhere, 'copy'))).toBe(await digest());
    expect(await folderDigest(`${workplace.source}/`)).toBe(await digest());
  });
});
