/** How well pictures fit sentences of their own. */
import type { Image } from '../core/image.js';
import type { OpenedClip } from './open-clip.js';
import { embedQuestion } from './question.js';

/** @param sentences – one for each picture; each is read once. @returns N cosines, −1 to 1. */
export async function fitSentences(
  clip: OpenedClip,
  pictures: readonly Image[],
  sentences: readonly string[],
): Promise<Float32Array> {
  const seen = await clip.pictures(pictures);
  const said = new Map<string, Float32Array>();
  for (const sentence of new Set(sentences))
    said.set(sentence, (await embedQuestion(clip, sentence)).embedding);
  return Float32Array.from(sentences, (sentence, n) => {
    const embedding = said.get(sentence)!;
    return embedding.reduce((sum, value, i) => sum + value * seen[n * embedding.length + i]!, 0);
  });
}
