import { describe, expect, it } from 'vitest';
import { Random } from '../core/random.js';
import { createCageHead } from '../face/heads/cage/cage-head.js';
import { expressionLibrary } from '../face/person/expression-library.js';
import { landmarkSet } from '../landmarks/sets/registry.js';
import { sceneAttributes } from '../render/labels/attributes.js';
import { specificationSchema } from '../render/sampling/specified/specification-schema.js';
import { specifiedScene } from '../render/sampling/specified/specified-scene.js';
import { createStudio } from '../render/studio.js';
import { expressionFamily } from './expression-family.js';
import { type FaceFacts, type FactName, factNames, factsOf } from './face-facts.js';
import { clothColours, hairColours, lexicon } from './phrases.js';
import { sayFacts } from './say.js';
import { specifyFaces } from './specify.js';
import { specialWords } from './tokenizer.js';
import { understand } from './understand.js';
import { isUnseen } from './unseen.js';
import { captionTokenizer } from './words.js';

/** Facts drawn at random, each there with this probability; colours only with their things. */
function anyFacts(random: Random, share = 0.5): FaceFacts {
  const facts: Record<string, string> = {};
  for (const name of factNames) {
    const values = Object.keys(
      name === 'hairColour' ? hairColours : name === 'headwearColour' ? clothColours : lexicon[name],
    );
    if (random.chance(share)) facts[name] = random.pick(values);
  }
  if (facts.headwear === undefined) delete facts.headwearColour;
  if (facts.hair === 'bald') delete facts.hairColour;
  if (facts.light === 'infrared') delete facts.tone;
  return facts as FaceFacts;
}

it('Every expression has a family by what is easiest seen of it', () => {
  const of = (family: string): string[] =>
    Object.keys(expressionLibrary).filter((name) => expressionFamily(name) === family);
  expect(of('tongue out')).toEqual(['tongue out', 'tongue out, eyes squeezed', 'licking the upper lip']);
  expect(of('mouth open')).toEqual(['surprise', 'shout', 'awe', 'yawn']);
  expect(of('lips drawn together')).toEqual(['pout', 'kiss', 'whistle']);
  expect(of('smiling')).toContain('happy surprise');
  expect(expressionFamily('speaking')).toBe('speaking');
});

describe('what is said is understood', () => {
  it('in the plain sentence of every single fact', () => {
    for (const name of factNames) {
      if (name === 'hairColour' || name === 'headwearColour') continue;
      for (const value of Object.keys(lexicon[name])) {
        const facts = { [name]: value } as FaceFacts;
        expect(understand(sayFacts(facts).text)).toEqual({ facts, unknown: [], contradictions: [] });
      }
    }
  });

  it('with any synonyms, order and facts left out', () => {
    const random = new Random(5, 'captions');
    for (let i = 0; i < 2000; i++) {
      const { text, facts } = sayFacts(anyFacts(random), random, { drop: 0.2 });
      const { hairColour, ...rest } = facts;
      const understood = understand(text);
      expect([text, understood.unknown, understood.contradictions]).toEqual([text, [], []]);
      expect([text, understood.facts]).toEqual([text, { ...rest, ...(hairColour && { hairColour }) }]);
    }
  });
});

describe('sentences as people write them', () => {
  it.each<[string, FaceFacts]>([
    [
      'a smiling woman with a red hat looking left',
      {
        expression: 'smile',
        person: 'woman',
        headwear: 'brimmed',
        headwearColour: 'red',
        direction: 'looking left',
      },
    ],
    [
      'Photo of an elderly man, bearded, wearing sunglasses; in bright sunlight.',
      { age: 'old', person: 'man', beard: 'full', glasses: 'dark', light: 'sun' },
    ],
    [
      'red-haired young woman with her eyes closed',
      { hairColour: 'red', age: 'young', person: 'woman', eyes: 'closed' },
    ],
    [
      'man, long black hair, navy cap',
      { person: 'man', hair: 'long', hairColour: 'black', headwear: 'cap', headwearColour: 'blue' },
    ],
  ])('%s', (sentence, facts) => {
    expect(understand(sentence)).toEqual({ facts, unknown: [], contradictions: [] });
  });

  it('tells the words that it does not know, and what is said twice', () => {
    expect(understand('a smiling astronaut with a purple dog').unknown).toEqual([
      'astronaut',
      'purple',
      'dog',
    ]);
    expect(understand('a young old woman').contradictions).toEqual([
      { fact: 'age', first: 'young', second: 'old' },
    ]);
  });
});

