/** The faces and models of the generative study as jobs: each model a file, trained here, there already, or shipped with the package. */
import { basename, join, resolve } from 'node:path';
import { UsageError } from '../../core/errors.js';
import { isRecord } from '../../core/settings/is-record.js';
import {
  shippedClipFile,
  shippedClipVideoFile,
  shippedDalleFile,
  shippedTokensFile,
} from '../../detect/node/shipped-model-file.js';
import { defineJob, type Job, type JobContext } from '../../jobs/job.js';
import { exists, readFileOr } from '../../node/files.js';
import { priorTask } from '../../tasks/generative/autoencoders/prior/recipe.js';
import { taskOfFile } from '../../tasks/generative/task-of-file.js';
import { readGenerativeTraining } from '../../tasks/generative/train-generative.js';
import { taskOf } from '../../tasks/recipe-file.js';
import { runFiles } from '../../tasks/run-files.js';
import { type DatasetOutcome, datasetFolder, existingDatasetJob } from '../job-kinds/dataset-job.js';
import { facesJob } from '../job-kinds/faces-job.js';
import { fileDigest } from '../job-kinds/jsonl-job.js';
import { mergeSettings } from '../job-kinds/merge-settings.js';
import { readRawRecipe } from '../job-kinds/training-job.js';
import type { FoundRow, GenerativeRecipe, ShippedRow, TrainedRow } from './generative-recipe.js';
import type { ClipJobs } from './plan-clips.js';

/** A step of the curve of a training. */
export interface Validated {
  step: number;
  name: string;
  value: number;
}

export interface TrainedOutcome {
  steps: number;
  parameters: number;
  seconds: number;
}

/** One model of a row: of one seed, or there already. */
export interface StudyModel {
  row: string;
  seed: number | null;
  /** What its recipe calls its task, or what it would be. */
  task: string;
  /** Whether its code is a vector that can be drawn from a prior. */
  isVector: boolean;
  /** Undefined where it is there already. */
  training: Job<TrainedOutcome> | undefined;
  /** The file to be measured. */
  fileIn(context: Pick<JobContext, 'folderOf'>): Promise<string>;
}

export type FaceJobs = Readonly<Record<string, readonly Job<DatasetOutcome>[]>>;

/** Milliseconds of two cores for each picture that is learnt from, and what a training takes beside its steps. */
const milliseconds: Readonly<Record<string, number>> = {
  ...{ autoencoder: 20, clip: 10, judges: 8, dalle: 25 },
  'clip-video': 40,
  'code-prior': 0.2,
};
const overhead = 20;

export async function planFaces(recipe: GenerativeRecipe): Promise<FaceJobs> {
  const { head, size, validation, test } = recipe;
  const result: Record<string, Job<DatasetOutcome>[]> = {};
  for (const [name, list] of Object.entries(recipe.faces)) {
    result[name] = [];
    for (const some of list) {
      if ('data' in some) {
        result[name].push(await existingDatasetJob(`faces ${name}, ${basename(some.data)}`, some.data));
        continue;
      }
      const { count, pose, seed } = some;
      const generation = {
        ...{ head, size, count, pose, seed, validation, test },
        landmarks: 'ibug68',
        // Small pictures as a camera gives them would show little but its faults.
        without: ['camera' as const],
      };
      const job = await facesJob({
        name: `faces ${name}, ${pose}, seed ${seed}`,
        settings: generation,
        generation,
        notes: [],
      });
      result[name].push(job);
    }
  }
  return result;
}

