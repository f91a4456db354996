/**
 * The plan of a study: every job that its rows need, in an order in which each comes after those it needs. The same plan
 * says what the report's tables are made of. Nothing is trained or measured here.
 */
import type { Job } from '../../jobs/job.js';
import { inOrder, JobPool } from '../../jobs/job-pool.js';
import type { MeasuredStep } from '../job-kinds/estimate.js';
import { landmarkCount } from '../job-kinds/landmark-set-key.js';
import type { Column } from './measuring-job.js';
import { planData } from './plan-data.js';
import { type PlannedMeasurements, planMeasurements } from './plan-measurements.js';
import { planTrainings } from './plan-trainings.js';
import type { Domain, StudyData } from './study-data.js';
import type { ReadStudy } from './study-recipe.js';

export interface StudyPlan extends PlannedMeasurements {
  jobs: Job[];
  /** The tables' columns. */
  columns: Column[];
  /** The domain that rows adapt to. */
  domain: Domain;
  /** So many times as long as on a quiet machine a training step took when it was timed. */
  busy: number;
}

/** @param step – of the base, as it was timed. */
export async function planStudy(study: ReadStudy, data: StudyData, step: MeasuredStep): Promise<StudyPlan> {
  const pool = new JobPool();
  for (const job of data.jobs) pool.one(job);
  const faces = planData(study.recipe, data, await landmarkCount(study.recipe.landmarks));
  const trainings = await planTrainings(study, faces, step, pool);
  const measurements = planMeasurements(study.recipe, faces, trainings, pool, step);
  const { rows, curve, adapterCurve, conditions, consistency, features } = measurements;
  const measured: Job[] = [...rows.flatMap(({ runs }) => runs), ...curve].map(({ measuring }) => measuring);
  if (adapterCurve !== undefined) measured.push(adapterCurve.measuring);
  measured.push(conditions, ...[...features, ...consistency].map(({ measuring }) => measuring));
  return {
    jobs: inOrder([...data.jobs, ...measured]),
    ...measurements,
    columns: faces.columns,
    domain: data.target,
    busy: step.busy ?? 1,
  };
}
