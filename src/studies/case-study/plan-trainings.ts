/**
 * The trainings of a study: of every row and seed, each from the base of its seed, of the fold models of rows that have
 * read real labels, and of the curve over the number of labels. Nothing is trained here.
 */
import { join } from 'node:path';
import type { Job, JobContext } from '../../jobs/job.js';
import type { JobPool } from '../../jobs/job-pool.js';
import { exists } from '../../node/files.js';
import { type DatasetOutcome, datasetFolder } from '../job-kinds/dataset-job.js';
import { type MeasuredStep, trainingSeconds } from '../job-kinds/estimate.js';
import { landmarkSetKey } from '../job-kinds/landmark-set-key.js';
import { modelFileJob } from '../job-kinds/model-file-job.js';
import {
  type Faces,
  type ModelOutcome,
  type Patch,
  readRawRecipe,
  readsRealLabels,
  readsTarget,
  type TrainingPlaces,
  trainingJob,
  weightsOf,
} from '../job-kinds/training-job.js';
import type { ChoiceOutcome } from './choice-job.js';
import type { Folds } from './measuring-job.js';
import type { PlannedData } from './plan-data.js';
import { plannedChoice, type TrainRow } from './plan-trials.js';
import { readsLabels, rowSettings } from './row-needs.js';
import { type ReadStudy, recipeFile } from './study-recipe.js';
import { hasTrials, type StudyRow } from './study-row.js';

export interface RowTrainings {
  name: string;
  row: StudyRow;
  /** Whether its training reads labels of real faces. */
  labelled: boolean;
  /** Whether its training sees synthetic faces alone. */
  synthetic: boolean;
  /** Whether it begins with the base: then that is what it is without any label. */
  fromBase: boolean;
  /** `choice` is the training itself, where the row has trials. */
  runs: { seed: number; training: Job<ModelOutcome>; choice?: Job<ChoiceOutcome> | undefined }[];
  /** Fold models, which serve all its runs. */
  folds: Folds | undefined;
}

/** A point of the curve over labels. */
export interface CurveTraining {
  row: string;
  /** Real labels. */
  labels: number;
  seed: number;
  /** The same job as that of a row where the numbers are the same. */
  training: Job<ModelOutcome>;
}

export interface PlannedTrainings {
  rows: RowTrainings[];
  curve: CurveTraining[];
  /** Models of `consistency`. */
  looked: { title: string; model: Job<ModelOutcome> }[];
}

/** A labelled dataset and a split of it. */
interface Labels {
  job: Job<DatasetOutcome>;
  split: string;
}

/** @param step – of the base, as it was timed. @param pool – of the plan's jobs. */
export async function planTrainings(
  study: ReadStudy,
  data: PlannedData,
  step: MeasuredStep,
  pool: JobPool,
): Promise<PlannedTrainings> {
  const planner = new TrainingPlanner(study, data, step, pool, await landmarkSetKey(study.recipe.landmarks));
  const rows: RowTrainings[] = [];
  for (const [name, row] of Object.entries(study.recipe.rows)) rows.push(await planner.row(name, row));
  return { rows, curve: await planner.curve(rows), looked: await planner.looked() };
}

class TrainingPlanner {
  readonly #study: ReadStudy;
  readonly #data: PlannedData;
  readonly #step: MeasuredStep;
  readonly #pool: JobPool;
  /** Stands for the synthetic set in keys. */
  readonly #setKey: string;
  readonly #bases = new Map<number, Job<ModelOutcome>>();
  /** Each read once: a file of some megabytes. */
  readonly #models = new Map<string, Promise<Job<ModelOutcome>>>();

  constructor(study: ReadStudy, data: PlannedData, step: MeasuredStep, pool: JobPool, setKey: string) {
    this.#study = study;
    this.#data = data;
    this.#step = step;
    this.#pool = pool;
    this.#setKey = setKey;
  }

