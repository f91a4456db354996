/** What a model of clips and sentences is worth among clips that it never saw, by sentences that say all that is true of each. */
import { type ClipFacts, sayClip } from '../../../captions/events.js';
import { factNames } from '../../../captions/face-facts.js';
import type { Tokenizer } from '../../../captions/tokenizer.js';
import { Random } from '../../../core/random.js';
import { fitOf, type VideoEmbedder } from '../../../networks/video/video-embedder.js';
import { type Retrieval, retrievalBy } from '../clip/retrieval.js';
import { type Clip, reversedClip } from './clip-set.js';

/** N clips, and each of them backwards. */
export interface EmbeddedClips {
  /** Numbers of a vector. */
  size: number;
  forwards: EmbeddedClip[];
  backwards: EmbeddedClip[];
}

export interface EmbeddedClip {
  /** `[K, D]`. */
  clip: Float32Array;
  /** `[L, D]`. */
  sentence: Float32Array;
  said: ClipFacts;
}

export interface EmbedClipsOptions {
  /** A seed: sentences with synonyms and in other orders; plain ones without. */
  paraphrase?: number;
  /** Say what happens alone, not to whom. */
  eventsOnly?: boolean;
}

/** The first clips, at most so many. */
export async function embedClips(
  embedder: VideoEmbedder,
  tokenizer: Tokenizer,
  clips: readonly Clip[],
  most: number,
  { paraphrase, eventsOnly = false }: EmbedClipsOptions = {},
): Promise<EmbeddedClips> {
  const { length, embedding, frames: count } = embedder.metadata.architecture;
  const [forwards, backwards]: [EmbeddedClip[], EmbeddedClip[]] = [[], []];
  for (const [i, clip] of clips.slice(0, most).entries()) {
    const frames = await embedder.frames(clip.frames.slice(0, count));
    const reversed = new Float32Array(frames.length);
    for (let frame = 0; frame < count; frame++)
      reversed.set(
        frames.subarray(frame * embedding, (frame + 1) * embedding),
        (count - 1 - frame) * embedding,
      );
    for (const [list, own, read] of [
      [forwards, clip, frames],
      [backwards, reversedClip(clip), reversed],
    ] as const) {
      const said = eventsOnly ? { facts: {}, events: own.said.events } : own.said;
      const random =
        paraphrase === undefined
          ? undefined
          : new Random(paraphrase, 'paraphrase', i, list === forwards ? 0 : 1);
      const numbers = tokenizer.numbers(sayClip(said, random).text, length);
      list.push({
        clip: Float32Array.from(await embedder.clip(read)),
        sentence: Float32Array.from(await embedder.sentence(numbers)),
        said,
      });
    }
  }
  return { size: embedding, forwards, backwards };
}

/** Among the clips as they are; equal captions are each other's right answers. */
export function clipRetrieval({ size, forwards }: EmbeddedClips): Retrieval {
  return retrievalBy(
    forwards.map(({ said }) => sameKey(said)),
    (clip, sentence) => fitOf(forwards[clip]!.clip, forwards[sentence]!.sentence, size),
  );
}

/**
 * Of each clip and the same backwards, whether its own sentence fits it better than the other's; an undecided one counts half.
 * @returns for each of the N clips the share of its two that is right: 0, ½ or 1.
 */
export function twinsToldApart({ size, forwards, backwards }: EmbeddedClips): number[] {
  return forwards.map(({ clip, sentence }, i) => {
    const twin = backwards[i]!;
    const right = (shown: Float32Array, own: Float32Array, other: Float32Array): number =>
      0.5 + 0.5 * Math.sign(fitOf(shown, own, size) - fitOf(shown, other, size));
    return (right(clip, sentence, twin.sentence) + right(twin.clip, twin.sentence, sentence)) / 2;
  });
}

function sameKey({ facts, events }: ClipFacts): string {
  return [...factNames.map((name) => facts[name] ?? ''), ...events].join('|');
}
