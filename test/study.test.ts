import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runStudy, type StudyOptions, type StudyResult } from '../src/studies/case-study/study.js';

/** About 45 jobs, three minutes of one quiet core; a busy machine needs many times as much. */
const halfAnHour = 1_800_000;

let out: string;
let first: StudyResult;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'study-'));
  first = await runStudy(options());
}, halfAnHour);
afterAll(() => rm(out, { recursive: true, force: true }));

/** Every row of the case study, at the scale that shows that everything runs. */
function options(): StudyOptions {
  return {
    file: fileURLToPath(new URL('../recipes/case-study.yaml', import.meta.url)),
    scale: 'tiny',
    out,
  };
}

test('A tiny study makes its report, and a second run finds everything done', async () => {
  expect(first.failed).toEqual([]);
  expect(first.reused).toBe(0);

  const report = JSON.parse(await readFile(first.report!.json, 'utf8')) as {
    domain: string;
    columns: { name: string }[];
    rows: { name: string; seeds: unknown[] }[];
    cells: { row: string; part: string; comparison: string; faces: unknown[] }[];
    curve: { labels: number }[];
    losses: { row: string; methods: string[]; parts: { name: string }[] }[];
    data: { name: string; digest: string }[];
  };
  expect(report.domain).toBe('simulated');
  expect(report.columns.map(({ name }) => name)).toEqual([
    'synthetic frontal',
    'simulated train',
    'simulated validation',
    'simulated common test',
    'simulated challenging',
  ]);
  expect(Object.fromEntries(report.rows.map(({ name, seeds }) => [name, seeds.length]))).toEqual({
    'synthetic-only': 2,
    'label-transfer': 1,
    'label-transfer-small': 1,
    'label-transfer-convolution': 1,
    'label-transfer-mlp': 1,
    dann: 1,
    daln: 1,
    'bi-classifier': 1,
    'mean-teacher': 1,
    'daln-label-transfer': 1,
    supervised: 1,
  });
  const waysOf = (row: string): string[] => [
    ...new Set(
      report.cells
        .filter((cell) => cell.row === row && cell.part === 'simulated common test')
        .map(({ comparison }) => comparison),
    ),
  ];
  expect(waysOf('synthetic-only')).toEqual(['nearest-subset', 'ridge-affine', 'mlp', 'auxiliary']);
  expect(waysOf('label-transfer')).toEqual(expect.arrayContaining(['own-head', 'mlp']));
  expect(waysOf('daln-label-transfer')).toContain('own-head');
  // Without fold models nothing is fitted on labels that its training has read.
  expect(waysOf('daln-label-transfer')).not.toContain('mlp');
  expect(report.cells.find(({ part }) => part === 'simulated common test')!.faces).toHaveLength(4);
  expect([...new Set(report.curve.map(({ labels }) => labels))].sort((a, b) => a - b)).toEqual([0, 4, 10]);
  const { methods, parts } = report.losses.find(({ row }) => row === 'dann')!;
  expect(methods).toEqual(['dann']);
  expect(parts.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['task', 'dann.loss', 'source.dann.loss']),
  );
  for (const { digest } of report.data) expect(digest).toMatch(/^[0-9a-f]{64}$/);

  const html = await readFile(first.report!.html, 'utf8');
  expect(html).toContain('SIMULATED common test');
  expect(html.match(/<svg/g)!.length).toBeGreaterThanOrEqual(3);
  expect(html).toContain('data:image/jpeg;base64,');
  expect(html).not.toMatch(/(src|href)="(?!data:|#)/);
  const markdown = await readFile(first.report!.markdown, 'utf8');
  expect(markdown).toContain('## Table 2: adaptation of labels at test time');
  expect(await readdir(join(out, 'report'))).toEqual([
    'bars.svg',
    'error-curves.svg',
    'label-curve.svg',
    'report.html',
    'report.json',
    'report.md',
  ]);

  const second = await runStudy(options());
  expect(second.reused).toBe(second.jobs);
  expect(second.failed).toEqual([]);
});
