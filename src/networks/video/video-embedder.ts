/** Clips and sentences into their common space, and how well they fit, whatever runs the network. F frames, C numbers of each. */
import type { Image } from '../../core/image.js';
import { embedPictures, type RunNetwork } from '../clip/clip-embedder.js';
import type { VideoMetadata } from './video-metadata.js';

export interface VideoEmbedder {
  readonly metadata: VideoMetadata;
  /** @param pictures – N, each S × S. @returns `[N, C]`. */
  frames(pictures: readonly Image[]): Promise<Float32Array>;
  /** @param frames – `[F, C]`. @returns `[K, D]`. */
  clip(frames: Float32Array): Promise<Float32Array>;
  /** @param words – `[T]`, numbers of the words. @returns `[L, D]`. */
  sentence(words: ArrayLike<number>): Promise<Float32Array>;
}

export function createVideoEmbedder(metadata: VideoMetadata, run: RunNetwork): VideoEmbedder {
  const { size, length, embedding, frames: count } = metadata.architecture;
  // The file holds three parts, and a run wants an input for each.
  const nothing = {
    image: { data: new Float32Array(3 * size * size), shape: [1, 3, size, size] },
    frames: { data: new Float32Array(count * embedding), shape: [1, count, embedding] },
    words: { data: new Float32Array(length).fill(1), shape: [1, length] },
  };
  return {
    metadata,
    frames: (pictures) =>
      embedPictures(pictures, metadata, async (image) => {
        const { frame } = await run({ ...nothing, image });
        return frame!;
      }),
    async clip(frames) {
      const { clip } = await run({ ...nothing, frames: { data: frames, shape: [1, count, embedding] } });
      return clip!;
    },
    async sentence(words) {
      const data = Float32Array.from(words);
      const { sentence } = await run({ ...nothing, words: { data, shape: [1, length] } });
      return sentence!;
    },
  };
}

/**
 * How well a sentence fits a clip, −1 to 1: the mean over the words of the frame that fits each best, and over the frames of the word, are
 * averaged; of one vector each it is their product.
 * @param clip – `[K, D]`. @param sentence – `[L, D]`, zeros where there is no word. @param size – D.
 */
export function fitOf(clip: Float32Array, sentence: Float32Array, size: number): number {
  const [frames, words] = [clip.length / size, sentence.length / size];
  const bestOfFrame = new Float64Array(frames).fill(Number.NEGATIVE_INFINITY);
  let [sumOfWords, present] = [0, 0];
  for (let word = 0; word < words; word++) {
    const row = sentence.subarray(word * size, (word + 1) * size);
    if (row.every((value) => value === 0)) continue;
    let best = Number.NEGATIVE_INFINITY;
    for (let frame = 0; frame < frames; frame++) {
      let product = 0;
      for (let i = 0; i < size; i++) product += row[i]! * clip[frame * size + i]!;
      best = Math.max(best, product);
      bestOfFrame[frame] = Math.max(bestOfFrame[frame]!, product);
    }
    sumOfWords += best;
    present++;
  }
  if (present === 0) return 0;
  return (sumOfWords / present + bestOfFrame.reduce((sum, value) => sum + value, 0) / frames) / 2;
}
