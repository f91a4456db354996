/** Every study's recipe that comes with the package, at every scale: what its rows train is composed and checked, nothing is made. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { applicationsStudy, parseApplications } from './applications/applications-recipe.js';
import { planStudy } from './case-study/plan-study.js';
import { plannedPhotographs } from './case-study/planned-photographs.suite.js';
import { studyData } from './case-study/study-data.js';
import { readStudy, scaleNames } from './case-study/study-recipe.js';
import { planDemo } from './demo/plan-demo.js';
import { generativeStudy, parseGenerative } from './generative/generative-recipe.js';
import { planGenerative } from './generative/run-generative.js';
import { studyKind } from './job-kinds/scaled-recipe.js';

const caseStudies = [
  'case-study.yaml',
  'case-study-wild.yaml',
  'case-study-wild-dense1001.yaml',
  'case-study-wild-dense490.yaml',
  'case-study-wild-labels.yaml',
  'case-study-wild-tried.yaml',
  'case-study-wild-unlabelled.yaml',
];

/** Photographs as 300-W has them, which nobody looks for before a job is run. */
const photographs = {
  ...plannedPhotographs,
  counts: { train: 3000, validation: 148, 'common-test': 554, challenging: 135 },
};

it.each(caseStudies.flatMap((name) => scaleNames.map((scale) => ({ name, scale }))))(
  '$name can be planned at $scale, on the simulated domain and on photographs',
  async ({ name, scale }) => {
    const study = await readStudy(`recipes/${name}`, scale);
    for (const real of [undefined, photographs]) {
      const data = await studyData(study.recipe, { real, simulated: false });
      const { jobs, rows } = await planStudy(study, data, { seconds: 1, batch: 16 });
      expect(rows.map((row) => row.name)).toEqual(Object.keys(study.recipe.rows));
      const trained = rows.filter((row) => study.recipe.rows[row.name]!.recipe !== undefined);
      expect(jobs.filter(({ kind }) => kind === 'training').length).toBeGreaterThanOrEqual(trained.length);
    }
  },
);

it('The demo can be planned, quick and whole', async () => {
  for (const quick of [true, false]) {
    const { jobs } = await planDemo({ folder: 'demo', head: 'cage', seed: 1, quick });
    expect(jobs.map(({ kind }) => kind)).toContain('training');
  }
});

it('Every other study is one of applications or of generative models, and can be planned at every scale', async () => {
  for (const file of await readdir('recipes')) {
    if (!file.endsWith('.yaml') || caseStudies.includes(file)) continue;
    const yaml = await readFile(`recipes/${file}`, 'utf8');
    if (!/^(study|rows|scales):/m.test(yaml)) continue;
    for (const scale of scaleNames)
      if (studyKind(yaml, file) === generativeStudy) {
        const recipe = parseGenerative(yaml, scale, file);
        const { models } = await planGenerative(recipe, 'recipes');
        expect([...new Set(models.map(({ row }) => row))]).toEqual(Object.keys(recipe.models));
      } else expect(parseApplications(yaml, scale, file).study).toBe(applicationsStudy);
  }
});

it('A row of whose trials one reads labels has read labels', async () => {
  const study = await readStudy('recipes/case-study-wild-unlabelled.yaml', 'full');
  const real = [{ method: 'label-transfer', real: { data: 'data/photographs' }, to: 'ibug68' }];
  const set = (adaptation: object[]) => ({ adaptation });
  const { dann } = study.recipe.rows;
  const rowsWith = {
    ...study.recipe.rows,
    dann: { ...dann!, set: {}, trials: { none: {}, labels: set(real) } },
  };
  const changed = { ...study, recipe: { ...study.recipe, rows: rowsWith } };
  const data = await studyData(changed.recipe, { real: photographs, simulated: false });
  const { rows } = await planStudy(changed, data, { seconds: 1, batch: 16 });
  expect(rows.find(({ name }) => name === 'dann')!.labelled).toBe(true);
});

it('Trials are trained and measured on validation alone, and only the chosen one on the test split', async () => {
  const study = await readStudy('recipes/case-study-wild-unlabelled.yaml', 'full');
  const data = await studyData(study.recipe, { real: photographs, simulated: false });
  const { jobs, rows } = await planStudy(study, data, { seconds: 1, batch: 16 });
  const named = (pattern: RegExp) => jobs.filter(({ name }) => pattern.test(name)).map(({ name }) => name);
  const trials = ['weak', 'strong', 'slow'];
  expect(named(/^train dann/)).toEqual(trials.map((trial) => `train dann, seed 1, trial ${trial}`));
  expect(named(/^(measure|choose) dann/)).toEqual([
    ...trials.map((trial) => `measure dann, seed 1, trial ${trial}`),
    'choose dann, seed 1',
    'measure dann, seed 1',
  ]);
  const { training, choice } = rows.find(({ name }) => name === 'dann')!.runs[0]!;
  expect(training).toBe(choice);
});

it('What a trial removes is removed from the recipe, not only from the settings of its row', async () => {
  const study = await readStudy('recipes/case-study-wild-unlabelled.yaml', 'full');
  const data = await studyData(study.recipe, { real: photographs, simulated: false });
  const dann = { ...study.recipe.rows.dann!, set: {}, trials: {} };
  const trainedBy = async (row: typeof dann, name: string): Promise<string> => {
    const recipe = { ...study.recipe, rows: { ...study.recipe.rows, dann: row } };
    const { jobs } = await planStudy({ ...study, recipe }, data, { seconds: 1, batch: 16 });
    return jobs.find((job) => job.name === name)!.key;
  };
  const without = await trainedBy({ ...dann, set: { adaptation: null } }, 'train dann, seed 1');
  expect(await trainedBy(dann, 'train dann, seed 1')).not.toBe(without);
  const tried = { ...dann, trials: { none: { adaptation: null } } };
  expect(await trainedBy(tried, 'train dann, seed 1, trial none')).toBe(without);
});
