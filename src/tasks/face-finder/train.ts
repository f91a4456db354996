/**
 * Trains a face finder as a recipe says: heads → scenes, network and loss → trainer, and `fit` between them. Into the run's
 * folder go `recipe.json`, `metrics.jsonl`, `checkpoint.bin`, `model.onnx` (the last state) and, of the highest average
 * precision on scenes of held-out heads, `best.onnx` and `best-checkpoint.bin`.
 */
import { counted } from '../../core/text/counted.js';
import { lineamentVersion } from '../../core/version.js';
import { partOf, silentWork, type Work } from '../../core/work.js';
import { openScenes, type Scenes } from '../../dataset/scenes/scenes.js';
import { encodeFinderFile } from '../../networks/finder/finder-file.js';
import { finderStrides } from '../../networks/finder/finder-map.js';
import { type FinderMetadata, finderFormat } from '../../networks/finder/finder-metadata.js';
import { finderTrainingWeights } from '../../networks/finder/finder-training-weights.js';
import { averagedState, type TrainerState } from '../../nn/program/trainer-state.js';
import { onnxRuntimeNode } from '../../nn/runtime/onnxruntime-node.js';
import type { StepSource } from '../../nn/train/fit/batches.js';
import { type FitResult, fit } from '../../nn/train/fit/fit.js';
import type { Changeable } from '../../nn/train/fit/run-state.js';
import { trainerOptionsOf } from '../../nn/train/fit/training-settings.js';
import { createTrainer } from '../../nn/train/plan/trainer.js';
import { beginWords } from '../begin-words.js';
import { fitOptionsOf, runFolder, type SessionOptions } from '../fit-options.js';
import { trainedFiles, writeRunFiles } from '../run-files.js';
import { trainedOn } from '../trained-on.js';
import { warmStart } from '../warm-start.js';
import { buildFinderObjective, targetsName, weightsName } from './objective.js';
import type { FinderRecipe } from './recipe.js';
import { finderTargets } from './targets.js';
import { finderPrecision } from './validation.js';

export interface TrainFinderResult extends Pick<FitResult, 'step' | 'finished' | 'stoppedEarly'> {
  out: string;
  parameters: number;
  /** Highest average precision so far. */
  best: { step: number; averagePrecision: number } | null;
  model: string;
  /** The last model where none was validated. */
  bestModel: string;
}

const normalisation = { mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25] } as const;
const mostOverlap = 0.4;

/** Keys of a recipe that may change between a checkpoint and its resumption. */
const changeable: Changeable = {
  bending: ['steps', 'learningRate', 'schedule', 'data', 'boxWeight', 'ema'],
  harmless: [
    'timeLimit',
    'checkpoint',
    'validation',
    'earlyStopping',
    'sceneWorkers',
    'description',
    'licence',
    'threshold',
    'sides',
    'doubts',
  ],
};

/** Where `work` is stopped, a checkpoint is kept. */
export async function trainFinder(
  recipe: FinderRecipe,
  options: SessionOptions = {},
  work: Work = silentWork,
): Promise<TrainFinderResult> {
  const { data, model, batch, seed } = recipe;
  const out = await runFolder(recipe, options);
  const shared = { seed, normalisation };
  const training = await openScenes(data, {
    ...shared,
    split: recipe.trainSplit,
    workers: recipe.sceneWorkers,
  });
  const validation = await openScenes(data, { ...shared, split: recipe.validationSplit });
  try {
    const trainer = await createTrainer(
      (count, frozen) =>
        buildFinderObjective({ model, size: data.size, boxWeight: recipe.boxWeight }, count, frozen),
      {
        ...trainerOptionsOf(recipe),
        batch,
        seed,
      },
    );
    try {
      const parameters = trainer.state().parameters.length;
      const from = `scenes of ${counted(training.faces, 'face')}`;
      const validated = `${counted(recipe.validation.scenes, 'scene')} of ${counted(validation.faces, 'face')}`;
      work.log.info(beginWords(recipe.name, { parameters, from, validated }));
      const fileOf = (state: TrainerState, step: number): Uint8Array =>
        encodeFinderFile(metadataOf(recipe, training, step), averagedState(state));
      const result = await fit(
        {
          trainer: { ...trainer, step: (batches, rate) => trainer.step(batches.scenes!, rate) },
          sources: { scenes: sceneSource(training, recipe) },
          ...fitOptionsOf(recipe, options),
          validation: {
            every: recipe.validation.every,
            run: async (state, step) => ({
              name: 'average precision',
              value: await precisionOf(fileOf(state, step), validation, recipe),
              direction: 'higher',
            }),
            words: (value) => `average precision ${value.toFixed(4)}`,
          },
          settings: { ...recipe, faces: training.faces },
          changeable: { ...changeable, bending: [...changeable.bending, 'faces'] },
          out,
          ...(recipe.from !== undefined && {
            initialState: beginWith(recipe.from, recipe, training, trainer, work),
          }),
          on: writeRunFiles(recipe, out, fileOf),
        },
        partOf(work, recipe.name, 'step'),
      );
      const { best } = result;
      return {
        ...trainedFiles(result, out),
        parameters,
        best: best && { step: best.step, averagePrecision: best.value },
      };
    } finally {
      await trainer.release();
    }
  } finally {
    await Promise.all([training.close(), validation.close()]);
  }
}

function beginWith(
  from: string,
  { batch, groups, data: { size } }: FinderRecipe,
  scenes: Scenes,
  trainer: { state(): TrainerState },
  { log }: Work,
): () => Promise<TrainerState> {
  return () =>
    warmStart(from, trainer.state(), {
      groups,
      log,
      imagesOf: async (number) => (await scenes.compose(number * batch, batch)).images,
      modelWeights: (bytes, images) => finderTrainingWeights(bytes, from, { size, batch, images }),
    });
}

function sceneSource(scenes: Scenes, { batch, data }: FinderRecipe): StepSource {
  return {
    async batch(number) {
      const { images, faces } = await scenes.compose(number * batch, batch);
      const inputs: Record<string, Float32Array> = { image: images };
      for (const [index, stride] of finderStrides.entries()) {
        const { targets, weights } = finderTargets(faces, index, data);
        inputs[targetsName(stride)] = targets;
        inputs[weightsName(stride)] = weights;
      }
      return inputs;
    },
  };
}

async function precisionOf(file: Uint8Array, scenes: Scenes, recipe: FinderRecipe): Promise<number> {
  const { size, smallest } = recipe.data;
  const session = await onnxRuntimeNode.createSession(file, { threads: recipe.replicas * recipe.threads });
  try {
    return await finderPrecision(
      (image) => session.run({ image: { data: image, shape: [1, 3, size, size] } }),
      scenes,
      { count: recipe.validation.scenes, size, smallest, mostOverlap },
    );
  } finally {
    await session.release();
  }
}

function metadataOf(recipe: FinderRecipe, scenes: Scenes, steps: number): FinderMetadata {
  return {
    format: finderFormat,
    input: {
      mean: [...normalisation.mean],
      deviation: [...normalisation.deviation],
      sides: recipe.sides,
      doubts: recipe.doubts,
    },
    strides: [...finderStrides],
    threshold: recipe.threshold,
    mostOverlap,
    architecture: recipe.model,
    training: {
      recipe: recipe.name,
      seed: recipe.seed,
      steps,
      data: trainedOn(`Scenes of ${scenes.faces} synthetic faces`, recipe.from, recipe.description),
    },
    precision: 'float16',
    lineament: lineamentVersion,
    licence: recipe.licence,
  };
}
