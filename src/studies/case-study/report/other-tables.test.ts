import { expect, test } from 'vitest';
import { faceViews } from '../../../evaluation/consistency/face-movement.js';
import { consistencyTable } from './consistency-table.js';
import { featureTable } from './feature-table.js';
import { lossTable } from './loss-table.js';
import type { StudyReport } from './study-report.js';
import { trialTable } from './trial-table.js';

const figures = (points: 'all' | 'nearest-68', count: number) =>
  faceViews.map((view, i) => ({
    ...{ view, points, count, faces: 9, movement: i + 1 },
    interval: { low: i + 0.5, high: i + 1.5 },
  }));
const report = {
  domain: 'simulated',
  columns: [
    { name: 'simulated validation', domain: 'simulated', split: 'validation' },
    { name: 'simulated test', domain: 'simulated', split: 'test' },
  ],
  mainPart: 'simulated test',
  mainPoints: 'all',
  normaliser: 'outer-eye-corners',
  rows: [{ name: 'dann', title: 'DANN' }],
  cells: [
    {
      ...{ row: 'dann', part: 'simulated test', points: 'all', comparison: 'nearest-subset' },
      figures: { 'outer-eye-corners': { nme: 4.567 } },
    },
  ],
  consistency: [
    {
      title: 'sparse',
      parts: [{ part: 'simulated test', figures: [...figures('all', 68), ...figures('nearest-68', 68)] }],
    },
    {
      title: 'dense',
      parts: [{ part: 'simulated test', figures: [...figures('all', 490), ...figures('nearest-68', 68)] }],
    },
  ],
  features: [{ row: 'dann', held: 1.5, other: 3, interval: { low: 2.75, high: 3.25 }, faces: 9 }],
  losses: [
    {
      ...{ row: 'dann', seed: 1, methods: ['dann'] },
      parts: [
        { name: 'task', weight: 1, beginning: 4.125, end: -0.25, course: [4, 2, -0.25] },
        { name: 'dann.loss', weight: 0.1, beginning: 0.69, end: 0.6, course: [0.69, 0.6] },
        { name: 'dann.new', weight: 0.1, beginning: 0.0625, end: 2, course: [2] },
        { name: 'bi-classifier.loss', weight: 0.1, beginning: 1, end: 1, course: [] },
      ],
    },
  ],
  trials: [
    {
      ...{ row: 'dann', seed: 2, chosen: 'strong' },
      trials: [
        { name: 'weak', nme: 4.511 },
        { name: 'strong', nme: 4.5 },
      ],
    },
  ],
} as unknown as StudyReport;

test('The steadiness of a dense set is told over all its points and over those nearest to the 68', () => {
  const table = consistencyTable(report)!;
  expect(table.rows.map((row) => row.slice(0, 4))).toEqual([
    ['sparse', 'SIMULATED test (9)', 'all 68', '1.00 [0.50, 1.50]'],
    ['dense', 'SIMULATED test (9)', 'all 490', '1.00 [0.50, 1.50]'],
    ['dense', 'SIMULATED test (9)', 'nearest to the 68', '1.00 [0.50, 1.50]'],
  ]);
  expect(table.rows[0]![6]).toBe('4.00 [3.50, 4.50]');
  expect(table.caption).toMatch(/simulated/i);
});

test('Distances of features stand beside those of synthetic faces and the error', () => {
  expect(featureTable(report)!.rows).toEqual([['DANN', '3.00 [2.75, 3.25]', '1.50', '2.00', '4.57']]);
});

test('What losses did stands by their parts, unknown ones by their names, and what another part says is left out', () => {
  const table = lossTable(report)!;
  expect(table.rows.map((row) => row.slice(1))).toEqual([
    ['task', 'synthetic', '1', '4.13', '−0.250', '█▅▁'],
    ['discriminator’s loss (0.69: guesses)', 'SIMULATED', '0.1', '0.690', '0.600', '█▁'],
    ['dann.new', '', '0.1', '0.0625', '2.00', '–'],
  ]);
  expect(table.caption).not.toContain('Without a loss');
  const [dann] = report.losses;
  const alone = { ...dann!, parts: dann!.parts.slice(0, 1) };
  expect(lossTable({ ...report, losses: [alone] })!.caption).toContain('Without a loss of their own: DANN.');
  // Trained further on synthetic faces alone: nothing to explain.
  expect(lossTable({ ...report, losses: [{ ...alone, methods: [] }] })).toBeNull();
});

test('Errors of trials stand side by side, the chosen one marked', () => {
  const table = trialTable(report)!;
  expect(table.head).toEqual(['', 'seed', 'weak', 'strong']);
  expect(table.rows).toEqual([['DANN', '2', '4.51', '4.50']]);
  expect(table.best).toEqual([[0, 3]]);
  expect(table.caption).toMatch(/simulated/i);
});

test('Nothing is shown of what was not measured', () => {
  const without = { ...report, consistency: [], features: [], losses: [], trials: [] } as StudyReport;
  const tables = [consistencyTable, featureTable, lossTable, trialTable].map((table) => table(without));
  expect(tables).toEqual([null, null, null, null]);
});
