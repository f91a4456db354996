/**
 * Trains attribute classifiers as a recipe says. Into the run's folder go `recipe.json`, `metrics.jsonl`, `checkpoint.bin`, `model.onnx`
 * (the last state) and `best.onnx`, of the highest mean of the balanced accuracies on held-out faces.
 */
import { toPlanarFloat } from '../../../core/image.js';
import { Random } from '../../../core/random.js';
import { counted } from '../../../core/text/counted.js';
import { lineamentVersion } from '../../../core/version.js';
import { partOf, silentWork, type Work } from '../../../core/work.js';
import { Graph } from '../../../nn/graph/graph.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { add } from '../../../nn/operators/arithmetic/add.js';
import { multiply } from '../../../nn/operators/arithmetic/multiply.js';
import { crossEntropy } from '../../../nn/operators/losses/cross-entropy.js';
import type { Frozen } from '../../../nn/optimisers/parameter-groups.js';
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
import { pictureOf, varyPicture } from '../data/vary-picture.js';
import { type NetworkOf, startFrom } from '../start-from.js';
import { judgedAccuracy } from './accuracy.js';
import { encodeJudgeFile, familyFact, type JudgeMetadata, judge, judgesNetwork } from './judge-file.js';
import { buildJudges, type JudgeArchitecture, judgedFacts, valueNumber } from './network.js';
import type { JudgesRecipe } from './recipe.js';

export interface TrainJudgesResult extends Pick<FitResult, 'step' | 'finished' | 'stoppedEarly'> {
  out: string;
  parameters: number;
  /** Mean of the balanced accuracies. */
  best: { step: number; accuracy: number } | null;
  model: string;
  /** The last model where none was validated. */
  bestModel: string;
}

/** Keys of a recipe that may change between a checkpoint and its resumption. */
const changeable: Changeable = {
  bending: ['steps', 'learningRate', 'schedule', 'data', 'variation', 'mirrored', 'ema', 'faces'],
  harmless: ['timeLimit', 'checkpoint', 'validation', 'earlyStopping', 'description', 'licence'],
};

/** The mean cross-entropy of all facts. @param batch – of one replica. */
export function buildJudgesObjective(
  architecture: JudgeArchitecture,
  batch: number,
  frozen?: Frozen,
): { graph: Graph; loss: Tensor; metrics: Record<string, Tensor> } {
  const graph = new Graph('training', frozen);
  const { size } = architecture;
  const scores = buildJudges(graph.input('image', [batch, 3, size, size]), architecture, judgedFacts);
  const losses = judgedFacts.map(({ fact }) => crossEntropy(scores[fact]!, graph.input(fact, [batch])));
  return { graph, loss: multiply(losses.reduce(add), 1 / losses.length), metrics: {} };
}

/** Where `work` is stopped, a checkpoint is kept. */
export async function trainJudges(
  recipe: JudgesRecipe,
  options: SessionOptions = {},
  work: Work = silentWork,
): Promise<TrainJudgesResult> {
  const { batch, seed, data, model } = recipe;
  const out = await runFolder(recipe, options);
  const architecture = { size: data.size, ...model };
  const training = await loadFaces(data, 'train');
  const validation = await loadFaces(data, 'validation');
  const trainer = await createTrainer((count, frozen) => buildJudgesObjective(architecture, count, frozen), {
    ...trainerOptionsOf(recipe),
    batch,
    seed,
  });
  try {
    const parameters = trainer.state().parameters.length;
    const source = faceSource(training, recipe);
    const network: NetworkOf = (bytes, file) => judgesNetwork(bytes, file, batch);
    const initialState = startFrom(trainer, { recipe, log: work.log, network, batches: source });
    const validated = counted(Math.min(recipe.validation.faces, validation.count), 'face');
    work.log.info(beginWords(recipe.name, { parameters, from: counted(training.count, 'face'), validated }));
    const metadata = (steps: number): JudgeMetadata => metadataOf(recipe, training.count, steps);
    const fileOf = (state: TrainerState, step: number): Uint8Array =>
      encodeJudgeFile(metadata(step), judgedFacts, averagedState(state));
    const result = await fit(
      {
        trainer: { ...trainer, step: (batches, rate) => trainer.step(batches.faces!, rate) },
        sources: { faces: source },
        ...fitOptionsOf(recipe, options),
        initialState,
        validation: {
          every: recipe.validation.every,
          run: async (state, step) => ({
            name: 'balanced accuracy',
            value: await accuracyOf(metadata(step), fileOf(state, step), validation, recipe),
            direction: 'higher',
          }),
          words: (value) => `balanced accuracy ${(100 * value).toFixed(1)} %`,
        },
        settings: { ...recipe, faces: training.count },
        changeable,
        out,
        on: writeRunFiles(recipe, out, fileOf),
      },
      partOf(work, recipe.name, 'step'),
    );
    const { best } = result;
    return {
      ...trainedFiles(result, out),
      parameters,
      best: best && { step: best.step, accuracy: best.value },
    };
  } finally {
    await trainer.release();
  }
}

function faceSource(faces: FaceSet, { batch, seed, variation, mirrored }: JudgesRecipe): StepSource {
  const order = new BatchOrder(faces.count, batch, seed);
  const plane = 3 * faces.size ** 2;
  const [mean, deviation] = [pixelRange.mean, pixelRange.deviation].map((value) => [value, value, value]);
  return {
    async batch(number) {
      const random = new Random(seed, 'judged', number);
      const rows = seenFaces(faces, order.indices(number), mirrored, random);
      const image = new Float32Array(batch * plane);
      for (const [i, { picture }] of rows.entries()) {
        const seen = variation ? varyPicture(picture, variation, random.child('picture', i)) : picture;
        toPlanarFloat(seen, mean!, deviation!, image, i * plane);
      }
      const inputs: Record<string, Float32Array> = { image };
      for (const judged of judgedFacts)
        inputs[judged.fact] = Float32Array.from(rows, ({ facts }) => valueNumber(judged, facts));
      return inputs;
    },
  };
}

async function accuracyOf(
  metadata: JudgeMetadata,
  file: Uint8Array,
  faces: FaceSet,
  recipe: JudgesRecipe,
): Promise<number> {
  const session = await onnxRuntimeNode.createSession(file, { threads: recipe.replicas * recipe.threads });
  try {
    const rows = Array.from({ length: Math.min(recipe.validation.faces, faces.count) }, (_, i) => i);
    const judgements = await judge(
      metadata,
      session,
      rows.map((row) => pictureOf(faces, row)),
    );
    const figures = judgedAccuracy(
      judgements,
      rows.map((row) => faces.faces[row]!.facts),
      // What is read beside their own facts is not learnt.
    ).filter(({ fact }) => fact !== familyFact);
    return figures.reduce((sum, { balanced }) => sum + balanced, 0) / figures.length;
  } finally {
    await session.release();
  }
}

function metadataOf(
  { name, seed, model, data, from, description, licence }: JudgesRecipe,
  faces: number,
  steps: number,
): JudgeMetadata {
  return {
    format: 1,
    architecture: { size: data.size, ...model },
    facts: judgedFacts.map(({ fact, values }) => ({ fact, values: [...values] })),
    training: {
      recipe: name,
      seed,
      steps,
      data: trainedOn(`${faces} synthetic faces`, from, description),
    },
    lineament: lineamentVersion,
    licence,
  };
}
