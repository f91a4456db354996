/**
 * Trains a prior as a recipe says, after the autoencoder, which stays as it is (a second stage: Dai and Wipf, "Diagnosing and Enhancing VAE Models",
 * ICLR 2019). Into the run's folder go `recipe.json`, `metrics.jsonl`, `checkpoint.bin`, `model.onnx` (the autoencoder with the last state of the
 * prior), of the best validation `best.onnx` and `best-checkpoint.bin`, and `samples.png`: faces from nothing but noise.
 */
import { join } from 'node:path';
import { UsageError } from '../../../../core/errors.js';
import { Random } from '../../../../core/random.js';
import { counted } from '../../../../core/text/counted.js';
import { partOf, silentWork, type Work } from '../../../../core/work.js';
import { averagedState, type TrainerState } from '../../../../nn/program/trainer-state.js';
import type { StepSource } from '../../../../nn/train/fit/batches.js';
import { type FitResult, fit } from '../../../../nn/train/fit/fit.js';
import type { Changeable } from '../../../../nn/train/fit/run-state.js';
import { trainerOptionsOf } from '../../../../nn/train/fit/training-settings.js';
import { createTrainer } from '../../../../nn/train/plan/trainer.js';
import { digestOf } from '../../../../node/digest.js';
import { readFileOr, writeFileWhole } from '../../../../node/files.js';
import { beginWords } from '../../../begin-words.js';
import { fitOptionsOf, runFolder, type SessionOptions } from '../../../fit-options.js';
import { trainedFiles, writeRunFiles } from '../../../run-files.js';
import { trainedOn } from '../../../trained-on.js';
import { BatchOrder } from '../../data/batch-order.js';
import { loadFaces } from '../../data/load-faces.js';
import { pictureSheet } from '../../pictures/sheet.js';
import { withPrior } from '../autoencoder-file.js';
import { openAutoencoder } from '../open-autoencoder.js';
import { codesOf, type FaceCodes, scaled, scaleOf, waysTo } from './face-codes.js';
import { buildPriorObjective } from './objective.js';
import { priorModel } from './prior-model.js';
import type { PriorRecipe } from './recipe.js';
import { squaredError } from './validation.js';

export interface TrainPriorResult extends Pick<FitResult, 'step' | 'finished' | 'stoppedEarly'> {
  out: string;
  parameters: number;
  /** Lowest mean squared error of the velocities. */
  best: { step: number; error: number } | null;
  model: string;
  bestModel: string;
}

const sheetFile = 'samples.png';
const [sheetColumns, sheetRows] = [8, 4];

const changeable: Changeable = {
  bending: ['steps', 'learningRate', 'schedule', 'ema'],
  harmless: ['timeLimit', 'checkpoint', 'validation', 'earlyStopping', 'description'],
};

/** Where `work` is stopped, a checkpoint is kept, once steps have begun. */
export async function trainPrior(
  recipe: PriorRecipe,
  options: SessionOptions = {},
  work: Work = silentWork,
): Promise<TrainPriorResult> {
  const { data, model, batch, seed, name, mirrored, autoencoder: file } = recipe;
  const out = await runFolder(recipe, options, [sheetFile]);
  const bytes = await readFileOr(file, 'the variational autoencoder (train it first)');
  const autoencoder = await openAutoencoder(bytes, file);
  try {
    const { metadata } = autoencoder;
    if (metadata.model.kind !== 'vae')
      throw new UsageError(`autoencoder: of kind ${metadata.model.kind}; needed: a variational one`, {
        file,
        hint: 'train recipes/generative/vae.yaml',
      });
    if (metadata.size !== data.size)
      throw new UsageError(
        `autoencoder: for pictures of ${metadata.size} pixels; this recipe's are of ${data.size}`,
        {
          file,
          hint: `say \`size: ${metadata.size}\` under \`data\``,
        },
      );
    const faces = await loadFaces(data, 'train');
    const held = await loadFaces({ ...data, limit: recipe.validation.faces }, 'validation');
    const known = await codesOf(autoencoder, faces, mirrored, work);
    const scale = scaleOf(known);
    const training = scaled(known, scale);
    const validation = scaled(await codesOf(autoencoder, held, false, work), scale);
    const { length } = training;
    const trainer = await createTrainer(
      (count, frozen) => buildPriorObjective(model, length, count, frozen),
      { ...trainerOptionsOf(recipe), batch, seed },
    );
    try {
      const parameters = trainer.state().parameters.length;
      work.log.info(
        beginWords(name, {
          parameters,
          from: `codes of ${counted(faces.count, 'face')}`,
          validated: counted(held.count, 'face'),
        }),
      );
      const fileOf = (state: TrainerState, steps: number): Uint8Array => {
        const origin = {
          ...{ recipe: name, seed, steps },
          data: trainedOn(`Codes of ${faces.count} synthetic faces`, undefined, recipe.description),
        };
        return withPrior(
          bytes,
          file,
          { ...scale, training: origin },
          priorModel(length, model, averagedState(state)),
        );
      };
      const result = await fit(
        {
          trainer: { ...trainer, step: (batches, rate) => trainer.step(batches.ways!, rate) },
          sources: { ways: waySource(training, recipe) },
          ...fitOptionsOf(recipe, options),
          validation: {
            every: recipe.validation.every,
            run: async (state, step) => {
              await writeFileWhole(join(out, sheetFile), await samples(fileOf(state, step), data.size));
              const value = await squaredError(averagedState(state), validation, model);
              return { name: 'squared error of the velocity', value, direction: 'lower' };
            },
            words: (value) => `squared error ${value.toFixed(4)}`,
          },
          // Codes and their scale are made anew: a resumed run must find the same.
          settings: {
            ...recipe,
            faces: faces.count,
            scale: digestOf(JSON.stringify(scale)),
            of: digestOf(bytes),
          },
          changeable,
          out,
          on: writeRunFiles(recipe, out, fileOf),
        },
        partOf(work, name, 'step'),
      );
      const { best } = result;
      return {
        ...trainedFiles(result, out),
        parameters,
        best: best && { step: best.step, error: best.value },
      };
    } finally {
      await trainer.release();
    }
  } finally {
    await autoencoder.release();
  }
}

function waySource(codes: FaceCodes, { batch, seed }: PriorRecipe): StepSource {
  const order = new BatchOrder(codes.codes.length / codes.length, batch, seed);
  return { batch: async (number) => waysTo(codes, order.indices(number), new Random(seed, 'ways', number)) };
}

async function samples(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const autoencoder = await openAutoencoder(bytes, 'the model in training');
  try {
    const codes = await autoencoder.draw(sheetColumns * sheetRows, new Random('samples'));
    return pictureSheet(await autoencoder.decode(codes), { size, columns: sheetColumns });
  } finally {
    await autoencoder.release();
  }
}