/** @param folder – of the study's recipe. Refuses a recipe that cannot be trained by, before anything is made. */
export async function planModels(
  recipe: Pick<GenerativeRecipe, 'models' | 'judges' | 'size'>,
  faces: FaceJobs,
  clips: ClipJobs | undefined,
  folder: string,
): Promise<StudyModel[]> {
  const { models, judges, size } = recipe;
  const result: StudyModel[] = [];
  for (const [row, one] of Object.entries(models)) {
    if ('shipped' in one) result.push(shippedModel(row, one));
    else if ('file' in one) result.push(await foundModel(row, one, { folder, size, clips }));
    else
      for (const seed of one.seeds)
        result.push(await trainedModel(row, one, seed, { faces, clips, folder, before: result }));
  }
  const counting = result.find(({ row }) => row === judges);
  if (counting !== undefined && counting.task !== 'judges')
    throw new UsageError(`judges: the row ${judges} has the task ${counting.task}`, {
      hint: 'name a row whose task is judges',
    });
  return result;
}

const shippedFiles: Readonly<Record<ShippedRow['shipped'], { task: string; file: () => string }>> = {
  tokens: { task: 'autoencoder', file: shippedTokensFile },
  clip: { task: 'clip', file: shippedClipFile },
  dalle: { task: 'dalle', file: shippedDalleFile },
  'clip-video': { task: 'clip-video', file: shippedClipVideoFile },
};

function shippedModel(row: string, { shipped }: ShippedRow): StudyModel {
  const { task, file } = shippedFiles[shipped];
  return { row, seed: null, task, isVector: false, training: undefined, fileIn: async () => file() };
}

async function foundModel(
  row: string,
  one: FoundRow,
  { folder, size, clips }: Pick<Around, 'folder' | 'clips'> & { size: number },
): Promise<StudyModel> {
  const file = resolve(folder, one.file);
  const { task, isVector, size: own } = taskOfFile(await readFileOr(file, `the model of row ${row}`), file);
  if (own !== undefined && own !== size)
    throw new UsageError(`models.${row}: pictures of ${own} pixels in a study of ${size}`, {
      file,
      hint: `give a model of ${size}, or \`size: ${own}\` to the study`,
    });
  if (one.tokens !== undefined && task !== 'dalle')
    throw new UsageError(`models.${row}: \`tokens\` belong to a DALL·E; this is of the task ${task}`, {
      file,
    });
  if (task === 'clip-video' && clips === undefined)
    throw new UsageError(`models.${row}: a model of clips is measured on clips`, {
      hint: 'give `clips` to the study',
    });
  return { row, seed: null, task, isVector, training: undefined, fileIn: async () => file };
}

const nowhere = {
  folderOf(): string {
    throw new Error('a model that is not trained here lies in no folder of a job');
  },
};

/** @returns the SHA-256 of the file of a model that is there already; null where it is trained here, and the job that trains it decides. */
export async function digestOfModel(model: StudyModel): Promise<string | null> {
  return model.training === undefined ? fileDigest(await model.fileIn(nowhere)) : null;
}

interface Around {
  faces: FaceJobs;
  clips: ClipJobs | undefined;
  folder: string;
  before: readonly StudyModel[];
}

