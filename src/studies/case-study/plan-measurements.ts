/** The measurements of a study: every trained row on all columns, the points of the curve over labels on its test columns. */

import type { FeatureGap } from '../../evaluation/features/feature-gap.js';
import type { RowResult } from '../../evaluation/rows/row-result.js';
import type { Job } from '../../jobs/job.js';
import type { JobPool } from '../../jobs/job-pool.js';
import { defaultLandmarkSet } from '../../landmarks/sets/registry.js';
import { type MeasuredStep, measuringSeconds, predictingSeconds } from '../job-kinds/estimate.js';
import type { ModelOutcome } from '../job-kinds/training-job.js';
import { type AdapterFigure, adapterCurveJob } from './adapter-curve-job.js';
import type { ChoiceOutcome } from './choice-job.js';
import { conditionsJob, type PartConditions } from './conditions-job.js';
import { consistencyJob, type PartConsistency } from './consistency-job.js';
import { featuresJob } from './features-job.js';
import { type Column, measuringJob } from './measuring-job.js';
import type { PlannedData } from './plan-data.js';
import type { PlannedTrainings, RowTrainings } from './plan-trainings.js';
import type { StudyRecipe } from './study-recipe.js';
import type { StudyRow } from './study-row.js';

export interface PlannedRun {
  seed: number;
  training: Job<ModelOutcome>;
  /** The same job where the row has trials. */
  choice: Job<ChoiceOutcome> | undefined;
  measuring: Job<RowResult>;
}

export interface PlannedRow {
  name: string;
  title: string;
  on: StudyRow['on'];
  /** Whether its training reads labels of real faces. */
  labelled: boolean;
  show: boolean;
  /** Seed of the fold models, which serve all its runs; null without. */
  foldModelsSeed: number | null;
  /** Of its training; null for the base as it is. */
  recipe: string | null;
  runs: PlannedRun[];
}

export interface CurvePoint {
  row: string;
  /** Real labels. */
  labels: number;
  seed: number;
  measuring: Job<RowResult>;
}

/** The adapters of the model that has seen no real label, fitted on so many. */
export interface AdapterCurve {
  row: string;
  /** Of labels; with 0 the curve begins at the row without any adapter. */
  counts: number[];
  measuring: Job<AdapterFigure[]>;
}

export interface PlannedMeasurements {
  rows: PlannedRow[];
  curve: CurvePoint[];
  adapterCurve: AdapterCurve | undefined;
  conditions: Job<PartConditions[]>;
  consistency: { title: string; measuring: Job<PartConsistency[]> }[];
  features: { row: string; measuring: Job<FeatureGap> }[];
}

/** @param pool – of the plan's jobs. @param step – of the base, as it was timed. */
export function planMeasurements(
  recipe: StudyRecipe,
  data: PlannedData,
  trainings: PlannedTrainings,
  pool: JobPool,
  step: MeasuredStep,
): PlannedMeasurements {
  const rows = trainings.rows.map((row) => plannedRow(row, recipe, data, pool, step));
  const measured = new Map(
    rows.flatMap(({ runs }) => runs.map(({ training, measuring }) => [training, measuring] as const)),
  );
  const { evaluation } = recipe;
  const tests = data.columns.filter(
    (column) => column.domain === data.target.kind && column.split !== 'train',
  );
  const curve = trainings.curve.map(
    ({ row, labels, seed, training }): CurvePoint => ({
      row,
      labels,
      seed,
      measuring:
        measured.get(training) ??
        pool.one(
          measuringJob({
            name: `measure ${row}, seed ${seed}, ${labels} labels`,
            training,
            columns: tests,
            fit: undefined,
            folds: undefined,
            auxiliary: undefined,
            ways: ['own-head'],
            seed: evaluation.seed,
            resamples: evaluation.resamples,
            keepPoints: false,
            seconds: predictingSeconds(facesOf(tests), step),
          }),
        ),
    }),
  );
  return {
    rows,
    curve,
    adapterCurve: adapterCurve(recipe, data, trainings, tests, pool, step),
    conditions: pool.one(
      conditionsJob(
        tests.filter(({ split }) => split !== 'validation'),
        evaluation.seed,
      ),
    ),
    consistency: consistency(recipe, data, trainings, tests, pool, step),
    features: features(recipe, data, trainings, tests, pool, step),
  };
}

/** On the first synthetic part, and on the test parts. */
function consistency(
  { consistency: { faces }, evaluation: { seed, resamples } }: StudyRecipe,
  data: PlannedData,
  { looked }: PlannedTrainings,
  tests: readonly Column[],
  pool: JobPool,
  step: MeasuredStep,
): PlannedMeasurements['consistency'] {
  const columns = [data.columns[0]!, ...tests.filter(({ split }) => split !== 'validation')];
  const counted = columns.reduce((sum, column) => sum + Math.min(faces, column.faces), 0);
  return looked.map(({ title, model }) => ({
    title,
    measuring: pool.one(
      consistencyJob({
        ...{ title, model, columns, faces, seed, resamples },
        seconds: predictingSeconds(lookedViews * counted, step, counted),
      }),
    ),
  }));
}

