/**
 * Trains a landmark detector as a recipe says: datasets → loaders, network and loss → trainer, and the loop between
 * them. What it writes into the run's folder: `recipe.json`, `metrics.jsonl`, `checkpoint.bin`, `loss-curve.svg`,
 * `model.onnx` (the last state) and, of the least validation error, `best.onnx` and `best-checkpoint.bin`.
 *
 * @example
 * const result = await train(await readRecipe('recipes/demo.yaml'), { out: 'runs/demo', log: lineLog() });
 */
import { join } from 'node:path';
import { type Log, silentLog } from '../../core/log.js';
import { lineamentVersion } from '../../core/version.js';
import { openLandmarkSet } from '../../dataset/landmark-set-file.js';
import { defaultEnlarge } from '../../landmarks/face-crop.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { encodeModelFile, inferenceNetwork } from '../../networks/model-file.js';
import { type ModelMetadata, modelFormat } from '../../networks/model-metadata.js';
import { exportInference } from '../../nn/program/export-inference.js';
import { averagedState, type TrainerState } from '../../nn/program/trainer-state.js';
import { runtimeOn } from '../../nn/runtime/onnxruntime-node.js';
import { createPlanTrainer, type PlanTrainer, type PlanTrainerOptions } from '../../nn/train/plan-trainer.js';
import { createTrainer } from '../../nn/train/trainer.js';
import { makeFolder, writeFileWhole } from '../../node/files.js';
import { formatDuration, type ProgressStyle } from '../../node/progress.js';
import { sourceFaces } from './adaptation/compose-plan.js';
import { type OpenAdaptation, openAdaptation } from './adaptation/open-adaptation.js';
import { faceSource } from './batches.js';
import { initialWeights } from './initial-weights.js';
import { learningRateAt } from './learning-rate.js';
import { type LoopResult, runLoop, type StepTrainer } from './loop.js';
import { buildObjective, type ObjectiveOptions } from './objective.js';
import { optimiserOf } from './optimisation-settings.js';
import type { Recipe } from './recipe.js';
import { normalisation, openTrainingData, type TrainingData, validationBatch } from './training-data.js';
import { type ValidationFaces, validationError } from './validation.js';

/** Steps between training records. */
const recordEvery = 20;

export interface TrainOptions {
  /** Folder of the run; by default `runs/<name>`. */
  out?: string | undefined;
  /** Go on from the checkpoint in `out`. */
  resume?: boolean;
  log?: Log;
  progress?: ProgressStyle;
  /** Stops in good order, with a checkpoint. */
  signal?: AbortSignal;
}

export interface TrainResult extends LoopResult {
  out: string;
  parameters: number;
}

export async function train(recipe: Recipe, options: TrainOptions = {}): Promise<TrainResult> {
  const { log = silentLog } = options;
  const out = options.out ?? join('runs', recipe.name);
  const set = await openLandmarkSet(recipe.data.landmarks);
  const objective = { model: recipe.model, landmarks: set.points.length, loss: recipe.loss };
  const data = await openTrainingData(recipe);
  const adaptation = await openAdaptation(recipe, set, objective).catch(async (error: unknown) => {
    await data.close();
    throw error;
  });
  try {
    makeFolder(out);
    const began = performance.now();
    const trainer = await openTrainer(recipe, objective, adaptation);
    const parameters = trainer.state().parameters.length;
    log.info(
      `${recipe.name}: ${parameters.toLocaleString('en')} parameters, ${data.trainingFaces} faces for training, ${data.validation.count} for validation${facesOfMethods(adaptation)}; ready after ${formatDuration((performance.now() - began) / 1000)}`,
    );
    const describe = adaptation?.describeModel ?? ((metadata: ModelMetadata) => metadata);
    try {
      const result = await runLoop({
        name: recipe.name,
        trainer,
        sources: {
          [sourceFaces]: faceSource(data.batches, adaptation?.sourceInputs),
          ...adaptation?.sources,
        },
        accumulate: recipe.accumulate,
        imagesPerStep: recipe.batch * (recipe.accumulate ?? 1),
        steps: recipe.steps,
        learningRateAt: (step) => learningRateAt(step, recipe.steps, recipe.learningRate, recipe.schedule),
        recordEvery,
        validateEvery: recipe.validation.every,
        validate: async (state) => ({
          nme: await validateState(recipe, set, averagedState(state), data.validation),
          normaliser: recipe.validation.normaliser,
          faces: data.validation.count,
        }),
        earlyStopping: recipe.earlyStopping,
        exportModel: (state, step) =>
          encodeModelFile(describe(metadataOf(recipe, set, data, step)), averagedState(state)),
        checkpointMinutes: recipe.checkpoint.everyMinutes,
        timeLimitMinutes: recipe.timeLimit,
        settings: {
          ...recipe,
          trainingFaces: data.trainingFaces,
          ...(adaptation && { adaptationFaces: adaptation.faces }),
        },
        out,
        resume: options.resume ?? false,
        ...(recipe.from !== undefined && {
          initialState: () => initialWeights(recipe.from!, trainer.state(), recipe.groups, log),
        }),
        begin: () => writeFileWhole(join(out, 'recipe.json'), `${JSON.stringify(recipe, null, 2)}\n`),
        log,
        ...(options.progress === undefined ? {} : { progress: options.progress }),
        signal: options.signal,
      });
      return { ...result, out, parameters };
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
    replicas: recipe.replicas,
    threads: recipe.threads,
    provider: recipe.provider,
    seed: recipe.seed,
    optimiser: optimiserOf(recipe.optimiser ?? {}, recipe),
    ...(recipe.groups === undefined ? {} : { groups: recipe.groups }),
    ema: recipe.ema,
  };
  if (adaptation !== undefined) return createPlanTrainer(adaptation.plan, options);
  const trainer = await createTrainer((batch, frozen) => buildObjective({ ...objective, frozen }, batch), {
    ...options,
    batch: recipe.batch,
  });
  return { ...trainer, step: (batches, rate) => trainer.step(batches[sourceFaces]!, rate) };
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
    landmarks: {
      set: set.name,
      names: set.points.map(({ name }) => name),
      mirror: [...set.mirror],
      convention: recipe.data.convention,
    },
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
      data: [`${data.trainingFaces} faces.`, recipe.from && `Began with ${recipe.from}.`, recipe.description]
        .filter(Boolean)
        .join(' '),
    },
    lineament: lineamentVersion,
    licence: recipe.licence,
  };
}
