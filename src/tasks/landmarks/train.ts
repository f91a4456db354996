/**
 * Trains a landmark detector as a recipe says: datasets → loaders, network and loss → trainer, and `fit` between
 * them. What it writes into the run's folder: `recipe.json`, `metrics.jsonl`, `checkpoint.bin`, `loss-curve.svg`,
 * `model.onnx` (the last state) and, of the least validation error, `best.onnx` and `best-checkpoint.bin`.
 *
 * @example
 * const result = await train(await readRecipe('recipes/demo.yaml'), { out: 'runs/demo' });
 */
import { join } from 'node:path';
import type { Log } from '../../core/log.js';
import { counted } from '../../core/text/counted.js';
import { lineamentVersion } from '../../core/version.js';
import { partOf, silentWork, type Work } from '../../core/work.js';
import { openLandmarkSet } from '../../face/landmark-set-file.js';
import type { Normaliser } from '../../landmarks/errors/normalisers.js';
import { defaultEnlarge } from '../../landmarks/face-crop.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { namedSet } from '../../landmarks/sets/named-set.js';
import { encodeModelFile, inferenceNetwork } from '../../networks/model-file/model-file.js';
import { type ModelMetadata, modelFormat } from '../../networks/model-file/model-metadata.js';
import { trainingWeights } from '../../networks/model-file/training-weights.js';
import { exportInference } from '../../nn/program/export-inference.js';
import { averagedState, type TrainerState } from '../../nn/program/trainer-state.js';
import { runtimeOn } from '../../nn/runtime/onnxruntime-node.js';
import { type FitResult, fit, type StepTrainer, type Validated } from '../../nn/train/fit/fit.js';
import type { Changeable } from '../../nn/train/fit/run-state.js';
import { trainerOptionsOf } from '../../nn/train/fit/training-settings.js';
import {
  createPlanTrainer,
  type PlanTrainer,
  type PlanTrainerOptions,
} from '../../nn/train/plan/plan-trainer.js';
import { createTrainer } from '../../nn/train/plan/trainer.js';
import { beginWords } from '../begin-words.js';
import { fitOptionsOf, runFolder, type SessionOptions } from '../fit-options.js';
import { trainedOn } from '../trained-on.js';
import { warmStart } from '../warm-start.js';
import { sourceFaces } from './adaptation/compose-plan.js';
import { type OpenAdaptation, openAdaptation } from './adaptation/open-adaptation.js';
import { upgradeRun } from './earlier-runs.js';
import { type BatchSource, faceSource } from './face-batches.js';
import { fitHead, fitsHead } from './fit-head.js';
import { lossInputs } from './losses/registry.js';
import { normalisation } from './normalisation.js';
import { buildObjective, type ObjectiveOptions } from './objective.js';
import type { Recipe } from './recipe.js';
import { reportFiles, writeRunFiles } from './run-files.js';
import { openTrainingData, type TrainingData, validationBatch } from './training-data.js';
import { checkNormaliser, checkValidation, type ValidationFaces, validationError } from './validation.js';

export interface ValidationResult {
  /** In per cent. */
  nme: number;
  normaliser: Normaliser;
  faces: number;
}

export interface TrainResult extends Omit<FitResult, 'best' | 'last'> {
  out: string;
  parameters: number;
  /** Least validation error so far. */
  best: { step: number; nme: number } | null;
  last: ValidationResult | null;
  model: string;
  /** The last model where none was validated. */
  bestModel: string;
}

/** Keys of a recipe that may change between a checkpoint and its resumption. */
const changeable: Changeable = {
  bending: ['steps', 'learningRate', 'schedule', 'data', 'trainingFaces', 'provider'],
  harmless: [
    'timeLimit',
    'checkpoint',
    'validation',
    'earlyStopping',
    'loaderWorkers',
    'description',
    'licence',
  ],
};

/** Where `work` is stopped, a checkpoint is kept. */
export async function train(
  recipe: Recipe,
  options: SessionOptions = {},
  work: Work = silentWork,
): Promise<TrainResult> {
  const { log } = work;
  const out = await runFolder(recipe, options, [reportFiles.curve]);
  const set = await openLandmarkSet(recipe.data.landmarks);
  checkNormaliser(recipe.validation.normaliser, set);
  const objective = { model: recipe.model, landmarks: set.points.length, loss: recipe.loss };
  const data = await openTrainingData(recipe, log);
  const adaptation = await openAdaptation(recipe, set, objective, log).catch(async (error: unknown) => {
    await data.close();
    throw error;
  });
  try {
    const unmeasured = await checkValidation(data.validation, set, recipe.validation.normaliser);
    if (unmeasured > 0)
      log.warn(
        `validation: ${unmeasured} of ${data.validation.count} faces lack the labels that ${recipe.validation.normaliser} needs: they are left out`,
      );
    const trainer = await openTrainer(recipe, objective, adaptation);
    const parameters = trainer.state().parameters.length;
    const from = `${counted(data.trainingFaces, 'face')}${facesOfMethods(adaptation)}`;
    const faces = counted(data.validation.count, 'face');
    log.info(beginWords(recipe.name, { parameters, from, validated: faces }));
    const describe = adaptation?.describeModel ?? ((metadata: ModelMetadata) => metadata);
    try {
      const result = await fit(
        {
          trainer,
          sources: {
            [sourceFaces]: faceSource(data.batches, {
              more: adaptation?.sourceInputs,
              restyle: adaptation?.restyle,
              inputs: (batch) => lossInputs(recipe.loss, batch),
            }),
            ...adaptation?.sources,
          },
          ...fitOptionsOf(recipe, options),
          validation: {
            every: recipe.validation.every,
            run: (state) => validated(recipe, set, averagedState(state), data.validation),
            words: (nme) => `NME ${nme.toFixed(2)} % (${recipe.validation.normaliser})`,
          },
          settings: {
            ...recipe,
            trainingFaces: data.trainingFaces,
            ...(adaptation && { adaptationFaces: adaptation.faces }),
          },
          changeable,
          upgrade: upgradeRun,
          out,
          ...((recipe.from !== undefined || fitsHead(recipe) || adaptation?.beginsWith !== undefined) && {
            initialState: async () => {
              const state = await startState(trainer.state(), set, { recipe, faces: data.batches, log });
              return adaptation?.beginsWith?.(state) ?? state;
            },
          }),
          on: writeRunFiles({
            name: recipe.name,
            steps: recipe.steps,
            out,
            recipe,
            exportModel: (state, step) =>
              encodeModelFile(describe(metadataOf(recipe, set, data, step)), averagedState(state)),
          }),
        },
        partOf(work, recipe.name, 'step'),
      );
      const models = resultOf(result, recipe, data, out);
      if (result.finished) log.info(`model ${result.stoppedEarly ? models.bestModel : models.model}`);
      return { ...result, ...models, out, parameters };
    } finally {
      await trainer.release();
    }
  } finally {
    await Promise.all([data.close(), adaptation?.close()]);
  }
}