  async row(name: string, row: StudyRow): Promise<RowTrainings> {
    if (row.recipe === undefined) return this.#baseAsItIs(name, row);
    const settings = await rowSettings(this.#study, row);
    // Whichever trial is chosen: labels that one of them reads are not to be fitted on again.
    const labelled = readsLabels(row, settings);
    const wholeSplit = { job: this.#data.target.labelled, split: 'train' };
    const runs: RowTrainings['runs'] = [];
    for (const seed of row.seeds) {
      const train: TrainRow = (label, trial) => this.#training(name, row, seed, label, wholeSplit, trial);
      const choice = hasTrials(row) ? await this.#choice(name, row, seed, train) : undefined;
      runs.push({ seed, choice, training: choice ?? (await train('', {})) });
    }
    return {
      name,
      row,
      labelled,
      synthetic: row.on === 'synthetic' && settings.every(({ adaptation }) => adaptation === undefined),
      fromBase: await this.#fromBase(row),
      runs,
      folds: labelled && row.folds && !hasTrials(row) ? await this.#folds(name, row) : undefined,
    };
  }

  #choice(name: string, row: StudyRow, seed: number, train: TrainRow): Promise<Job<ChoiceOutcome>> {
    const [data, step, pool] = [this.#data, this.#step, this.#pool];
    return plannedChoice({ name, row, seed, train, recipe: this.#study.recipe, data, step, pool });
  }

  /** The base as it is. */
  async #baseAsItIs(name: string, row: StudyRow): Promise<RowTrainings> {
    const runs: RowTrainings['runs'] = [];
    for (const seed of row.seeds) runs.push({ seed, training: await this.#base(seed) });
    return { name, row, labelled: false, synthetic: true, fromBase: true, runs, folds: undefined };
  }

  async looked(): Promise<PlannedTrainings['looked']> {
    const models: PlannedTrainings['looked'] = [];
    for (const [title, file] of Object.entries(this.#study.recipe.consistency.models))
      models.push({ title, model: await this.#modelFile(recipeFile(this.#study, file)) });
    return models;
  }

  async #folds(name: string, row: StudyRow): Promise<Folds | undefined> {
    if (this.#data.folds === undefined) return undefined;
    const dataset = this.#pool.one(this.#data.folds);
    const models: Folds['models'] = [];
    for (const [unseen, seen] of [
      ['fold-0', 'fold-1'],
      ['fold-1', 'fold-0'],
    ] as const) {
      const labels = { job: dataset, split: seen };
      models.push({
        training: await this.#training(name, row, row.seeds[0]!, ` on ${seen}`, labels),
        unseen,
      });
    }
    return { dataset, models };
  }

  /** Without any label a row that begins with the base is the row that has only synthetic faces. */
  async curve(rows: readonly RowTrainings[]): Promise<CurveTraining[]> {
    const { counts, rows: names, seeds } = this.#study.recipe.labelCurve;
    const all = this.#data.target.counts.train ?? 0;
    const wanted = [...new Set(counts.map((count) => Math.min(count, all)))].sort((a, b) => a - b);
    const none = rows.find(({ synthetic }) => synthetic);
    const points: CurveTraining[] = [];
    for (const name of names) {
      const { row, runs, fromBase } = rows.find((one) => one.name === name)!;
      for (const labels of wanted)
        for (const seed of seeds) {
          const trained = labels === 0 ? (fromBase ? none?.runs : []) : labels === all ? runs : [];
          const same = trained?.find((run) => run.seed === seed)?.training;
          if (labels === 0 && same === undefined) continue;
          const training =
            same ??
            (await this.#training(name, row, seed, `, ${labels} labels`, {
              job: this.#pool.one(this.#data.firstLabels(labels, seed)),
              split: 'train',
            }));
          points.push({ row: name, labels, seed, training });
        }
    }
    return points;
  }

  /** Of a row on some labelled faces. @param label – tells it from others of the row and seed. @param trial – laid over its settings. */
  async #training(
    name: string,
    row: StudyRow,
    seed: number,
    label: string,
    labels: Labels,
    trial: Patch = {},
  ): Promise<Job<ModelOutcome>> {
    const { recipe } = this.#study;
    const { target, synthetic } = this.#data;
    const file = recipeFile(this.#study, row.recipe!);
    const real = row.on === 'real';
    const raw = await readRawRecipe(file, [
      recipe.training,
      real ? {} : recipe.adapt,
      row.set,
      trial,
      { name: `${name}-s${seed}`, seed },
    ]);
    const landmarks = real ? target.landmarks : recipe.landmarks;
    const base = await this.#beginning(row, seed);
    const needsLabels = real || readsRealLabels(raw);
    const needsTarget = readsTarget(raw);
    return this.#pool.one(
      trainingJob({
        name: `train ${name}, seed ${seed}${label}`,
        raw,
        landmarks,
        setKey: real ? undefined : this.#setKey,
        file,
        needs: [
          ...(base === undefined ? [] : [base]),
          ...(real ? [target.labelled] : synthetic.map(({ job }) => job)),
          ...(needsLabels ? [labels.job] : []),
          ...(needsTarget ? [target.unlabelled.job] : []),
        ],
        reads: {
          labels: needsLabels ? labels.split : undefined,
          target: needsTarget ? target.unlabelled.split : undefined,
        },
        seconds: trainingSeconds(raw, this.#step, landmarks === recipe.landmarks ? 1 : fewerPoints),
        places: (context) => {
          const labelled: Faces = { data: [datasetFolder(context, labels.job)], split: labels.split };
          const from = base && weightsOf(context, base);
          if (real)
            return {
              train: labelled,
              from,
              validation: {
                data: [datasetFolder(context, target.labelled)],
                split: target.counts.validation ? 'validation' : 'train',
              },
            };
          return {
            ...this.#syntheticPlaces(context),
            from,
            ...(needsLabels && { real: labelled }),
            ...(needsTarget && {
              target: {
                data: [datasetFolder(context, target.unlabelled.job)],
                split: target.unlabelled.split,
              },
            }),
          };
        },
      }),
    );
  }

  /** Whether a row begins with the base, be it by its file. */
  async #fromBase(row: StudyRow): Promise<boolean> {
    const [seed] = row.seeds as [number];
    const begun = await this.#beginning(row, seed);
    return begun !== undefined && begun === (await this.#base(seed));
  }

  /** What a row begins with; nothing: random weights. */
  async #beginning(row: StudyRow, seed: number): Promise<Job<ModelOutcome> | undefined> {
    const from = beginning(row);
    if (from === undefined) return undefined;
    if (from === 'base') return this.#base(seed);
    return this.#modelFile(recipeFile(this.#study, from));
  }

  /** @param landmarks – that it must have. */
  async #modelFile(file: string, landmarks?: string): Promise<Job<ModelOutcome>> {
    const known = `${file} ${landmarks ?? ''}`;
    const job = this.#models.get(known) ?? modelFileJob(file, landmarks);
    this.#models.set(known, job);
    return this.#pool.one(await job);
  }

  /** Synthetic faces only, one for each seed: what every row but those on real faces begins with. */
  async #base(seed: number): Promise<Job<ModelOutcome>> {
    const known = this.#bases.get(seed);
    if (known !== undefined) return known;
    const { base, training, landmarks } = this.#study.recipe;
    const model = base.models[landmarks];
    if (model !== undefined) {
      const job = await this.#modelFile(recipeFile(this.#study, model), landmarks);
      this.#bases.set(seed, job);
      return job;
    }
    const adopt = base.folder?.replaceAll('{seed}', String(seed));
    const file = recipeFile(this.#study, base.recipe);
    const raw = await readRawRecipe(file, [training, base.set, { name: `base-s${seed}`, seed }]);
    const job = this.#pool.one(
      trainingJob({
        name: `train base, seed ${seed}`,
        raw,
        landmarks,
        setKey: this.#setKey,
        file,
        needs: this.#data.synthetic.map(({ job: needed }) => needed),
        reads: {},
        seconds: (await isThere(adopt, 'model.onnx')) ? 2 : trainingSeconds(raw, this.#step),
        places: (context) => this.#syntheticPlaces(context),
        adopt,
      }),
    );
    this.#bases.set(seed, job);
    return job;
  }

  #syntheticPlaces(context: JobContext): Pick<TrainingPlaces, 'train' | 'validation'> {
    const folders = this.#data.synthetic.map(({ job }) => datasetFolder(context, job));
    return { train: { data: folders, split: 'train' }, validation: { data: folders, split: 'validation' } };
  }
}

/** Of a step on ibug68 beside one on hundreds of points. */
const fewerPoints = 0.7;

/** `base`, a model file, or nothing. */
function beginning({ on, from }: StudyRow): string | undefined {
  return on === 'synthetic' ? (from ?? 'base') : from;
}

/** For the estimate only: whether it is what is wanted shows when it is taken over. */
async function isThere(folder: string | undefined, file: string): Promise<boolean> {
  return folder !== undefined && (await exists(join(folder, file)));
}
