/**
 * Trains a DALL·E as a recipe says. Into the run's folder go `recipe.json`, `metrics.jsonl`, `checkpoint.bin`, `model.onnx` (the
 * last state), of the best validation `best.onnx` and `best-checkpoint.bin`, and `samples.png`: pictures of some sentences.
 */
import { join } from 'node:path';
import { captionTokenizer } from '../../../captions/words.js';
import { UsageError } from '../../../core/errors.js';
import { Random } from '../../../core/random.js';
import { counted } from '../../../core/text/counted.js';
import { lineamentVersion } from '../../../core/version.js';
import { partOf, silentWork, type Work } from '../../../core/work.js';
import { Graph } from '../../../nn/graph/graph.js';
import { averagedState, type TrainerState } from '../../../nn/program/trainer-state.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import { type FitResult, fit } from '../../../nn/train/fit/fit.js';
import type { Changeable } from '../../../nn/train/fit/run-state.js';
import { trainerOptionsOf } from '../../../nn/train/fit/training-settings.js';
import { createTrainer } from '../../../nn/train/plan/trainer.js';
import { digestOf } from '../../../node/digest.js';
import { readFileOr, writeFileWhole } from '../../../node/files.js';
import { beginWords } from '../../begin-words.js';
import { fitOptionsOf, runFolder, type SessionOptions } from '../../fit-options.js';
import { trainedFiles, writeRunFiles } from '../../run-files.js';
import { trainedOn } from '../../trained-on.js';
import { codeCount } from '../autoencoders/architecture.js';
import { type Autoencoder, openAutoencoder } from '../autoencoders/open-autoencoder.js';
import { loadFaces } from '../data/load-faces.js';
import { pictureSheet } from '../pictures/sheet.js';
import { type FileNetwork, type NetworkOf, startFrom } from '../start-from.js';
import type { TokenSpace } from './architecture.js';
import { type DalleMetadata, encodeDalleFile, readDalleMetadata } from './dalle-file.js';
import { buildDalleObjective } from './objective.js';
import type { DalleRecipe } from './recipe.js';
import { sampleCodes, samplingDefaults } from './sample.js';
import { rowSource, tokensOf } from './token-faces.js';
import { wholeRow } from './transformer.js';
import { tokenEntropy } from './validation.js';

export interface TrainDalleResult extends Pick<FitResult, 'step' | 'finished' | 'stoppedEarly'> {
  out: string;
  parameters: number;
  /** Lowest cross-entropy so far, nats a token. */
  best: { step: number; entropy: number } | null;
  model: string;
  bestModel: string;
}

const files = {
  sheet: 'samples.png',
} as const;

const changeable: Changeable = {
  bending: [
    'steps',
    'learningRate',
    'schedule',
    'data',
    'ema',
    'faces',
    'captions',
    'mirrored',
    'textWeight',
  ],
  harmless: ['timeLimit', 'checkpoint', 'validation', 'earlyStopping', 'description', 'licence'],
};

/** What `samples.png` shows, a row each. */
const sampleSentences = [
  'a smiling woman with long blond hair',
  'an old man with a full beard and glasses',
  'a man with dark glasses and a red hat',
  'a bald man, raising his brows',
  'a woman with an afro, turned to the left',
] as const;
const [sheetColumns, sheetSeed] = [8, 1];

