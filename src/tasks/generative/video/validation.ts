/** What a model of clips and sentences is worth among clips that it never saw, by sentences that say all that is true of each. */
import { type ClipFacts, sayClip } from '../../../captions/events.js';
import { factNames } from '../../../captions/face-facts.js';
import type { Tokenizer } from '../../../captions/tokenizer.js';
import { Random } from '../../../core/random.js';
import { fitOf, type VideoEmbedder } from '../../../networks/video/video-embedder.js';
import { type Retrieval, retrievalBy } from '../clip/retrieval.js';
import { type Clip, reversedClip } from './clip-set.js';

/** N clips, and each of them backwards: `[K, D]` each. */
export interface EmbeddedClips {
  /** D. */
  size: number;
  forwards: Float32Array[];
  backwards: Float32Array[];
}

/** What is said of them: `[L, D]` each. */
export interface ToldClips {
  forwards: { sentence: Float32Array; said: ClipFacts }[];
  backwards: { sentence: Float32Array; said: ClipFacts }[];
}

export interface TellOptions {
  /** A seed: sentences with synonyms and in other orders; plain ones without. */
  paraphrase?: number;
  /** Say what happens alone, not to whom. */
  eventsOnly?: boolean;
}

export async function embedClips(embedder: VideoEmbedder, clips: readonly Clip[]): Promise<EmbeddedClips> {
  const { embedding, frames: count } = embedder.metadata.architecture;
  const result: EmbeddedClips = { size: embedding, forwards: [], backwards: [] };
  for (const clip of clips) {
    const frames = await embedder.frames(clip.frames.slice(0, count));
    const reversed = new Float32Array(frames.length);
    for (let frame = 0; frame < count; frame++)
      reversed.set(
        frames.subarray(frame * embedding, (frame + 1) * embedding),
        (count - 1 - frame) * embedding,
      );
    result.forwards.push(Float32Array.from(await embedder.clip(frames)));
    result.backwards.push(Float32Array.from(await embedder.clip(reversed)));
  }
  return result;
}

export async function tellClips(
  embedder: VideoEmbedder,
  tokenizer: Tokenizer,
  clips: readonly Clip[],
  { paraphrase, eventsOnly = false }: TellOptions = {},
): Promise<ToldClips> {
  const { length } = embedder.metadata.architecture;
  const tell = async (
    { said: all }: Clip,
    ...path: (string | number)[]
  ): Promise<ToldClips['forwards'][0]> => {
    const said = eventsOnly ? { ...all, facts: {} } : all;
    const random = paraphrase === undefined ? undefined : new Random(paraphrase, ...path);
    const numbers = tokenizer.numbers(sayClip(said, random).text, length);
    return { sentence: Float32Array.from(await embedder.sentence(numbers)), said };
  };
  const result: ToldClips = { forwards: [], backwards: [] };
  for (const [i, clip] of clips.entries()) {
    result.forwards.push(await tell(clip, 'forwards', i));
    result.backwards.push(await tell(reversedClip(clip), 'backwards', i));
  }
  return result;
}

/** Among the clips as they are; equal captions are each other's right answers. */
export function clipRetrieval({ size, forwards }: EmbeddedClips, told: ToldClips): Retrieval {
  return retrievalBy(
    told.forwards.map(({ said }) => sameKey(said)),
    (clip, sentence) => fitOf(forwards[clip]!, told.forwards[sentence]!.sentence, size),
  );
}

/**
 * Of each clip and the same backwards, whether its own sentence fits it better than the other's; an undecided one counts half.
 * @returns for each of the N clips the share of its two that is right: 0, ½ or 1 where all is decided.
 */
export function twinsToldApart({ size, forwards, backwards }: EmbeddedClips, told: ToldClips): number[] {
  const right = (shown: Float32Array, own: Float32Array, other: Float32Array): number =>
    0.5 + 0.5 * Math.sign(fitOf(shown, own, size) - fitOf(shown, other, size));
  return forwards.map((clip, i) => {
    const [{ sentence: ahead }, { sentence: back }] = [told.forwards[i]!, told.backwards[i]!];
    return (right(clip, ahead, back) + right(backwards[i]!, back, ahead)) / 2;
  });
}

function sameKey({ facts, events }: ClipFacts): string {
  return [...factNames.map((name) => facts[name] ?? ''), ...events].join('|');
}
