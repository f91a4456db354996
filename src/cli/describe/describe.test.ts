import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { typed } from '../command/typed.suite.js';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'describe-'));
  await sharp({ create: { width: 120, height: 120, channels: 3, background: '#876' } })
    .jpeg()
    .toFile(at('a<b>.jpg'));
  await writeFile(at('broken.jpg'), 'no picture');
  await writeFile(at('boxes.csv'), 'a<b>.jpg,20,20,80,80\nbroken.jpg,1,1,9,9\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

describe('lineament describe', () => {
  it('writes page, JSON and CSV of what it could read, and lists what it could not', async () => {
    const { error } = await typed(
      'describe',
      ...[at('a<b>.jpg'), at('broken.jpg'), '--boxes', at('boxes.csv')],
      ...['--model', 'ibug68-ict', '--out', at('report')],
    );
    expect(error).toMatch(/describe: 1 of 2 files failed, the first: .*broken\.jpg/);
    const page = await readFile(at('report/description.html'), 'utf8');
    expect(page).toContain('a&lt;b&gt;.jpg, face 1: head yaw');
    expect(page).not.toContain('<b>');
    expect(page).toContain('broken.jpg');
    const { faces, failed } = JSON.parse(await readFile(at('report/description.json'), 'utf8'));
    expect(faces).toHaveLength(1);
    expect(faces[0].described.pose.yaw).toBeTypeOf('number');
    expect(failed).toHaveLength(1);
    const [heading, row] = (await readFile(at('report/description.csv'), 'utf8')).split('\n');
    expect(heading).toContain('file,frame,seconds,face,');
    expect(row?.split(',').length).toBe(heading?.split(',').length);
  });

  it('refuses a focal length that is none', async () => {
    const { error } = await typed('describe', at('a<b>.jpg'), '--out', at('x'), '--focal', '0');
    expect(error).toContain('give pixels, above 0');
  });
});
