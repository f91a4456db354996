import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { writeTinyFaces } from '../../dataset/tiny-faces.suite.js';
import { tinyClipFile } from '../../networks/clip/tiny-clip.suite.js';
import { run } from '../run.js';
import { videosOf } from './moments.js';

const folder = mkdtempSync(join(tmpdir(), 'lineament-search-cli-'));
const [data, model] = [join(folder, 'faces'), join(folder, 'clip.onnx')];
const before = process.env.LINEAMENT_ASSETS;

beforeAll(async () => {
  process.env.LINEAMENT_ASSETS = join(folder, 'assets');
  writeFileSync(model, tinyClipFile());
  await writeTinyFaces(data, 4);
});
afterAll(() => {
  if (before === undefined) delete process.env.LINEAMENT_ASSETS;
  else process.env.LINEAMENT_ASSETS = before;
  rmSync(folder, { recursive: true, force: true });
});

async function printed(...options: string[]): Promise<string> {
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += chunk;
    return true;
  });
  try {
    expect(await run(['search', 'a man with glasses', data, '--model', model, ...options])).toBe(0);
  } finally {
    write.mockRestore();
  }
  return text;
}

it('prints the best rows as a table, or all that is known as JSON, and draws them', async () => {
  const lines = (await printed('--most', '2')).trim().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[2]).toMatch(/^1 .* faces, row \d/);
  const out = join(folder, 'found.png');
  const result = JSON.parse(await printed('--json', '--out', out));
  expect(result).toMatchObject({ sentence: 'a man with glasses', unknown: [], faces: 4, failed: [] });
  expect(result.found).toHaveLength(4);
  expect(existsSync(out)).toBe(true);
});

it('says of a folder of pictures and videos that the videos are left out, and how they are searched', async () => {
  const mixed = join(folder, 'mixed');
  mkdirSync(mixed);
  await sharp({ create: { width: 32, height: 32, channels: 3, background: '#888' } }).toFile(
    join(mixed, 'grey.png'),
  );
  for (const name of ['a.mp4', 'b.mov']) writeFileSync(join(mixed, name), 'a film');
  const left = `2 videos left out: pictures and videos are searched apart; give videos alone, such as ${join(mixed, 'a.mp4')}`;
  let said = '';
  const tell = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  try {
    expect(await run(['search', 'a man', mixed, '--model', model])).toBe(0);
  } finally {
    write.mockRestore();
    tell.mockRestore();
  }
  expect(said.split(left)).toHaveLength(2);
  expect(said).not.toContain('describe');
  // Beside frames of a video too.
  expect(await videosOf(mixed, 25)).toEqual({
    sources: [{ path: mixed, pictures: [join(mixed, 'grey.png')], rate: 25 }],
    leftOut: [join(mixed, 'a.mp4'), join(mixed, 'b.mov')],
  });
  expect(await videosOf(mixed, undefined)).toEqual({ sources: [], leftOut: [] });
});

it('takes patterns and folders of videos alone for videos, frames in the order of their numbers', async () => {
  const films = join(folder, 'films');
  mkdirSync(films);
  for (const name of ['film-9.mp4', 'film-10.mp4', 'program.ts']) writeFileSync(join(films, name), 'a film');
  const found = {
    sources: ['film-9.mp4', 'film-10.mp4'].map((name) => ({ path: join(films, name) })),
    leftOut: [],
  };
  for (const place of [films, join(films, '*'), join(films, '*.mp4')])
    expect(await videosOf(place, undefined)).toEqual(found);
  expect(await videosOf(data, 25)).toEqual({ sources: [], leftOut: [] });
});

it.each([
  [['a man', join(tmpdir(), 'no-such-folder.jpg'), '--model', model], 1, 'cannot be read: '],
  [['a man', data, '--out', 'found.txt'], 2, 'ends in .html or .png'],
  [['a man', data, 'clip.mp4'], 2, 'videos and photographs are searched apart'],
  [['a man', data, '--rate', '25'], 2, '--rate is for folders of frames'],
  [
    ['a', 'smiling', 'woman', data, '--model', model],
    2,
    `no file or folder 'smiling' (a sentence is put in quotes: lineament search "a smiling woman")`,
  ],
  [['xyzzy', data, '--model', model], 2, 'none of these words is known: xyzzy'],
  [['a man', data, '--model', join(data, 'dataset.json')], 1, 'not an ONNX file'],
])('refuses %j', async (asked, code, words) => {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  try {
    expect(await run(['search', ...asked], (line) => lines.push(line))).toBe(code);
  } finally {
    write.mockRestore();
  }
  expect(lines.join('\n')).toContain(words);
});
