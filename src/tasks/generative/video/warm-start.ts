/** The weights of a CLIP as a training over clips begins with them. */
import { LineamentError } from '../../../core/errors.js';
import { toPlanarFloat } from '../../../core/image.js';
import type { Log } from '../../../core/log.js';
import { specialNumbers } from '../../../networks/clip/clip-file.js';
import { readClipMetadata } from '../../../networks/clip/clip-metadata.js';
import { imageEmbedding, textEmbedding } from '../../../networks/clip/clip-network.js';
import { readModelEntries } from '../../../networks/model-file/model-entries.js';
import {
  readVideoMetadata,
  type VideoArchitecture,
  videoMetadataKey,
} from '../../../networks/video/video-metadata.js';
import {
  clipVectors,
  frameFeatures,
  frameMaps,
  sentenceVectors,
} from '../../../networks/video/video-network.js';
import { Graph } from '../../../nn/graph/graph.js';
import { sizeOf } from '../../../nn/graph/shape.js';
import type { TrainedValues } from '../../../nn/program/export-inference.js';
import {
  entryValues,
  extended,
  type LayoutEntry,
  layoutOf,
  layoutSize,
} from '../../../nn/program/parameter-layout.js';
import { averagedState, type TrainerState } from '../../../nn/program/trainer-state.js';
import type { StepSource } from '../../../nn/train/fit/batches.js';
import { initialWeights } from '../../../nn/train/fit/initial-weights.js';
import { type FileNetwork, type NetworkOf, savedWeights } from '../start-from.js';
import type { Clip } from './clip-set.js';
import type { VideoRecipe } from './recipe.js';
import { channelDeviations, channelMeans } from './sampled-clips.js';

/**
 * Tables that have grown, of words and of places in a sentence, keep what they have: their new rows come last.
 * @param file – where `saved` comes from, for the log.
 */
export function videoStart(file: string, saved: TrainerState, own: TrainerState, log: Log): TrainerState {
  const { state: grown, parameterLayout } = {
    state: averagedState(saved),
    parameterLayout: own.parameterLayout,
  };
  const entries = grown.parameterLayout.map((entry) => {
    const wanted = parameterLayout.find(({ name }) => name === entry.name);
    return { entry, wanted: wanted !== undefined && hasGrown(entry, wanted) ? wanted : undefined };
  });
  const layout = layoutOf(entries.map(({ entry, wanted }) => wanted ?? entry));
  const parameters = new Float32Array(layoutSize(layout));
  for (const [i, { entry, wanted }] of entries.entries()) {
    const place = entryValues(parameters, layout[i]!);
    if (wanted !== undefined) place.set(entryValues(own.parameters, wanted));
    place.set(entryValues(grown.parameters, entry));
  }
  return initialWeights(file, { ...grown, parameterLayout: layout, parameters }, own, {
    groups: undefined,
    log,
  });
}

function hasGrown(saved: LayoutEntry, own: LayoutEntry): boolean {
  return (
    saved.shape.length === own.shape.length &&
    saved.shape[0]! < own.shape[0]! &&
    saved.shape.slice(1).every((side, axis) => side === own.shape[axis + 1])
  );
}

/** Clips on whose frames the normalisation of a model file is measured. */
const measuredClips = 64;

/** Of the file that `from` names. @param clips – those that training sees. */
export async function encoderWeights(
  { from, model, batch }: VideoRecipe,
  clips: readonly Clip[],
): Promise<TrainerState> {
  const some = clips.slice(0, measuredClips);
  const frames = some.flatMap((clip) => clip.frames.slice(0, model.frames));
  const plane = 3 * model.size ** 2;
  let inputs: FileNetwork['inputs'] = {};
  const network: NetworkOf = (bytes, file) => {
    const held = fileNetwork(bytes, file, model, batch);
    inputs = held.inputs;
    return held;
  };
  const batches: StepSource = {
    async batch(number) {
      const image = new Float32Array(batch * plane);
      for (let i = 0; i < batch; i++)
        toPlanarFloat(
          frames[(number * batch + i) % frames.length]!,
          channelMeans,
          channelDeviations,
          image,
          i * plane,
        );
      // Neither words nor frames are normalised by their batch: any will do.
      const others = Object.entries(inputs).map(([name, shape]) => [
        name,
        new Float32Array(sizeOf(shape)).fill(1),
      ]);
      return { ...Object.fromEntries(others), image };
    },
  };
  return savedWeights(from, network, batches);
}

/** Of a CLIP, or of a model of clips, which has more words and places. */
function fileNetwork(bytes: Uint8Array, file: string, model: VideoArchitecture, batch: number): FileNetwork {
  const graph = new Graph('inference');
  const image = [batch, 3, model.size, model.size];
  const pictures = graph.input('image', image);
  const entries = readModelEntries(bytes, file);
  if (videoMetadataKey in entries) {
    const { words: known, architecture } = readVideoMetadata(bytes, file);
    const words = [1, architecture.length];
    const frames = [1, architecture.frames, architecture.embedding];
    const outputs = [
      frameFeatures(frameMaps(pictures, architecture, 0), architecture, 0),
      clipVectors(graph.input('frames', frames), architecture),
      sentenceVectors(graph.input('words', words), known.length + specialNumbers, architecture),
    ];
    return { graph, outputs, inputs: { image, words, frames } };
  }
  const { words: known, architecture } = readClipMetadata(bytes, file);
  const words = [1, architecture.length];
  const outputs = [
    imageEmbedding(pictures, architecture),
    textEmbedding(graph.input('words', words), known.length + specialNumbers, architecture),
  ];
  return { graph, outputs, inputs: { image, words } };
}

/** What was trained, and of the CLIP what was not. */
export function withFrozenLevels(trained: TrainedValues, clip: TrainedValues): TrainedValues {
  const known = new Set([...trained.parameterLayout, ...trained.statisticLayout].map(({ name }) => name));
  const others = (layout: readonly LayoutEntry[], values: Float32Array) =>
    layout
      .filter(({ name }) => name.startsWith('image.') && !known.has(name))
      .map((entry) => ({ name: entry.name, shape: entry.shape, values: entryValues(values, entry) }));
  const [parameterLayout, parameters] = extended(
    [trained.parameterLayout, trained.parameters],
    others(clip.parameterLayout, clip.parameters),
  );
  const [statisticLayout, statistics] = extended(
    [trained.statisticLayout, trained.statistics],
    others(clip.statisticLayout, clip.statistics),
  );
  return { parameterLayout, parameters, statisticLayout, statistics };
}

/** Refuses a checkpoint that lacks what is to stay as it is: that of a training over clips holds what was trained alone. */
export function requireLevels(file: string, clip: TrainedValues, frozen: number): void {
  const has = (start: string): boolean => clip.parameterLayout.some(({ name }) => name.startsWith(start));
  for (let level = 0; level < frozen; level++)
    if (!has(`image.level${level}.`))
      throw new LineamentError(`from: no level ${level} of a picture encoder is in it`, {
        file,
        hint: has('image.level')
          ? 'the checkpoint of a recipe with task: clip-video lacks what was frozen; name the best.onnx of its run, which holds everything'
          : 'name the best-checkpoint.bin or best.onnx of a recipe with task: clip, or freeze fewer levels',
      });
}
