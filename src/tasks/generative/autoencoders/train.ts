/**
 * Trains an autoencoder as a recipe says. Into the run's folder go `recipe.json`, `metrics.jsonl`, `checkpoint.bin`,
 * `model.onnx` (the last state), of the best validation `best.onnx` and `best-checkpoint.bin`, and `reconstructions.png`: faces
 * that training does not see over what is left of them; of a variational one `latent.png`, see `latent-sheet.ts`. Until its
 * training has ended, that of a product of codes has `product-start.bin`, see `kept-start.ts`.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../../core/errors.js';
import { counted } from '../../../core/text/counted.js';
import { lineamentVersion } from '../../../core/version.js';
import { partOf, silentWork, type Work } from '../../../core/work.js';
import { sizeOf } from '../../../nn/graph/shape.js';
import type { ParameterGroup } from '../../../nn/optimisers/parameter-groups.js';
import type { ParameterLayout } from '../../../nn/program/parameter-layout.js';
import { averagedState, type TrainerState } from '../../../nn/program/trainer-state.js';
import type { StepSource } from '../../../nn/train/fit/batches.js';
import { type FitResult, fit, type Validated } from '../../../nn/train/fit/fit.js';
import type { NeededWeights } from '../../../nn/train/fit/initial-weights.js';
import type { Changeable } from '../../../nn/train/fit/run-state.js';
import { trainerOptionsOf } from '../../../nn/train/fit/training-settings.js';
import { createTrainer } from '../../../nn/train/plan/trainer.js';
import { digestOf } from '../../../node/digest.js';
import { readFileOr, writeFileWhole } from '../../../node/files.js';
import { beginWords } from '../../begin-words.js';
import { fitOptionsOf, runFolder, type SessionOptions } from '../../fit-options.js';
import { trainedFiles, writeRunFiles } from '../../run-files.js';
import { trainedOn } from '../../trained-on.js';
import { BatchOrder } from '../data/batch-order.js';
import type { FaceSet } from '../data/face-set.js';
import { loadFaces } from '../data/load-faces.js';
import { readJudgeMetadata } from '../judges/judge-file.js';
import { judgeScope } from '../judges/network.js';
import { type NetworkOf, startFrom } from '../start-from.js';
import type { AutoencoderModel, GaussianModel } from './architecture.js';
import { autoencoderNetwork, encodeAutoencoderFile } from './autoencoder-file.js';
import { isKeptStart } from './kept-start.js';
import { latentSheet } from './latent-sheet.js';
import { judgesFrozen, type LikenessSettings, withJudges } from './likeness.js';
import { buildAutoencoderObjective, chanceInputs, type SeenByJudges } from './objective.js';
import { openAutoencoder } from './open-autoencoder.js';
import { componentFaces, principalStart } from './principal-start.js';
import { productStart } from './product-start.js';
import type { AutoencoderRecipe } from './recipe.js';
import { reconstructionSheet } from './reconstruction-sheet.js';
import { autoencoderFigures } from './validation.js';

export interface TrainAutoencoderResult extends Pick<FitResult, 'step' | 'finished' | 'stoppedEarly'> {
  out: string;
  parameters: number;
  /** Highest score so far: PSNR, or of a variational one the negated bits per dimension. */
  best: { step: number; score: number } | null;
  model: string;
  bestModel: string;
}

const files = {
  sheet: 'reconstructions.png',
  latent: 'latent.png',
  start: 'product-start.bin',
} as const;

const changeable: Changeable = {
  bending: ['steps', 'learningRate', 'schedule', 'data', 'ema', 'faces'],
  harmless: ['timeLimit', 'checkpoint', 'validation', 'earlyStopping', 'description', 'licence'],
};

/** Pictures at once in validation. */
const together = 32;

