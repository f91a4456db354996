import { expect, it } from 'vitest';
import { retrieval } from './retrieval.js';

/** Pictures and sentences on the axes of a plane. */
const right = Float32Array.of(1, 0);
const up = Float32Array.of(0, 1);
const rows = (...list: Float32Array[]): Float32Array => Float32Array.from(list.flatMap((row) => [...row]));

it('recall counts the first right answer, equal captions as right, and ties against the model', () => {
  const perfect = retrieval(rows(right, up), rows(right, up), ['a', 'b']);
  expect(perfect.picturesBySentence).toEqual({ first: 1, firstTen: 1, medianRank: 1 });
  const swapped = retrieval(rows(right, up), rows(up, right), ['a', 'b']);
  expect(swapped.picturesBySentence).toEqual({ first: 0, firstTen: 1, medianRank: 2 });
  expect(retrieval(rows(right, up), rows(up, right), ['a', 'a']).sentencesByPicture.first).toBe(1);
  const blind = retrieval(rows(up, up, up), rows(up, up, up), ['a', 'b', 'c']);
  expect(blind.picturesBySentence).toEqual({ first: 0, firstTen: 1, medianRank: 3 });
});

it('the two ways are told apart', () => {
  // Both sentences lie on the first picture: it finds its own first among equals only where they say the same.
  const pictures = rows(right, up);
  const sentences = rows(right, right);
  const { picturesBySentence, sentencesByPicture } = retrieval(pictures, sentences, ['a', 'b']);
  expect(picturesBySentence.first).toBe(0.5);
  expect(sentencesByPicture.first).toBe(0);
});
