/**
 * The plan of a study: every job that its rows need, in an order in which each comes after those it needs. The same plan
 * says what the report's tables are made of. Nothing is trained or measured here.
 */

import { join } from 'node:path';
import type { RowResult } from '../../evaluation/rows/row-result.js';
import type { Job, JobContext } from '../../jobs/job.js';
import { exists } from '../../node/files.js';
import type { DatasetOutcome } from './dataset-job.js';
import { datasetFolder } from './dataset-job.js';
import { measuringSeconds, trainingSeconds } from './estimate.js';
import { firstFaces, labelledPartsJob, trainingFolds } from './labelled-parts.js';
import { landmarkSetKey } from './landmark-set-key.js';
import { type Column, type Folds, measuringJob } from './measuring-job.js';
import type { Domain, StudyData } from './study-data.js';
import { type ReadStudy, recipeFile, type StudyRow } from './study-recipe.js';
import {
  type Faces,
  placeRecipe,
  type RawRecipe,
  readRawRecipe,
  readsRealLabels,
  readsTarget,
  runFolder,
  type TrainingOutcome,
  type TrainingPlaces,
  trainingJob,
} from './training-job.js';

export interface PlannedRun {
  seed: number;
  training: Job<TrainingOutcome>;
  measuring: Job<RowResult>;
}

export interface PlannedRow {
  name: string;
  title: string;
  on: StudyRow['on'];
  /** Whether its training reads labels of real faces. */
  labelled: boolean;
  /** Whether its training sees synthetic faces alone. */
  synthetic: boolean;
  show: boolean;
  /** Seed of the fold models, which serve all its runs; null without. */
  foldModelsSeed: number | null;
  recipe: string;
  runs: PlannedRun[];
}

export interface CurvePoint {
  row: string;
  /** Real labels. */
  labels: number;
  seed: number;
  measuring: Job<RowResult>;
}

export interface StudyPlan {
  jobs: Job[];
  rows: PlannedRow[];
  /** The tables' columns. */
  columns: Column[];
  /** The domain that rows adapt to. */
  domain: Domain;
  curve: CurvePoint[];
  data: StudyData;
}

const foldSeed = 1;

