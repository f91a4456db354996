import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackground, scanBackgrounds } from './background-folder.js';

let folder: string;
const colour = (red: number, width = 60, height = 40) =>
  sharp({ create: { width, height, channels: 3, background: { r: red, g: 20, b: 30 } } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineament-backgrounds-'));
  await writeFile(join(folder, 'b.png'), await colour(200).png().toBuffer());
  await writeFile(join(folder, 'a.PNG'), await colour(90, 400, 300).png().toBuffer());
  const whole = await colour(40, 300, 300).jpeg().toBuffer();
  await writeFile(join(folder, 'cut.jpg'), whole.subarray(0, whole.length / 2));
  await writeFile(join(folder, 'notes.txt'), 'not a picture');
  await mkdir(join(folder, 'album.png'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a folder of backgrounds', () => {
  it('lists what can be read in order, and what cannot with the reason', async () => {
    const { files, bad } = await scanBackgrounds(folder);
    expect(files).toEqual(['a.PNG', 'b.png']);
    expect(bad.map(({ file }) => file)).toEqual(['album.png', 'cut.jpg']);
    expect(bad[0]!.reason).toContain('a folder');
    expect(bad[1]!.reason.length).toBeGreaterThan(5);
  });

  it('takes a link for what it leads to', async () => {
    const links = await mkdtemp(join(tmpdir(), 'lineament-backgrounds-'));
    await symlink(join(folder, 'b.png'), join(links, 'c.png'));
    await symlink(folder, join(links, 'more'));
    const { files, bad } = await scanBackgrounds(links);
    await rm(links, { recursive: true });
    expect(files).toEqual(['c.png']);
    expect(bad).toEqual([{ file: 'more', reason: expect.stringContaining('a folder') }]);
  });

  it('has another digest when a picture or a name changes, and else the same', async () => {
    const { digest } = await scanBackgrounds(folder);
    expect((await scanBackgrounds(folder)).digest).toBe(digest);
    await writeFile(join(folder, 'b.png'), await colour(201).png().toBuffer());
    expect((await scanBackgrounds(folder)).digest).not.toBe(digest);
    await writeFile(join(folder, 'b.png'), await colour(200).png().toBuffer());
    expect((await scanBackgrounds(folder)).digest).toBe(digest);
  });

  it('decodes a picture to about twice the size of the images', async () => {
    const image = await openBackground({ folder, files: [], digest: '' }, 'a.PNG', 64);
    expect([image.width, image.height]).toEqual([171, 128]);
    expect([...image.data.subarray(0, 3)]).toEqual([90, 20, 30]);
  });

  it('refuses a folder without pictures, and one that is not there', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'lineament-backgrounds-'));
    await expect(scanBackgrounds(empty)).rejects.toThrow('holds no picture');
    await rm(empty, { recursive: true });
    await expect(scanBackgrounds(empty)).rejects.toThrow('cannot be read');
  });
});
