import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { generateDataset } from '../../dataset/generate/generate-dataset.js';
import { run } from '../run.js';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-sheet-'));
  const out = join(folder, 'faces');
  await generateDataset({ head: 'cage', count: 5, size: 32, landmarks: 'ibug68', seed: 3, out, workers: 1 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function sheet(...options: string[]): Promise<{ width: number; height: number; green: number }> {
  const out = join(folder, 'sheet.png');
  expect(
    await run(['dataset', 'sheet', join(folder, 'faces'), '--out', out, '--tile', '64', ...options]),
  ).toBe(0);
  const { data, info } = await sharp(out).raw().toBuffer({ resolveWithObject: true });
  let green = 0;
  for (let i = 0; i < data.length; i += 3)
    if (data[i]! < 90 && data[i + 1]! > 230 && data[i + 2]! < 90) green++;
  return { width: info.width, height: info.height, green };
}

it('draws as many pictures as there are, with their landmarks or without', async () => {
  const marked = await sheet('--columns', '2');
  expect([marked.width, marked.height]).toEqual([128, 192]);
  const plain = await sheet('--columns', '2', '--points', 'none');
  expect(marked.green).toBeGreaterThan(plain.green + 20);
});

it.each(['0', '7', '9000'])('refuses tiles of %s pixels', async (tile) => {
  const lines: string[] = [];
  const asked = ['dataset', 'sheet', join(folder, 'faces'), '--out', join(folder, 'x.png'), '--tile', tile];
  expect(await run(asked, (line) => lines.push(line))).toBe(1);
  expect(lines.join('\n')).toMatch(/5 pictures of \d+ pixels would be .*choose tiles/);
});

it('says which condition no picture meets', async () => {
  const lines: string[] = [];
  const asked = ['dataset', 'sheet', join(folder, 'faces'), '--out', join(folder, 'x.png')];
  expect(await run([...asked, '--where', 'yaw > 400'], (line) => lines.push(line))).toBe(1);
  expect(lines.join('\n')).toContain('faces: there is no picture to draw where yaw > 400 (what the source');
});

it('refuses a name that promises another format', async () => {
  const lines: string[] = [];
  const asked = ['dataset', 'sheet', join(folder, 'faces'), '--out', join(folder, 'x.txt')];
  expect(await run(asked, (line) => lines.push(line))).toBe(2);
  expect(lines.join('\n')).toContain('ends in .png');
});

it('says as JSON how many it drew of how many', async () => {
  const written: string[] = [];
  const print = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);
  const out = join(folder, 'told.png');
  const told = [
    'dataset',
    'sheet',
    join(folder, 'faces'),
    '--out',
    out,
    '--tile',
    '16',
    '--rows',
    '1',
    '--columns',
    '2',
  ];
  const code = await run([...told, '--json']);
  print.mockRestore();
  expect(code).toBe(0);
  expect(JSON.parse(written.join(''))).toEqual({ sheet: out, drawn: 2, selected: 5 });
});

it('draws what is selected, and says what a condition may name', async () => {
  expect(await sheet('--where', "id LIKE '%3'")).toMatchObject({ width: 64, height: 64 });
  const lines: string[] = [];
  const wrong = [
    'dataset',
    'sheet',
    join(folder, 'faces'),
    '--out',
    join(folder, 'x.png'),
    '--where',
    'smile > 3',
  ];
  expect(await run(wrong, (line) => lines.push(line))).toBe(2);
  expect(lines.join('\n')).toMatch(/«smile > 3» cannot be used.*expression/);
});
