/**
 * Batches of clips: what the frozen levels make of their frames, once and in a mirror, and sentences drawn anew each pass, one for the clip
 * and one for the same clip backwards. P clips of a batch, T words.
 */
import { type ClipFacts, eventName, sayClip } from '../../../captions/events.js';
import { specialWords, type Tokenizer } from '../../../captions/tokenizer.js';
import { toPlanarFloat } from '../../../core/image.js';
import { Random } from '../../../core/random.js';
import { frameMaps } from '../../../networks/video/video-network.js';
import { Graph } from '../../../nn/graph/graph.js';
import { exportInference, type TrainedValues } from '../../../nn/program/export-inference.js';
import { onnxRuntimeNode } from '../../../nn/runtime/onnxruntime-node.js';
import type { StepSource } from '../../../nn/train/fit/batches.js';
import { reversedEvents } from '../../../render/sampling/clip-events.js';
import { BatchOrder } from '../data/batch-order.js';
import { pixelRange } from '../data/face-set.js';
import { clipPlaces, writeClipFacts } from '../text/clip-codes.js';
import { type Clip, mirroredClip } from './clip-set.js';
import type { VideoRecipe } from './recipe.js';

/** As pictures go into the network. */
export const channelMeans: [number, number, number] = [pixelRange.mean, pixelRange.mean, pixelRange.mean];
export const channelDeviations: [number, number, number] = [
  pixelRange.deviation,
  pixelRange.deviation,
  pixelRange.deviation,
];

/** A clip as training takes it. */
export interface ReadClip {
  /** `[F · C · H · W]`. */
  maps: Float32Array;
  forwards: ClipFacts;
  backwards: ClipFacts;
}

/** Every clip and its mirror image. @param clip – weights of the frozen levels. */
export async function readClips(
  clips: readonly Clip[],
  { model, frozen, threads, replicas }: VideoRecipe,
  clip: TrainedValues,
): Promise<ReadClip[]> {
  const { size, frames: count } = model;
  const plane = 3 * size * size;
  const pixelsOf = ({ frames }: Clip): Float32Array => {
    const data = new Float32Array(count * plane);
    for (const [i, frame] of frames.slice(0, count).entries())
      toPlanarFloat(frame, channelMeans, channelDeviations, data, i * plane);
    return data;
  };
  const factsOf = ({ said, events }: Clip): Omit<ReadClip, 'maps'> => ({
    forwards: said,
    backwards: { ...said, events: reversedEvents(events).map(eventName) },
  });
  const both = function* (): Generator<Clip> {
    for (const one of clips) {
      yield one;
      yield mirroredClip(one);
    }
  };
  if (frozen === 0) return [...both()].map((one) => ({ maps: pixelsOf(one), ...factsOf(one) }));
  const graph = new Graph('inference');
  const maps = frameMaps(graph.input('image', [count, 3, size, size]), model, frozen);
  const session = await onnxRuntimeNode.createSession(exportInference(graph, { maps }, clip, {}), {
    threads: threads * replicas,
  });
  try {
    const read: ReadClip[] = [];
    for (const one of both()) {
      const result = await session.run({ image: { data: pixelsOf(one), shape: [count, 3, size, size] } });
      // A copy: the runtime may use its memory again.
      read.push({ maps: Float32Array.from(result.maps!), ...factsOf(one) });
    }
    return read;
  } finally {
    await session.release();
  }
}

export function clipSource(
  clips: readonly ReadClip[],
  recipe: VideoRecipe,
  tokenizer: Tokenizer,
): StepSource {
  const { batch, seed, model, captions } = recipe;
  const { length } = model;
  const order = new BatchOrder(clips.length, batch, seed);
  const size = clips[0]!.maps.length;
  const firstWord = tokenizer.count - tokenizer.words.length;
  return {
    async batch(number) {
      const random = new Random(seed, 'clips', number);
      const maps = new Float32Array(batch * size);
      const words = new Float32Array(batch * 2 * length);
      const shown = new Float32Array(batch * 2 * clipPlaces);
      const said = new Float32Array(batch * 2 * clipPlaces);
      for (const [i, row] of order.indices(number).entries()) {
        const { maps: own, forwards, backwards } = clips[row]!;
        maps.set(own, i * size);
        for (const [way, facts] of [forwards, backwards].entries()) {
          const place = 2 * i + way;
          const told = sayClip(facts, random.child(place), {
            drop: random.pick(captions.drop),
            dropEvents: random.pick(captions.dropEvents),
          });
          const unknown = random.child('unknown', place);
          for (const [at, word] of tokenizer.numbers(told.text, length).entries())
            words[place * length + at] =
              word >= firstWord && unknown.chance(captions.unknown) ? specialWords.unknown : word;
          writeClipFacts(facts, shown, place);
          writeClipFacts(told, said, place);
        }
      }
      return { maps, words, shown, said };
    },
  };
}