/** Where `work` is stopped, a checkpoint is kept. */
export async function trainAutoencoder(
  recipe: AutoencoderRecipe,
  options: SessionOptions = {},
  work: Work = silentWork,
): Promise<TrainAutoencoderResult> {
  const { data, model, batch, seed, name, licence, description } = recipe;
  const { start, ...others } = files;
  const out = await runFolder(recipe, options, [
    ...Object.values(others),
    { name: start, isOurs: isKeptStart },
  ]);
  const judges = recipe.likeness && (await judgesFor(recipe.likeness, data.size));
  const training = await loadFaces(data, 'train');
  const validation = await loadFaces({ ...data, limit: recipe.validation.faces }, 'validation');
  const trainer = await createTrainer(
    (count, frozen) => buildAutoencoderObjective(model, data.size, count, frozen, judges?.seen),
    {
      ...trainerOptionsOf(recipe),
      groups: [...(judges ? [judgesFrozen] : []), ...frozenOf(model), ...(recipe.groups ?? [])],
      batch,
      seed,
    },
  );
  try {
    const parameters = learntCount(trainer.state().parameterLayout);
    const source = faceSource(training, recipe);
    const network: NetworkOf = (bytes, file) => autoencoderNetwork(bytes, file, batch);
    const needed = neededOf(model);
    const given = startFrom(trainer, { recipe, log: work.log, network, batches: source, needed });
    const begin = given ?? ownStart(model, training, trainer, { work, out });
    const initialState = judges
      ? async () => withJudges((await begin?.()) ?? trainer.state(), judges, batch, source)
      : begin;
    work.log.info(
      beginWords(name, {
        parameters,
        from: counted(training.count, 'face'),
        validated: counted(validation.count, 'face'),
      }),
    );
    const fileOf = (state: TrainerState, steps: number, pictures: number): Uint8Array =>
      encodeAutoencoderFile(
        {
          size: data.size,
          model,
          training: {
            ...{ recipe: name, seed, steps },
            data: trainedOn(`${training.count} synthetic faces`, recipe.from, description),
          },
          precision: pictures === 1 ? 'float16' : 'float32',
          lineament: lineamentVersion,
          licence,
        },
        averagedState(state),
        pictures,
      );
    const result = await fit(
      {
        trainer: { ...trainer, step: (batches, rate) => trainer.step(batches.faces!, rate) },
        sources: { faces: source },
        ...fitOptionsOf(recipe, options),
        initialState,
        validation: {
          every: recipe.validation.every,
          run: (state, step) =>
            validate(fileOf(state, step, together), validation, recipe.validation.faces, out),
          words: (value) =>
            model.kind === 'vae'
              ? `${(-value).toFixed(3)} bits per dimension`
              : `PSNR ${value.toFixed(2)} dB`,
        },
        // Judges are known by their bytes, wherever they lie.
        settings: {
          ...recipe,
          faces: training.count,
          ...(judges && { likeness: { weight: judges.seen.weight, judges: judges.digest } }),
        },
        changeable,
        out,
        on: writeRunFiles(recipe, out, (state, step) => fileOf(state, step, 1)),
      },
      partOf(work, name, 'step'),
    );
    // What it began with is in its checkpoint by now.
    await rm(join(out, files.start), { force: true });
    const { best } = result;
    return { ...trainedFiles(result, out), parameters, best: best && { step: best.step, score: best.value } };
  } finally {
    await trainer.release();
  }
}

/** @param size – of the pictures. */
async function judgesFor(
  { judges: file, weight }: LikenessSettings,
  size: number,
): Promise<{ file: string; bytes: Uint8Array; seen: SeenByJudges; digest: string }> {
  const bytes = await readFileOr(file, 'the judges (train recipes/generative/judges.yaml first)');
  const { architecture } = readJudgeMetadata(bytes, file);
  if (architecture.size !== size)
    throw new UsageError(
      `likeness.judges: of pictures of ${architecture.size} pixels; these are of ${size}`,
      {
        file,
        hint: 'give judges that were trained on pictures of the same size',
      },
    );
  return { file, bytes, seen: { judges: architecture, weight }, digest: digestOf(bytes) };
}