/** Where `work` is stopped, a checkpoint is kept. */
export async function trainDalle(
  recipe: DalleRecipe,
  options: SessionOptions = {},
  work: Work = silentWork,
): Promise<TrainDalleResult> {
  const { data, model, batch, seed, name, textWeight } = recipe;
  const out = await runFolder(recipe, options, Object.values(files));
  const tokenizerBytes = await readFileOr(recipe.tokenizer, 'the autoencoder');
  const autoencoder = await openAutoencoder(tokenizerBytes, recipe.tokenizer);
  try {
    const { model: tokens, size, training: tokenizerTraining } = autoencoder.metadata;
    // Of a product each token has codes of its own: the same number means something else at each place.
    if (tokens.kind === 'vae' || tokens.kind === 'product' || size !== data.size)
      throw new UsageError(
        `tokenizer: an autoencoder of kind ${tokens.kind} for pictures of ${size} pixels; needed: one of tokens that share their codes, for ${data.size}`,
        { file: recipe.tokenizer, hint: 'train recipes/generative/tokens-fsq.yaml' },
      );
    const tokenizer = captionTokenizer();
    const space = { words: tokenizer.count, codes: codeCount(tokens), tokens: autoencoder.codeLength };
    const training = await tokensOf(await loadFaces(data, 'train'), autoencoder, recipe.mirrored, work);
    const validation = await tokensOf(
      await loadFaces({ ...data, limit: recipe.validation.faces }, 'validation'),
      autoencoder,
    );
    const trainer = await createTrainer(
      (count, frozen) => buildDalleObjective({ model, space, textWeight }, count, frozen),
      { ...trainerOptionsOf(recipe), batch, seed },
    );
    try {
      const parameters = trainer.state().parameters.length;
      const source = rowSource(training, recipe, tokenizer);
      const network: NetworkOf = (bytes, file) => rowNetwork(bytes, file, batch);
      const initialState = startFrom(trainer, { recipe, log: work.log, network, batches: source });
      const count = training.faces.length;
      work.log.info(
        beginWords(name, {
          parameters,
          from: counted(count, 'face'),
          validated: counted(validation.faces.length, 'face'),
        }),
      );
      const metadata = (steps: number): Omit<DalleMetadata, 'format'> => ({
        architecture: model,
        space,
        words: [...tokenizer.words],
        tokenizer: { recipe: tokenizerTraining.recipe, steps: tokenizerTraining.steps },
        training: {
          ...{ recipe: name, seed, steps },
          data: trainedOn(`${count} synthetic faces`, recipe.from, recipe.description),
        },
        precision: 'float16',
        lineament: lineamentVersion,
        licence: recipe.licence,
      });
      const fileOf = (state: TrainerState, step: number): Uint8Array =>
        encodeDalleFile(metadata(step), averagedState(state));
      const result = await fit(
        {
          trainer: { ...trainer, step: (batches, rate) => trainer.step(batches.rows!, rate) },
          sources: { rows: source },
          ...fitOptionsOf(recipe, options),
          initialState,
          validation: {
            every: recipe.validation.every,
            run: async (state, step) => {
              const known = averagedState(state);
              const sheet = await samples(fileOf(state, step), recipe, space, autoencoder);
              await writeFileWhole(join(out, files.sheet), sheet);
              const value = await tokenEntropy(known, validation, recipe, space, tokenizer);
              return { name: 'nats a token', value, direction: 'lower' };
            },
            words: (value) => `${value.toFixed(3)} nats a token`,
          },
          // Tokens are made anew: a resumed run must find the same.
          settings: { ...recipe, faces: count, tokens: digestOf(tokenizerBytes) },
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
        best: best && { step: best.step, entropy: best.value },
      };
    } finally {
      await trainer.release();
    }
  } finally {
    await autoencoder.release();
  }
}

/** The whole row of what a model file takes step by step: the same weights, but those of the words' scores, which it lacks. */
function rowNetwork(bytes: Uint8Array, file: string, batch: number): FileNetwork {
  const { architecture, space } = readDalleMetadata(bytes, file);
  const graph = new Graph('inference');
  const row = [batch, architecture.length + space.tokens];
  const { codes } = wholeRow(graph.input('row', row), architecture, space);
  return { graph, outputs: [codes], inputs: { row } };
}

async function samples(
  bytes: Uint8Array,
  { model, data }: DalleRecipe,
  space: TokenSpace,
  autoencoder: Autoencoder,
): Promise<Uint8Array> {
  const tokenizer = captionTokenizer();
  const session = await createInferenceSession(bytes);
  try {
    const sentences = sampleSentences.flatMap((sentence) =>
      new Array<Int32Array>(sheetColumns).fill(tokenizer.numbers(sentence, model.length)),
    );
    const architecture = { architecture: model, space };
    const codes = await sampleCodes(
      session,
      architecture,
      sentences,
      samplingDefaults,
      new Random(sheetSeed),
    );
    return pictureSheet(await autoencoder.decode(codes), { size: data.size, columns: sheetColumns });
  } finally {
    await session.release();
  }
}
