import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { writeTinyFaces } from '../../dataset/tiny-faces.suite.js';
import { tinyClipFile } from '../../networks/clip/tiny-clip.suite.js';
import { run } from '../run.js';

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