/** @param stepSeconds – of a training step of the base. */
export async function planStudy(study: ReadStudy, data: StudyData, stepSeconds: number): Promise<StudyPlan> {
  const { recipe } = study;
  const domain = data.target;
  const setKey = await landmarkSetKey(recipe.landmarks);
  const jobs: Job[] = [...data.jobs];
  const add = <T>(job: Job<T>): Job<T> => {
    const known = jobs.find(({ key }) => key === job.key);
    if (known === undefined) jobs.push(job);
    return (known as Job<T> | undefined) ?? job;
  };
  const columns = columnsOf(study, data);
  const fit: Column = {
    name: 'train',
    domain: domain.kind,
    data: domain.labelled,
    split: 'train',
    faces: domain.counts.train ?? 0,
  };
  const auxiliary: Column = {
    name: 'auxiliary',
    domain: 'synthetic',
    data: data.synthetic[0]!.job,
    split: 'train',
    limit: recipe.evaluation.auxiliaryFaces,
    faces: recipe.evaluation.auxiliaryFaces,
  };
  const foldsData =
    recipe.folds === 2
      ? labelledPartsJob('folds of the train split', domain.labelled, { folds: 2, seed: foldSeed }, (all) => {
          const [a = [], b = []] = trainingFolds(all, 2, foldSeed);
          return { 'fold-0': a, 'fold-1': b };
        })
      : undefined;

  const syntheticPlaces = (context: JobContext): Pick<TrainingPlaces, 'train' | 'validation'> => {
    const folders = data.synthetic.map(({ job }) => datasetFolder(context, job));
    return { train: { data: folders, split: 'train' }, validation: { data: folders, split: 'validation' } };
  };
  const bases = new Map<number, Job<TrainingOutcome>>();
  const baseOf = async (seed: number): Promise<Job<TrainingOutcome>> => {
    const known = bases.get(seed);
    if (known !== undefined) return known;
    const { base } = recipe;
    const adopt = base.folder?.replaceAll('{seed}', String(seed));
    const raw = await readRawRecipe(recipeFile(study, base.recipe), [
      recipe.training,
      base.set,
      { name: `base-s${seed}`, seed },
    ]);
    const job = add(
      trainingJob({
        name: `train base, seed ${seed}`,
        raw,
        landmarks: recipe.landmarks,
        setKey,
        file: recipeFile(study, base.recipe),
        needs: data.synthetic.map(({ job: needed }) => needed),
        reads: {},
        seconds: (await isThere(adopt, 'model.onnx')) ? 2 : trainingSeconds(raw, stepSeconds),
        places: syntheticPlaces,
        adopt,
      }),
    );
    bases.set(seed, job);
    return job;
  };

  /** The training of a row on some labelled faces. @param labels – a dataset and a split of it. */
  const trainingOf = async (
    name: string,
    row: StudyRow,
    seed: number,
    label: string,
    labels: { job: Job<DatasetOutcome>; split: string },
  ): Promise<Job<TrainingOutcome>> => {
    const file = recipeFile(study, row.recipe);
    const real = row.on === 'real';
    const raw = await readRawRecipe(file, [
      recipe.training,
      real ? {} : recipe.adapt,
      row.set,
      { name: `${name}-s${seed}`, seed },
    ]);
    const landmarks = real ? domain.landmarks : recipe.landmarks;
    checkRecipe(raw, landmarks, file);
    const base = real ? undefined : await baseOf(seed);
    const needsLabels = real || readsRealLabels(raw);
    const needsTarget = readsTarget(raw);
    return add(
      trainingJob({
        name: `train ${name}, seed ${seed}${label}`,
        raw,
        landmarks,
        setKey: real ? undefined : setKey,
        file,
        needs: [
          ...(base === undefined ? [domain.labelled] : [base, ...data.synthetic.map(({ job }) => job)]),
          ...(needsLabels ? [labels.job] : []),
          ...(needsTarget ? [domain.unlabelled.job] : []),
        ],
        reads: {
          labels: needsLabels ? labels.split : undefined,
          target: needsTarget ? domain.unlabelled.split : undefined,
        },
        seconds: trainingSeconds(raw, stepSeconds * (real ? 0.7 : 1)),
        places: (context) => {
          const labelled: Faces = { data: [datasetFolder(context, labels.job)], split: labels.split };
          const target: Faces = {
            data: [datasetFolder(context, domain.unlabelled.job)],
            split: domain.unlabelled.split,
          };
          if (base === undefined)
            return {
              train: labelled,
              validation: {
                data: [datasetFolder(context, domain.labelled)],
                split: domain.counts.validation ? 'validation' : 'train',
              },
            };
          return {
            ...syntheticPlaces(context),
            from: `${runFolder(context, base)}/checkpoint.bin`,
            ...(needsLabels && { real: labelled }),
            ...(needsTarget && { target }),
          };
        },
      }),
    );
  };

  const rows: PlannedRow[] = [];
  for (const [name, row] of Object.entries(recipe.rows)) {
    const raw = await readRawRecipe(recipeFile(study, row.recipe), [row.set]);
    const labelled = row.on === 'real' || readsRealLabels(raw);
    const wholeSplit = { job: domain.labelled, split: 'train' };
    let folds: Folds | undefined;
    if (labelled && row.folds && foldsData !== undefined) {
      const dataset = add(foldsData);
      const models: Folds['models'] = [];
      for (const [unseen, seen] of [
        ['fold-0', 'fold-1'],
        ['fold-1', 'fold-0'],
      ] as const) {
        const training = await trainingOf(name, row, row.seeds[0]!, ` on ${seen}`, {
          job: dataset,
          split: seen,
        });
        models.push({ training, unseen });
      }
      folds = { dataset, models };
    }
    const measured = row.on === 'real' ? columns.filter((column) => column.domain !== 'synthetic') : columns;
    const fitted = labelled && folds === undefined ? undefined : fit;
    const runs: PlannedRun[] = [];
    for (const seed of row.seeds) {
      const training = await trainingOf(name, row, seed, '', wholeSplit);
      const measuring = add(
        measuringJob({
          name: `measure ${name}, seed ${seed}`,
          training,
          columns: measured,
          fit: fitted,
          folds,
          auxiliary: row.on === 'real' ? undefined : auxiliary,
          seed: recipe.evaluation.seed,
          resamples: recipe.evaluation.resamples,
          adapterSteps: recipe.evaluation.adapterSteps,
          keepPoints: row.show && seed === row.seeds[0],
          seconds: measuringSeconds(facesOf(measured), {
            fitFaces: fitted?.faces ?? 0,
            auxiliary: row.on === 'synthetic',
            steps: recipe.evaluation.adapterSteps,
          }),
        }),
      );
      runs.push({ seed, training, measuring });
    }
    rows.push({
      name,
      title: row.title ?? name,
      on: row.on,
      labelled,
      synthetic: row.on === 'synthetic' && raw.adaptation === undefined,
      show: row.show,
      foldModelsSeed: folds === undefined ? null : row.seeds[0]!,
      recipe: row.recipe,
      runs,
    });
  }
  const curve = await planCurve();
  return { jobs, rows, columns, domain, curve, data };

  async function planCurve(): Promise<CurvePoint[]> {
    const { counts, rows: names, seeds } = recipe.labelCurve;
    const all = domain.counts.train ?? 0;
    const tests = columns.filter((column) => column.domain === domain.kind && column.split !== 'train');
    const points: CurvePoint[] = [];
    for (const name of names) {
      const row = recipe.rows[name]!;
      const planned = rows.find((one) => one.name === name)!;
      const wanted = [...new Set(counts.map((count) => Math.min(count, all)))].sort((a, b) => a - b);
      for (const labels of wanted)
        for (const seed of seeds) {
          const same = planned.runs.find((run) => run.seed === seed);
          if (labels === 0) {
            // Without any label a row that begins with synthetic faces is the row that has only them.
            const none = rows.find((one) => one.synthetic)?.runs.find((run) => run.seed === seed);
            if (row.on === 'synthetic' && none !== undefined)
              points.push({ row: name, labels, seed, measuring: none.measuring });
            continue;
          }
          if (labels === all && same !== undefined) {
            points.push({ row: name, labels, seed, measuring: same.measuring });
            continue;
          }
          const subset = add(
            labelledPartsJob(
              `${labels} labelled faces`,
              domain.labelled,
              { first: labels, seed: 1 },
              (faces2) => ({
                train: firstFaces(faces2, labels, 1),
              }),
            ),
          );
          const training = await trainingOf(name, row, seed, `, ${labels} labels`, {
            job: subset,
            split: 'train',
          });
          const measuring = add(
            measuringJob({
              name: `measure ${name}, seed ${seed}, ${labels} labels`,
              training,
              columns: tests,
              fit: undefined,
              folds: undefined,
              auxiliary: undefined,
              ways: ['own-head'],
              seed: recipe.evaluation.seed,
              resamples: recipe.evaluation.resamples,
              keepPoints: false,
              seconds: measuringSeconds(facesOf(tests), { fitFaces: 0, auxiliary: false }),
            }),
          );
          points.push({ row: name, labels, seed, measuring });
        }
    }
    return points;
  }
}

