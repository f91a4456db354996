import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importPts } from '../formats/pts/pts.js';
import { importThreeHundredW } from '../formats/pts/three-hundred-w.js';
import { ptsText, rowsOf, useWorkplace } from './labelled-pictures.suite.js';
import { listFiles } from './list-files.js';

const workplace = useWorkplace();
const listed = async (): Promise<string[]> =>
  (await listFiles(workplace.source)).map((file) => relative(workplace.source, file));
const link = (target: string, name: string): void => {
  const path = join(workplace.source, name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
};
/** Outside of the source. */
const elsewhere = (): string => {
  workplace.picture('moved/a.jpg');
  workplace.write('moved/a.pts', ptsText(rowsOf(68)));
  const path = join(dirname(workplace.source), 'elsewhere');
  execFileSync('mv', [join(workplace.source, 'moved'), path]);
  return path;
};

describe('listFiles', () => {
  it('follows links to files and folders', async () => {
    const real = elsewhere();
    link(join(real, 'a.jpg'), 'files/b.jpg');
    link(join(real, 'a.pts'), 'files/b.pts');
    link(real, 'afw');
    expect(await listed()).toEqual(['afw/a.jpg', 'afw/a.pts', 'files/b.jpg', 'files/b.pts']);
    expect(await importPts({ folder: workplace.source, out: workplace.out })).toMatchObject({ count: 2 });
    const whole = await importThreeHundredW({ folder: workplace.source, out: join(workplace.out, 'whole') });
    expect(whole.parts.find(({ name }) => name === 'AFW')?.imported).toBe(1);
  });

  it('reads each real folder once: loops end', async () => {
    workplace.write('x/a.pts', '');
    workplace.write('y/b.pts', '');
    link('.', 'loop');
    link('../y', 'x/y');
    link('../x', 'y/x');
    link('x', 'again');
    expect(await listed()).toEqual(['x/a.pts', 'y/b.pts']);
  });

  it('finds the parts of 300-W by the names of links to folders that lie elsewhere below, each once', async () => {
    for (const name of ['originals/one/a', 'originals/two/deep/b', 'afw/c']) {
      workplace.picture(`${name}.jpg`);
      workplace.write(`${name}.pts`, ptsText(rowsOf(68)));
    }
    link('../originals/one', 'helen/trainset');
    link('originals/two', 'ibug');
    link('afw', 'again');
    link('.', 'loop');
    const { parts, count } = await importThreeHundredW({ folder: workplace.source, out: workplace.out });
    expect(count).toBe(3);
    expect(
      parts.filter(({ imported }) => imported > 0).map(({ name, imported }) => [name, imported]),
    ).toEqual([
      ['AFW', 1],
      ['HELEN train', 1],
      ['iBug', 1],
    ]);
    expect([...(await workplace.samples()).values()].map(({ id, split }) => [id, split])).toEqual([
      ['afw/c', 'train'],
      ['originals/one/a', 'train'],
      ['originals/two/deep/b', 'challenging'],
    ]);
  });

  it('does not grow with the number of links between folders', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `f${i}`);
    for (const name of names) workplace.write(`${name}/a.pts`, '');
    for (const name of names)
      for (const other of names) if (other !== name) link(`../${other}`, `${name}/${other}`);
    expect(await listed()).toHaveLength(12);
  });

  it('keeps links that lead nowhere, so that reading them says so, and leaves pipes out', async () => {
    workplace.write('a.pts', '');
    link('gone.pts', 'b.pts');
    link('self.pts', 'self.pts');
    execFileSync('mkfifo', [join(workplace.source, 'c.pts')]);
    expect(await listed()).toEqual(['a.pts', 'b.pts', 'self.pts']);
  });

  it('says which folder cannot be read, and stops when told', async () => {
    await expect(listFiles(join(workplace.source, 'none'))).rejects.toThrow(
      /none: the folder cannot be read/,
    );
    await expect(listFiles(workplace.source, AbortSignal.abort())).rejects.toThrow(/files were found/);
  });
});
