import { expect, test } from 'vitest';
import { defineJob } from '../../../jobs/job.js';
import type { JobEnd } from '../../../jobs/run-jobs.js';
import type { StudyPlan } from '../plan-study.js';
import { adapterFigures } from './curve-figures.js';

const wanted = { part: 'test', points: 'all', normaliser: 'outer-eye-corners' } as const;

function curveOf(counts: readonly number[]): [string, number, string, number][] {
  const job = (name: string) =>
    defineJob({ name, kind: 'measuring', settings: { name }, seconds: 1, run: async () => null });
  const [fitted, base] = [job('adapters'), job('measure base')];
  const figures = (nme: number): object => ({ figures: { 'outer-eye-corners': { nme } } });
  const where = { part: 'test', points: 'all' };
  const outcomes = [
    [
      fitted,
      (['ridge-affine', 'mlp'] as const).flatMap((way, i) =>
        [10, 25].map((labels) => ({ ...where, way, labels, seed: 1, ...figures(labels + i) })),
      ),
    ],
    [
      base,
      {
        cells: [
          { ...where, comparison: 'mlp', ...figures(1) },
          { ...where, part: 'train', comparison: 'nearest-subset', ...figures(2) },
          { ...where, comparison: 'nearest-subset', ...figures(4.5) },
        ],
      },
    ],
  ] as const;
  const ends = new Map<unknown, JobEnd>(
    outcomes.map(([of, outcome]) => [of, { state: 'done', outcome, seconds: 1, reused: false }]),
  );
  const plan = {
    adapterCurve: { row: 'base', counts, measuring: fitted },
    rows: [{ name: 'base', title: 'Base', runs: [{ seed: 3, measuring: base }] }],
  } as unknown as StudyPlan;
  return adapterFigures(plan, ends as never, wanted).map(({ series, labels, comparison, nme }) => [
    series,
    labels,
    comparison,
    nme,
  ]);
}

test('The curves of adapters begin at the model as it is, by its nearest subset', () => {
  expect(curveOf([0, 10, 25])).toEqual([
    ['Base, ridge-affine adapter', 0, 'nearest-subset', 4.5],
    ['Base, ridge-affine adapter', 10, 'ridge-affine', 10],
    ['Base, ridge-affine adapter', 25, 'ridge-affine', 25],
    ['Base, MLP adapter', 0, 'nearest-subset', 4.5],
    ['Base, MLP adapter', 10, 'mlp', 11],
    ['Base, MLP adapter', 25, 'mlp', 26],
  ]);
  expect(curveOf([10, 25]).map(([, labels]) => labels)).toEqual([10, 25, 10, 25]);
});