function facesOf(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + column.faces, 0);
}

/** For the estimate only: whether it is what is wanted shows when it is taken over. */
async function isThere(folder: string | undefined, file: string): Promise<boolean> {
  return folder !== undefined && (await exists(join(folder, file)));
}

/** Refuses a recipe with wrong keys before anything is made. */
function checkRecipe(raw: RawRecipe, landmarks: string, file: string): void {
  const somewhere: Faces = { data: ['.'], split: 'train' };
  placeRecipe(
    raw,
    { train: somewhere, validation: somewhere, real: somewhere, target: somewhere },
    landmarks,
    file,
  );
}

/** Names of splits as the tables have them. */
const splitNames: Record<string, string> = {
  train: 'train',
  validation: 'validation',
  'common-test': 'common test',
  test: 'test',
  challenging: 'challenging',
  private: 'private',
};

function columnsOf({ recipe }: ReadStudy, data: StudyData): Column[] {
  const synthetic = data.synthetic.map(
    ({ name, job, test }): Column => ({
      name: `synthetic ${name}`,
      domain: 'synthetic',
      data: job,
      split: 'test',
      limit: recipe.evaluation.syntheticFaces,
      faces: Math.min(test, recipe.evaluation.syntheticFaces),
    }),
  );
  const of = (domain: Domain, prefix: string, splits: readonly string[]): Column[] =>
    splits.flatMap((split): Column[] => {
      const faces = domain.counts[split] ?? 0;
      return faces === 0
        ? []
        : [
            {
              name: `${prefix}${splitNames[split]}`,
              domain: domain.kind,
              data: domain.labelled,
              split,
              faces,
            },
          ];
    });
  const splits = Object.keys(splitNames);
  return [
    ...synthetic,
    ...of(data.target, data.target.kind === 'simulated' ? 'simulated ' : '', splits),
    ...(data.beside === undefined
      ? []
      : of(data.beside, data.target.kind === 'simulated' ? 'simulated camera ' : 'simulated ', [
          'common-test',
          'challenging',
        ])),
  ];
}
