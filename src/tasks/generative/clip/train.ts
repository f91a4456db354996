/**
 * Trains a CLIP as a recipe says: faces and sentences that are drawn anew each pass → trainer and `fit`. Into the run's folder go
 * `recipe.json`, `metrics.jsonl`, `checkpoint.bin`, `model.onnx` (the last state) and `best.onnx`, of the highest recall among
 * held-out faces.
 */
import { captionTokenizer } from '../../../captions/words.js';
import { toPlanarFloat } from '../../../core/image.js';
import { Random } from '../../../core/random.js';
import { counted } from '../../../core/text/counted.js';
import { lineamentVersion } from '../../../core/version.js';
import { partOf, silentWork, type Work } from '../../../core/work.js';
import { createClipEmbedder } from '../../../networks/clip/clip-embedder.js';
import { encodeClipFile, specialNumbers } from '../../../networks/clip/clip-file.js';
import { type ClipMetadata, clipFormat, readClipMetadata } from '../../../networks/clip/clip-metadata.js';
import { imageEmbedding, textEmbedding } from '../../../networks/clip/clip-network.js';
import { Graph } from '../../../nn/graph/graph.js';
import { averagedState, type TrainerState } from '../../../nn/program/trainer-state.js';
import { onnxRuntimeNode } from '../../../nn/runtime/onnxruntime-node.js';
import type { StepSource } from '../../../nn/train/fit/batches.js';
import { type FitResult, fit } from '../../../nn/train/fit/fit.js';
import type { Changeable } from '../../../nn/train/fit/run-state.js';
import { trainerOptionsOf } from '../../../nn/train/fit/training-settings.js';
import { createTrainer } from '../../../nn/train/plan/trainer.js';
import { beginWords } from '../../begin-words.js';
import { fitOptionsOf, runFolder, type SessionOptions } from '../../fit-options.js';
import { trainedFiles, writeRunFiles } from '../../run-files.js';
import { trainedOn } from '../../trained-on.js';
import { BatchOrder } from '../data/batch-order.js';
import { type FaceSet, pixelRange } from '../data/face-set.js';
import { loadFaces } from '../data/load-faces.js';
import { seenFaces } from '../data/mirrored.js';
import { varyPicture } from '../data/vary-picture.js';
import { type FileNetwork, type NetworkOf, startFrom } from '../start-from.js';
import { factPlaces, writeFacts } from '../text/fact-codes.js';
import { sampledCaptions } from '../text/sampled-captions.js';
import { buildClipObjective } from './objective.js';
import type { ClipRecipe } from './recipe.js';
import { clipRecall, embedFaces } from './validation.js';

export interface TrainClipResult extends Pick<FitResult, 'step' | 'finished' | 'stoppedEarly'> {
  out: string;
  parameters: number;
  /** Share of the held-out sentences that found their picture first. */
  best: { step: number; recall: number } | null;
  model: string;
  /** The last model where none was validated. */
  bestModel: string;
}

/** As `FaceSet` gives pixels. */
const mean = Array<number>(3).fill(pixelRange.mean) as [number, number, number];
const deviation = Array<number>(3).fill(pixelRange.deviation) as [number, number, number];

/** Side of a generated picture over the longer side of the face's box in it: the median of generated faces. */
const wholePicture = 1.72;

/** Keys of a recipe that may change between a checkpoint and its resumption. */
const changeable: Changeable = {
  bending: ['steps', 'learningRate', 'schedule', 'data', 'captions', 'variation', 'mirrored', 'ema'],
  harmless: ['timeLimit', 'checkpoint', 'validation', 'earlyStopping', 'description', 'licence'],
};