describe('faces of a sentence', () => {
  const head = createCageHead();

  it('show every fact that it says', () => {
    const studio = createStudio({ head, set: landmarkSet('ibug68') });
    const sentences = [
      'a smiling woman with a red hat looking left',
      'an old man with a full beard and glasses, turned to the right, in sunlight',
      'a young man with long blond hair and a blue cap, eyes closed',
      'a frowning woman with a bald head and sunglasses',
      'a person with a surgical mask and grey hair in a bun, at dusk, looking up',
      'a man with stubble and one eye closed, in profile to the left, in infrared',
    ];
    for (const [i, sentence] of sentences.entries()) {
      const { facts } = understand(sentence);
      const specification = specifyFaces(facts, { count: 2, seed: i });
      expect(specificationSchema.parse(specification)).toEqual(specification);
      for (const index of [0, 1]) {
        const { scene } = specifiedScene(1, index, head, specification);
        const shown = factsOf(sceneAttributes(scene, studio.shoot(scene, { size: 32 })));
        const asked = Object.fromEntries(Object.keys(facts).map((name) => [name, shown[name as FactName]]));
        expect([sentence, asked]).toEqual([sentence, facts]);
      }
    }
  });

  it('hold the facts of persons, and other persons come with another seed', () => {
    const persons = (seed: number): readonly number[] =>
      specifyFaces({ person: 'woman', age: 'old' }, { count: 3, seed }).groups[0]!.persons;
    expect(new Set(persons(1)).size).toBe(3);
    expect(persons(1)).toEqual(persons(1));
    expect(persons(1)).not.toEqual(persons(2));
  });

  it.each<[FaceFacts, RegExp]>([
    [{ tone: 'black and white' }, /black-and-white/],
    [{ glasses: 'dark', eyes: 'closed' }, /dark glasses hide the eyes/],
    [{ mask: 'cloth', expression: 'bitten lip' }, /a mask hides/],
    [{ hair: 'bald', hairColour: 'red' }, /no hair to colour/],
  ])('refuses %j', (facts, message) => {
    expect(() => specifyFaces(facts, { count: 1, seed: 1 })).toThrow(message);
  });
});

describe('sentences as numbers', () => {
  const tokenizer = captionTokenizer();

  it('every sentence that is said has a number for every word, and comes back', () => {
    const random = new Random(6, 'captions');
    expect(tokenizer.words.length).toBeLessThan(400);
    let longest = 0;
    for (let i = 0; i < 500; i++) {
      const { text } = sayFacts(anyFacts(random, 0.7), random);
      const numbers = tokenizer.numbers(text, 128);
      expect([text, numbers.includes(specialWords.unknown)]).toEqual([text, false]);
      expect(tokenizer.sentence(numbers)).toBe(text.replaceAll(',', ''));
      longest = Math.max(longest, numbers.indexOf(specialWords.padding));
    }
    expect(longest).toBeLessThan(80);
  });

  it('cuts what is too long and marks what it does not know', () => {
    expect([...tokenizer.numbers('a zebra', 6)].map((number) => (number > 3 ? 'word' : number))).toEqual([
      specialWords.begin,
      'word',
      specialWords.unknown,
      specialWords.end,
      specialWords.padding,
      specialWords.padding,
    ]);
    expect(tokenizer.numbers('a smiling woman with a red hat', 3)).toHaveLength(3);
    expect(tokenizer.unknown('a zebra with a hat')).toEqual(['zebra']);
  });
});

it('a held-out combination is one only where all of it is true', () => {
  expect(isUnseen({ headwear: 'cap', headwearColour: 'red', beard: 'full', person: 'man' })).toBe(true);
  expect(isUnseen({ headwear: 'cap', headwearColour: 'red', beard: 'goatee' })).toBe(false);
  expect(isUnseen({})).toBe(false);
});
