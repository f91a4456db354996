/**
 * What the plan says of a job, beside what it took: jobs of `lineament study recipes/case-study-wild.yaml --real … --scale medium` on an
 * AMD EPYC, two cores, Node 20, with nothing else running (2026-11-29), whose step of 16 faces had been timed before.
 */
import { expect, it } from 'vitest';
import { planStudy } from './plan-study.js';
import { plannedPhotographs } from './planned-photographs.suite.js';
import { studyData } from './study-data.js';
import { readStudy } from './study-recipe.js';

/** Seconds; of several of a kind their mean. */
const taken = {
  'train label-transfer, seed 1, 250 labels': 88,
  'measure label-transfer, seed 1, 250 labels': 8.9,
  'adapters of synthetic-only by the number of labels': 57,
  'what the test faces are like': 8.2,
  'features of dann': 9.1,
  'how steady the points of ibug68 are': 27.5,
};

it('A job is expected to take what it took where nothing else ran, within an eighth', async () => {
  const study = await readStudy('recipes/case-study-wild.yaml', 'medium');
  const data = await studyData(study.recipe, { real: plannedPhotographs, simulated: false });
  const { jobs } = await planStudy(study, data, { seconds: 0.1569, batch: 16, busy: 1, cores: 2 });
  for (const [name, seconds] of Object.entries(taken)) {
    const expected = jobs.find((job) => job.name === name)!.seconds;
    expect(Math.abs(expected / seconds - 1), `${name}: ${expected}`).toBeLessThan(1 / 8);
  }
});
