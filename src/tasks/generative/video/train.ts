/**
 * Trains a model of clips and sentences as a recipe says, on what the frozen levels of a CLIP's picture encoder make of the frames, read
 * once. Into the run's folder go `recipe.json`, `metrics.jsonl`, `checkpoint.bin`, `model.onnx` (the last state) and `best.onnx`, of the
 * highest recall among held-out clips.
 */
import { clipTokenizer } from '../../../captions/words.js';
import { UsageError } from '../../../core/errors.js';
import { counted } from '../../../core/text/counted.js';
import { lineamentVersion } from '../../../core/version.js';
import { partOf, silentWork, type Work } from '../../../core/work.js';
import { createVideoEmbedder } from '../../../networks/video/video-embedder.js';
import { encodeVideoFile } from '../../../networks/video/video-file.js';
import { type VideoMetadata, videoFormat } from '../../../networks/video/video-metadata.js';
import { averagedState, type TrainerState } from '../../../nn/program/trainer-state.js';
import { onnxRuntimeNode } from '../../../nn/runtime/onnxruntime-node.js';
import { type FitResult, fit } from '../../../nn/train/fit/fit.js';
import type { Changeable } from '../../../nn/train/fit/run-state.js';
import { trainerOptionsOf } from '../../../nn/train/fit/training-settings.js';
import { createTrainer } from '../../../nn/train/plan/trainer.js';
import { beginWords } from '../../begin-words.js';
import { fitOptionsOf, runFolder, type SessionOptions } from '../../fit-options.js';
import { trainedFiles, writeRunFiles } from '../../run-files.js';
import { trainedOn } from '../../trained-on.js';
import { type Clip, loadClips } from './clip-set.js';
import { buildVideoObjective } from './objective.js';
import type { VideoRecipe } from './recipe.js';
import { channelDeviations, channelMeans, clipSource, readClips } from './sampled-clips.js';
import { clipRetrieval, embedClips, tellClips, twinsToldApart } from './validation.js';
import { encoderWeights, requireLevels, videoStart, withFrozenLevels } from './warm-start.js';

export interface TrainVideoResult extends Pick<FitResult, 'step' | 'finished' | 'stoppedEarly'> {
  out: string;
  parameters: number;
  /** Share of the held-out sentences that found their clip first. */
  best: { step: number; recall: number } | null;
  model: string;
  /** The last model where none was validated. */
  bestModel: string;
}

/** Keys of a recipe that may change between a checkpoint and its resumption. */
const changeable: Changeable = {
  bending: ['steps', 'learningRate', 'schedule', 'data', 'captions', 'ema', 'clips'],
  harmless: ['timeLimit', 'checkpoint', 'validation', 'earlyStopping', 'description', 'licence'],
};

/** Where `work` is stopped, a checkpoint is kept. */
export async function trainVideo(
  recipe: VideoRecipe,
  options: SessionOptions = {},
  work: Work = silentWork,
): Promise<TrainVideoResult> {
  const { batch, seed, model, loss, frozen, name } = recipe;
  const out = await runFolder(recipe, options);
  const tokenizer = clipTokenizer();
  const clips = await loadClips(recipe.data, 'train');
  const validation = await loadClips(recipe.data, 'validation');
  requireFrames([...clips, ...validation], recipe);
  const saved = await encoderWeights(recipe, clips);
  const clip = averagedState(saved);
  requireLevels(recipe.from, clip, frozen);
  const training = await readClips(clips, recipe, clip);
  const trainer = await createTrainer(
    (count, held) => buildVideoObjective({ model, frozen, loss, words: tokenizer.words.length }, count, held),
    { ...trainerOptionsOf(recipe), batch, seed },
  );
  try {
    const parameters = trainer.state().parameters.length;
    const validated = counted(Math.min(recipe.validation.clips, validation.length), 'clip');
    const from = `${counted(clips.length, 'clip')} and their mirror images`;
    work.log.info(beginWords(name, { parameters, from, validated }));
    const fileOf = (state: TrainerState, step: number): Uint8Array =>
      encodeVideoFile(metadataOf(recipe, clips, step), withFrozenLevels(averagedState(state), clip));
    const result = await fit(
      {
        trainer: { ...trainer, step: (batches, rate) => trainer.step(batches.clips!, rate) },
        sources: { clips: clipSource(training, recipe, tokenizer) },
        ...fitOptionsOf(recipe, options),
        initialState: async () => videoStart(recipe.from, saved, trainer.state(), work.log),
        validation: {
          every: recipe.validation.every,
          run: async (state, step) => {
            const metadata = metadataOf(recipe, clips, step);
            const session = await onnxRuntimeNode.createSession(fileOf(state, step), {
              threads: recipe.replicas * recipe.threads,
            });
            try {
              const embedder = createVideoEmbedder(metadata, (inputs) => session.run(inputs));
              const held = validation.slice(0, recipe.validation.clips);
              const shown = await embedClips(embedder, held);
              const told = await tellClips(embedder, tokenizer, held);
              const twins = twinsToldApart(shown, told);
              return {
                name: 'recall',
                value: clipRetrieval(shown, told).picturesBySentence.first,
                direction: 'higher',
                details: { twins: twins.reduce((sum, share) => sum + share, 0) / twins.length },
              };
            } finally {
              await session.release();
            }
          },
          words: (value) => `recall ${(100 * value).toFixed(1)} %`,
        },
        settings: { ...recipe, clips: clips.length },
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
      best: best && { step: best.step, recall: best.value },
    };
  } finally {
    await trainer.release();
  }
}

function requireFrames(clips: readonly Clip[], { model }: VideoRecipe): void {
  for (const { frames, id } of clips)
    if (frames.length !== model.frames)
      throw new UsageError(`model.frames: ${model.frames}; clip ${id} has ${frames.length}`, {
        hint: 'change either',
      });
}

function metadataOf(recipe: VideoRecipe, clips: readonly Clip[], steps: number): VideoMetadata {
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  return {
    format: videoFormat,
    input: {
      mean: channelMeans,
      deviation: channelDeviations,
      enlarge: middle(clips.map(({ enlarge }) => enlarge)),
      seconds: middle(clips.map(({ seconds }) => seconds)),
    },
    words: [...clipTokenizer().words],
    architecture: recipe.model,
    training: {
      recipe: recipe.name,
      seed: recipe.seed,
      steps,
      data: trainedOn(`${clips.length} synthetic clips`, recipe.from, recipe.description),
    },
    precision: 'float16',
    lineament: lineamentVersion,
    licence: recipe.licence,
  };
}