/** Where `work` is stopped, a checkpoint is kept. */
export async function trainClip(
  recipe: ClipRecipe,
  options: SessionOptions = {},
  work: Work = silentWork,
): Promise<TrainClipResult> {
  const { batch, seed, model, loss } = recipe;
  const out = await runFolder(recipe, options);
  const tokenizer = captionTokenizer();
  const training = await loadFaces(recipe.data, 'train');
  const validation = await loadFaces(recipe.data, 'validation');
  const trainer = await createTrainer(
    (count, frozen) => buildClipObjective({ model, loss, wordCount: tokenizer.count }, count, frozen),
    { ...trainerOptionsOf(recipe), batch, seed },
  );
  try {
    const parameters = trainer.state().parameters.length;
    const source = pairSource(training, recipe);
    const network: NetworkOf = (bytes, file) => clipNetwork(bytes, file, batch);
    const initialState = startFrom(trainer, { recipe, log: work.log, network, batches: source });
    const validated = counted(Math.min(recipe.validation.faces, validation.count), 'face');
    work.log.info(beginWords(recipe.name, { parameters, from: counted(training.count, 'face'), validated }));
    const fileOf = (state: TrainerState, step: number): Uint8Array =>
      encodeClipFile(metadataOf(recipe, training.count, step), averagedState(state));
    const result = await fit(
      {
        trainer: { ...trainer, step: (batches, rate) => trainer.step(batches.pairs!, rate) },
        sources: { pairs: source },
        ...fitOptionsOf(recipe, options),
        initialState,
        validation: {
          every: recipe.validation.every,
          run: async (state, step) => ({
            name: 'recall',
            value: await recallOf(metadataOf(recipe, training.count, step), state, validation, recipe),
            direction: 'higher',
          }),
          words: (value) => `recall ${(100 * value).toFixed(1)} %`,
        },
        settings: { ...recipe, faces: training.count },
        changeable: { ...changeable, bending: [...changeable.bending, 'faces'] },
        out,
        on: writeRunFiles(recipe, out, fileOf),
      },
      partOf(work, recipe.name, 'step'),
    );
    const { best } = result;
    return {
      ...trainedFiles(result, out),
      parameters,
      best: best && { step: best.step, recall: best.value },
    };
  } finally {
    await trainer.release();
  }
}

/** What a model file holds. */
function clipNetwork(bytes: Uint8Array, file: string, batch: number): FileNetwork {
  const { architecture, words } = readClipMetadata(bytes, file);
  const { size, length } = architecture;
  const graph = new Graph('inference');
  const inputs = { image: [batch, 3, size, size], words: [batch, length] };
  const outputs = [
    imageEmbedding(graph.input('image', inputs.image), architecture),
    textEmbedding(graph.input('words', inputs.words), words.length + specialNumbers, architecture),
  ];
  return { graph, outputs, inputs };
}

function pairSource(faces: FaceSet, recipe: ClipRecipe): StepSource {
  const { batch, seed, model, captions, variation, mirrored } = recipe;
  const tokenizer = captionTokenizer();
  const order = new BatchOrder(faces.count, batch, seed);
  const plane = 3 * model.size ** 2;
  return {
    async batch(number) {
      const random = new Random(seed, 'pairs', number);
      const rows = seenFaces(faces, order.indices(number), mirrored, random);
      const facts = rows.map((row) => row.facts);
      const shown = new Float32Array(batch * factPlaces);
      for (const [i, own] of facts.entries()) writeFacts(own, shown, i);
      const image = new Float32Array(batch * plane);
      for (const [i, { picture }] of rows.entries()) {
        const seen = variation ? varyPicture(picture, variation, random.child('picture', i)) : picture;
        toPlanarFloat(seen, mean, deviation, image, i * plane);
      }
      const told = sampledCaptions(
        facts,
        { tokenizer, length: model.length, ...captions },
        random.child('captions'),
      );
      return { image, shown, ...told };
    },
  };
}

async function recallOf(
  metadata: ClipMetadata,
  state: TrainerState,
  faces: FaceSet,
  recipe: ClipRecipe,
): Promise<number> {
  const session = await onnxRuntimeNode.createSession(encodeClipFile(metadata, averagedState(state)), {
    threads: recipe.replicas * recipe.threads,
  });
  try {
    const embedder = createClipEmbedder(metadata, (inputs) => session.run(inputs));
    const held = await embedFaces(embedder, faces, recipe.validation.faces);
    const { picturesBySentence } = await clipRecall(embedder, captionTokenizer(), held);
    return picturesBySentence.first;
  } finally {
    await session.release();
  }
}

function metadataOf(recipe: ClipRecipe, faces: number, steps: number): ClipMetadata {
  return {
    format: clipFormat,
    input: {
      mean,
      deviation,
      enlarge: wholePicture,
    },
    words: [...captionTokenizer().words],
    architecture: recipe.model,
    training: {
      recipe: recipe.name,
      seed: recipe.seed,
      steps,
      data: trainedOn(`${faces} synthetic faces`, recipe.from, recipe.description),
    },
    precision: 'float16',
    lineament: lineamentVersion,
    licence: recipe.licence,
  };
}