/** Directions and codes of a product stay as they are computed: only decoding would send them gradients, and encoding would drift with it. */
function frozenOf({ kind }: AutoencoderModel): ParameterGroup[] {
  return kind === 'product' ? [{ match: 'bottleneck/**', frozen: true }] : [];
}

/** Codes of a product that are not in the file of `from` would stay as chance has them. */
function neededOf({ kind }: AutoencoderModel): NeededWeights | undefined {
  if (kind !== 'product') return undefined;
  return {
    isNeeded: (name) => name.startsWith('bottleneck.'),
    hint: 'give a product of as many codes and blocks, or leave `from` out: codes are then found anew',
  };
}

/** Numbers that are in the trained file: judges are not. */
function learntCount(layout: ParameterLayout): number {
  return layout
    .filter(({ name }) => !name.startsWith(`${judgeScope}.`))
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** What gives the state to begin with, where it is computed from the faces. */
function ownStart(
  model: AutoencoderModel,
  faces: FaceSet,
  trainer: { state(): TrainerState },
  { work, out }: { work: Work; out: string },
): (() => Promise<TrainerState>) | undefined {
  if (model.kind === 'product')
    return () => productStart(model, faces, trainer.state(), work, join(out, files.start));
  if (model.kind === 'vae' && model.linear) return () => principalState(model, faces, trainer, work);
  return undefined;
}

async function principalState(
  model: GaussianModel,
  faces: FaceSet,
  trainer: { state(): TrainerState },
  work: Work,
): Promise<TrainerState> {
  const { log } = work;
  const count = componentFaces(faces.count);
  if (count <= model.latent)
    log.warn(
      `model.latent: ${model.latent} numbers, but ${count} faces have ${count - 1} principal components`,
    );
  log.info(`${Math.min(model.latent, count - 1)} principal components of ${count} faces to begin with`);
  return principalStart(model, faces, trainer.state(), work);
}

function faceSource(faces: FaceSet, { batch, seed, model, steps }: AutoencoderRecipe): StepSource {
  const order = new BatchOrder(faces.count, batch, seed);
  const wanted = chanceInputs(model);
  return {
    async batch(number) {
      const inputs: Record<string, Float32Array> = { image: faces.images(order.indices(number)) };
      // Whole numbers up to 2²⁴ are exact.
      if (wanted.includes('seed'))
        inputs.seed = Float32Array.from({ length: batch }, (_, i) => (number * batch + i) % 2 ** 24);
      if (wanted.includes('temperature'))
        inputs.temperature = new Float32Array(batch).fill(temperatureAt(model, number / steps));
      return inputs;
    },
  };
}

/** @param share – of the training that is done; the last temperature is reached at its half. */
export function temperatureAt(model: AutoencoderModel, share: number): number {
  if (model.kind !== 'dvae') return 1;
  const { from, to } = model.temperature;
  return from * (to / from) ** Math.min(1, 2 * share);
}

async function validate(bytes: Uint8Array, faces: FaceSet, count: number, out: string): Promise<Validated> {
  const autoencoder = await openAutoencoder(bytes, 'the model in training', { batch: together });
  try {
    const { figures } = await autoencoderFigures(autoencoder, faces, count);
    await writeFileWhole(join(out, files.sheet), await reconstructionSheet(autoencoder, faces));
    if (autoencoder.metadata.model.kind === 'vae')
      await writeFileWhole(join(out, files.latent), await latentSheet(autoencoder, faces));
    const { psnr, bitsPerDimension } = figures;
    const details = { ...figures };
    if (bitsPerDimension !== undefined)
      return { name: 'negated bits per dimension', value: -bitsPerDimension, direction: 'higher', details };
    return { name: 'PSNR', value: psnr, direction: 'higher', details };
  } finally {
    await autoencoder.release();
  }
}
