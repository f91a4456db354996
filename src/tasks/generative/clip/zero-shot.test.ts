import { expect, it } from 'vitest';
import { captionTokenizer } from '../../../captions/words.js';
import type { ClipEmbedder } from '../../../networks/clip/clip-embedder.js';
import { tinyClip } from '../../../networks/clip/tiny-clip.suite.js';
import { presence, readFacts } from './zero-shot.js';

/** Knows men, women and glasses, each along an axis of its own, and nothing else. */
const axes = ['man', 'woman', 'glasses'];
const tokenizer = captionTokenizer();
const embedder: ClipEmbedder = {
  metadata: { ...tinyClip, architecture: { ...tinyClip.architecture, length: 16, embedding: axes.length } },
  pictures: async () => new Float32Array(),
  async sentence(words) {
    const said = tokenizer.sentence(words).split(' ');
    return Float32Array.from(axes, (axis) => (said.includes(axis) ? 1 : 0));
  },
};
const pictures = Float32Array.of(1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0.5);

it('facts are read by the sentence that fits best, among pictures that show a value', async () => {
  const facts = [{ person: 'man' }, { person: 'woman', glasses: 'clear' }, { person: 'man' }, {}] as const;
  expect(await readFacts(embedder, tokenizer, pictures, facts)).toEqual([
    { fact: 'person', faces: 3, accuracy: 2 / 3, commonest: 2 / 3 },
  ]);
});

it('whether something is there is read by how much better its sentence fits than that of anyone', async () => {
  const ask = (present: boolean[]) =>
    presence(embedder, tokenizer, 'a person with glasses', pictures, present);
  expect(await ask([false, true, false, true])).toBe(1);
  expect(await ask([true, false, true, false])).toBe(0);
});