async function trainedModel(row: string, one: TrainedRow, seed: number, around: Around): Promise<StudyModel> {
  const { faces, clips, folder, before } = around;
  const file = join(folder, one.recipe);
  const raw = await readRawRecipe(file, [one.settings, { seed }]);
  const tokens = modelOfSeed(before, one.tokens, seed);
  const encoder = modelOfSeed(before, one.clip, seed);
  const autoencoder = modelOfSeed(before, one.autoencoder, seed);
  const judging = modelOfSeed(before, one.judges, seed);
  const yaml = (datasets: readonly string[], { judges, ...files }: OtherFiles): string =>
    JSON.stringify(
      mergeSettings(raw, {
        data: { datasets },
        ...withoutGaps(files),
        ...(judges !== undefined && { likeness: { judges } }),
      }),
    );
  const anywhere = yaml(['.'], {
    tokenizer: tokens && 'tokens.onnx',
    from: encoder && 'clip.onnx',
    autoencoder: autoencoder && 'vae.onnx',
    judges: judging && 'judges.onnx',
  });
  const read = readGenerativeTraining(anywhere, file);
  const task = String(taskOf(anywhere, file));
  if (read === undefined || milliseconds[task] === undefined)
    throw new UsageError('not the recipe of a generative model', {
      file,
      hint: 'give one whose task is autoencoder, code-prior, clip, clip-video, dalle or judges',
    });
  const ofClips = task === 'clip-video';
  if (ofClips && (clips === undefined || encoder === undefined))
    throw new UsageError(`models.${row}: a model of clips learns from clips and begins with a CLIP`, {
      hint: 'give `clips` to the study, and the name of a row under `clip`',
    });
  if (task === priorTask && autoencoder?.isVector !== true)
    throw new UsageError(`models.${row}: a prior is learnt for a variational autoencoder`, {
      hint: 'give the name of its row under `autoencoder`',
    });
  if ('likeness' in raw !== (judging !== undefined) || (judging && judging.task !== 'judges'))
    throw new UsageError(
      `models.${row}: judges belong to an autoencoder whose recipe has \`likeness\`, and it to them`,
      { hint: 'give the name of their row under `judges`' },
    );
  const data = ofClips ? clips!.training : faces[one.faces]!;
  const others = [tokens, encoder, autoencoder, judging].flatMap((model) =>
    model === undefined ? [] : [model],
  );
  const training = defineJob<TrainedOutcome>({
    name: `train ${row}, seed ${seed}`,
    kind: 'training',
    settings: {
      ...withoutNames(raw),
      data: { ...(raw.data as object), datasets: null },
      tokens: tokens === undefined ? null : await digestOfModel(tokens),
      // Only where there is one: jobs that were done before there were clips stay done.
      ...(encoder !== undefined && { clip: await digestOfModel(encoder), from: null }),
      ...(autoencoder !== undefined && { autoencoder: await digestOfModel(autoencoder) }),
      ...(judging !== undefined && { judges: await digestOfModel(judging) }),
    },
    needs: [...data, ...others.flatMap((model) => (model.training === undefined ? [] : [model.training]))],
    seconds: overhead + (read.steps * read.batch * (milliseconds[task] ?? 20)) / 1000,
    run: async (context) => {
      const began = performance.now();
      const text = yaml(
        data.map((job) => datasetFolder(context, job)),
        {
          tokenizer: await tokens?.fileIn(context),
          from: await encoder?.fileIn(context),
          autoencoder: await autoencoder?.fileIn(context),
          judges: await judging?.fileIn(context),
        },
      );
      const resume = await exists(join(context.folder, 'checkpoint.bin'));
      const options = { out: context.folder, resume, minutes: undefined };
      const { step, parameters } = await readGenerativeTraining(text, file)!.run(options, context.work);
      return { steps: step, parameters, seconds: (performance.now() - began) / 1000 };
    },
  });
  return {
    ...{ row, seed, task, isVector: task === priorTask || kindOf(raw) === 'vae', training },
    async fileIn(context) {
      const run = context.folderOf(training);
      const best = join(run, runFiles.best);
      return (await exists(best)) ? best : join(run, runFiles.model);
    },
  };
}

/** Where models lie that another is trained with, by the keys of its recipe. */
type OtherFiles = Readonly<Record<'tokenizer' | 'from' | 'autoencoder' | 'judges', string | undefined>>;

function withoutGaps(files: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).flatMap(([key, file]) => (file === undefined ? [] : [[key, file]])),
  );
}

/** The model of a row that has the same seed, or else its first. */
export function modelOfSeed(
  models: readonly StudyModel[],
  row: string | undefined,
  seed: number | null,
): StudyModel | undefined {
  const own = models.filter((model) => model.row === row);
  return own.find((model) => model.seed === seed) ?? own[0];
}

function kindOf({ model }: Record<string, unknown>): unknown {
  return isRecord(model) ? model.kind : undefined;
}

/** What changes no weight. */
function withoutNames(raw: Record<string, unknown>): Record<string, unknown> {
  const { name: _, description: __, licence: ___, tokenizer: ____, checkpoint: _____, ...rest } = raw;
  return rest;
}