/** With adaptation a plan of several losses; without, the labels' alone. */
async function openTrainer(
  recipe: Recipe,
  objective: Omit<ObjectiveOptions, 'frozen'>,
  adaptation: OpenAdaptation | undefined,
): Promise<StepTrainer & Pick<PlanTrainer, 'release'>> {
  const options: PlanTrainerOptions = {
    ...trainerOptionsOf(recipe),
    provider: recipe.provider,
    seed: recipe.seed,
  };
  if (adaptation !== undefined) return createPlanTrainer(adaptation.plan, options);
  const trainer = await createTrainer((batch, frozen) => buildObjective({ ...objective, frozen }, batch), {
    ...options,
    batch: recipe.batch,
  });
  return { ...trainer, step: (batches, rate) => trainer.step(batches[sourceFaces]!, rate) };
}

/** What the head's fit gives, and over it the weights that the recipe begins with. */
async function startState(
  own: TrainerState,
  set: LandmarkSet,
  options: { recipe: Recipe; faces: BatchSource; log: Log },
): Promise<TrainerState> {
  const { recipe, faces, log } = options;
  const { from, batch, groups } = recipe;
  const fitted = await fitHead(own, set.points.length, options);
  if (from === undefined) return fitted;
  const { inputSize } = recipe.model;
  return warmStart(from, fitted, {
    groups,
    log,
    imagesOf: async (number) => (await faces.batch(number)).images,
    modelWeights: (bytes, images) => trainingWeights(bytes, from, { inputSize, batch, images }),
  });
}

function resultOf(
  { best, last }: FitResult,
  { validation: { normaliser } }: Recipe,
  data: TrainingData,
  out: string,
): Pick<TrainResult, 'best' | 'last' | 'model' | 'bestModel'> {
  return {
    best: best && { step: best.step, nme: best.value },
    last: last && { nme: last.value, normaliser, faces: data.validation.count },
    model: join(out, reportFiles.model),
    bestModel: join(out, best === null ? reportFiles.model : reportFiles.bestModel),
  };
}

async function validated(
  recipe: Recipe,
  set: LandmarkSet,
  state: TrainerState,
  faces: ValidationFaces,
): Promise<Validated> {
  return {
    name: 'nme',
    value: await validateState(recipe, set, state, faces),
    direction: 'lower',
    details: { normaliser: recipe.validation.normaliser, faces: faces.count },
  };
}

/** The error of the network with this state, as a model file would compute it, on the validation faces. */
async function validateState(
  { model, replicas, threads, provider, validation }: Recipe,
  set: LandmarkSet,
  state: TrainerState,
  faces: ValidationFaces,
): Promise<number> {
  const { graph, outputs } = inferenceNetwork(model, set.points.length, validationBatch);
  const session = await runtimeOn(provider).createSession(
    exportInference(graph, { points: outputs.points }, state, {}),
    {
      threads: replicas * threads,
    },
  );
  const shape = [validationBatch, 3, model.inputSize, model.inputSize];
  try {
    return await validationError(
      async (data) => (await session.run({ image: { data, shape } })).points!,
      faces,
      set,
      validation.normaliser,
    );
  } finally {
    await session.release();
  }
}

function facesOfMethods(adaptation: OpenAdaptation | undefined): string {
  return Object.entries(adaptation?.faces ?? {})
    .map(([method, faces]) => `, ${faces} for ${method}`)
    .join('');
}

function metadataOf(recipe: Recipe, set: LandmarkSet, data: TrainingData, steps: number): ModelMetadata {
  return {
    format: modelFormat,
    landmarks: namedSet(set, recipe.data.convention),
    input: {
      size: recipe.model.inputSize,
      mean: [...normalisation.mean],
      deviation: [...normalisation.deviation],
      enlarge: defaultEnlarge,
    },
    decoding: 'integral',
    architecture: recipe.model,
    training: {
      recipe: recipe.name,
      seed: recipe.seed,
      steps,
      ...(data.head !== undefined && { head: data.head }),
      data: trainedOn(counted(data.trainingFaces, 'face'), recipe.from, recipe.description),
    },
    lineament: lineamentVersion,
    licence: recipe.licence,
  };
}