/** As it is, mirrored, and through six boxes. */
const lookedViews = 8;

/** The cloud and the bootstrap; faces are read in threads beside the looks. */
const featureSeconds = 2;

function features(
  { features: { rows, faces, cloud }, evaluation: { seed, resamples } }: StudyRecipe,
  data: PlannedData,
  trainings: PlannedTrainings,
  tests: readonly Column[],
  pool: JobPool,
  step: MeasuredStep,
): PlannedMeasurements['features'] {
  const synthetic = data.columns[0]!;
  const parts = {
    cloud: { ...synthetic, split: 'train', limit: cloud },
    held: { ...synthetic, limit: Math.ceil(faces / 2) },
    other: { ...tests.filter(({ split }) => split !== 'validation')[0]!, limit: faces },
  };
  return trainings.rows
    .filter(({ name }) => rows.includes(name))
    .map(({ name, runs }) => ({
      row: name,
      measuring: pool.one(
        featuresJob({
          name: `features of ${name}`,
          training: runs[0]!.training,
          ...{ parts, seed, resamples },
          seconds: featureSeconds + predictingSeconds(cloud + 1.5 * faces, step, 0),
        }),
      ),
    }));
}

/** Of one adapter, on however many labels: a network takes the same steps. By the 70 of the wild study at `medium`. */
const adapterFitSeconds = 0.6;

function adapterCurve(
  { labelCurve, evaluation }: StudyRecipe,
  data: PlannedData,
  trainings: PlannedTrainings,
  tests: readonly Column[],
  pool: JobPool,
  step: MeasuredStep,
): AdapterCurve | undefined {
  const none = trainings.rows.find(({ synthetic }) => synthetic);
  const { fit } = data;
  if (labelCurve.adapters.length === 0 || none === undefined || fit === undefined) return undefined;
  const { adapterCounts = labelCurve.counts } = labelCurve;
  const counts = [...new Set(adapterCounts.map((count) => Math.min(count, fit.faces)))].sort((a, b) => a - b);
  const columns = tests.filter(({ split }) => split !== 'validation');
  const fitted = counts.length * labelCurve.adapterSeeds.length * labelCurve.adapters.length;
  return {
    row: none.name,
    counts,
    measuring: pool.one(
      adapterCurveJob({
        name: `adapters of ${none.name} by the number of labels`,
        training: none.runs[0]!.training,
        columns,
        fit,
        ways: labelCurve.adapters,
        counts,
        seeds: labelCurve.adapterSeeds,
        resamples: evaluation.resamples,
        adapterSteps: evaluation.adapterSteps,
        seconds: predictingSeconds(facesOf(columns) + fit.faces, step) + adapterFitSeconds * fitted,
      }),
    ),
  };
}

function plannedRow(
  { name, row, labelled, runs, folds }: RowTrainings,
  recipe: StudyRecipe,
  data: PlannedData,
  pool: JobPool,
  step: MeasuredStep,
): PlannedRow {
  const { evaluation } = recipe;
  const real = row.on === 'real';
  const columns = real ? data.columns.filter(({ domain }) => domain !== 'synthetic') : data.columns;
  // Nothing is fitted on labels that the training has read.
  const fit = labelled && folds === undefined ? undefined : data.fit;
  return {
    name,
    title: row.title ?? name,
    on: row.on,
    labelled,
    show: row.show,
    foldModelsSeed: folds === undefined ? null : row.seeds[0]!,
    recipe: row.recipe ?? null,
    runs: runs.map(({ seed, training, choice }) => ({
      seed,
      training,
      choice,
      measuring: pool.one(
        measuringJob({
          name: `measure ${name}, seed ${seed}`,
          training,
          columns,
          fit,
          folds,
          auxiliary: real ? undefined : data.auxiliary,
          seed: evaluation.seed,
          resamples: evaluation.resamples,
          adapterSteps: evaluation.adapterSteps,
          keepPoints: row.show && seed === row.seeds[0],
          seconds: measuringSeconds(
            // What is fitted on is a column too: it is looked at twice where fold models look at it.
            facesOf(columns) + (folds === undefined ? 0 : (data.fit?.faces ?? 0)),
            {
              fitFaces: fit?.faces ?? 0,
              auxiliary: !real && recipe.landmarks !== defaultLandmarkSet,
              steps: recipe.evaluation.adapterSteps,
              points: real ? targetPoints : data.points,
            },
            step,
          ),
        }),
      ),
    })),
  };
}

/** Of a row on real faces. */
const targetPoints = 68;

function facesOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { faces }) => sum + faces, 0);
}
