import { expect, it } from 'vitest';
import { specialWords } from '../../../captions/tokenizer.js';
import { understand } from '../../../captions/understand.js';
import { captionTokenizer } from '../../../captions/words.js';
import { Random } from '../../../core/random.js';
import { factPlaces, writeFacts } from './fact-codes.js';
import { sampledCaptions } from './sampled-captions.js';

const facts = { person: 'woman', glasses: 'dark', hair: 'long', hairColour: 'red', light: 'sun' } as const;
const tokenizer = captionTokenizer();

it('sampled captions say of each face what is true, with the codes of just that', () => {
  const options = { tokenizer, length: 32, drop: [0, 0.5], unknown: 0 };
  const faces = Array.from({ length: 40 }, () => facts);
  const { words, said } = sampledCaptions(faces, options, new Random(1));
  const sentences = faces.map((_, row) => tokenizer.sentence(words.subarray(row * 32, (row + 1) * 32)));
  expect(new Set(sentences).size).toBeGreaterThan(20);
  for (const [row, sentence] of sentences.entries()) {
    const understood = understand(sentence);
    expect(facts).toMatchObject(understood.facts);
    const codes = new Float32Array(factPlaces);
    writeFacts(understood.facts, codes, 0);
    expect(said.subarray(row * factPlaces, (row + 1) * factPlaces)).toEqual(codes);
  }
  expect(sampledCaptions(faces, options, new Random(1)).words).toEqual(words);
});

it('words are made unknown as often as asked, beginning and end never', () => {
  const { words } = sampledCaptions([facts], { tokenizer, length: 32, drop: [0], unknown: 1 }, new Random(2));
  const numbers = [...words].filter((number) => number !== specialWords.padding);
  expect(numbers[0]).toBe(specialWords.begin);
  expect(numbers.at(-1)).toBe(specialWords.end);
  expect(new Set(numbers.slice(1, -1))).toEqual(new Set([specialWords.unknown]));
});
