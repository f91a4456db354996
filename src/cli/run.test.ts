import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { run } from './run.js';

afterEach(() => vi.restoreAllMocks());

it.each([
  [['landmarks', 'list'], 0, ''],
  [['--version'], 0, ''],
  [['model', 'evaluate', 'no.onnx', '--data', 'nowhere', '--normaliser', 'box'], 1, 'not a dataset'],
  [['landmarks', 'show', 'ibug86'], 2, 'the known sets are ibug68'],
  [['generate', '--out', 'nowhere', '--count', '3', '--landmarks', 'ibug86'], 2, "'ibug86'"],
  [['fly'], 2, ''], // commander says this one itself
])('%j ends with %i, in words and without a stack trace', async (argv, code, words) => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const lines: string[] = [];
  expect(await run(argv, (line) => lines.push(line))).toBe(code);
  expect(lines.join('\n')).toContain(words);
  expect(lines.join('\n')).not.toMatch(/unexpected|\n {4}at /);
});

it('prints names of others in errors so that they cannot steer the terminal', async () => {
  const lines: string[] = [];
  await run(['dataset', 'sheet', 'no\u001b[2Jwhere', '--out', 'a.png'], (line) => lines.push(line));
  expect(lines.join('\n')).toContain('no\\x1b[2Jwhere');
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('ends work that %s stops with %i', async (signal, code) => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const folder = await mkdtemp(join(tmpdir(), 'run-'));
  // Every look at the clock is a second later: each step of the work is a turn, in which it sees whether it is stopped.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 1000;
    return now;
  });
  const listening = process.listenerCount(signal);
  const lines: string[] = [];
  let isOver = false;
  const select = ['landmarks', 'select', '--count', '40', '--out', join(folder, 'set.yaml')];
  const ended = run(select, (line) => lines.push(line)).finally(() => {
    isOver = true;
  });
  while (process.listenerCount(signal) === listening && !isOver)
    await new Promise((resolve) => setImmediate(resolve));
  process.emit(signal);
  expect(await ended).toBe(code);
  expect(lines.join('\n')).toMatch(/^lineament: stopped: .*\d+ % were done/);
  expect(process.listenerCount(signal)).toBe(listening);
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});
