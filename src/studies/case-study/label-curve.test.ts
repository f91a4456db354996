/** Where the curve over labels begins: a row that begins with the base is the base without any label; one of random weights is nothing. */
import { expect, it } from 'vitest';
import { planStudy, type StudyPlan } from './plan-study.js';
import { plannedPhotographs } from './planned-photographs.suite.js';
import { studyData } from './study-data.js';
import { readStudy } from './study-recipe.js';

async function planned(overrides: object): Promise<StudyPlan> {
  const curve = { counts: [0, 10], rows: ['fine-tuning', 'label-transfer', 'supervised'], seeds: [1] };
  const study = await readStudy('recipes/case-study-wild.yaml', 'full', { labelCurve: curve, ...overrides });
  const data = await studyData(study.recipe, { real: plannedPhotographs, simulated: false });
  return planStudy(study, data, { seconds: 1, batch: 16 });
}

/** Rows that have a point without labels, and what it is measured on. */
const beginnings = ({ curve }: StudyPlan): [string, unknown][] =>
  curve.flatMap(({ row, labels, measuring }) => (labels === 0 ? [[row, measuring]] : []));

it('Rows from the base begin where it stands, be it named by its file; those from nothing with their first labels', async () => {
  const plan = await planned({});
  const base = plan.rows.find(({ name }) => name === 'synthetic-only')!.runs[0]!.measuring;
  expect(beginnings(plan)).toEqual([
    ['fine-tuning', base],
    ['label-transfer', base],
  ]);
  expect(plan.curve.filter(({ labels }) => labels === 10).map(({ row }) => row)).toEqual([
    'fine-tuning',
    'label-transfer',
    'supervised',
  ]);
});

it('A row that begins with another file than the base does not begin there', async () => {
  // Its base has 490 points, while fine-tuning goes on from the detector of 68.
  expect(beginnings(await planned({ landmarks: 'dense490' })).map(([row]) => row)).toEqual([
    'label-transfer',
  ]);
});
