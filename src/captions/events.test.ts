import { describe, expect, it } from 'vitest';
import { Random } from '../core/random.js';
import { type EventName, eventName, eventNames, eventPhrases, sayClip } from './events.js';
import { captionTokenizer, clipTokenizer } from './words.js';

const woman = { person: 'woman', glasses: 'clear' } as const;

describe('a sentence of a clip', () => {
  it('says who, and what happens in its order', () => {
    const events: EventName[] = ['turns left', 'closes the eyes', 'smiles'];
    expect(sayClip({ facts: woman, events }).text).toBe(
      'a bespectacled woman turns to the left, then closes her eyes and then smiles',
    );
    expect(sayClip({ facts: { light: 'sun' }, events: ['raises the head'] }).text).toBe(
      'a person, sunlight, raises their head',
    );
  });

  it('is made of known words, leaves out as it is told, and never changes the order of what is left', () => {
    const tokenizer = clipTokenizer();
    for (let seed = 0; seed < 300; seed++) {
      const random = new Random(seed);
      const events = random.shuffle(eventNames.filter((name) => name !== 'stops smiling')).slice(0, 3);
      const said = sayClip({ facts: woman, events }, random, { drop: 0.5, dropEvents: 0.4 });
      expect(tokenizer.unknown(said.text)).toEqual([]);
      expect(said.events).toEqual(events.filter((name) => said.events.includes(name)));
      expect(said.events.length).toBeGreaterThan(0);
      const places = said.events.map((name) =>
        Math.max(
          ...eventPhrases[name].flatMap(({ now, doing }) =>
            [now, doing].map((phrase) =>
              said.text.indexOf(phrase.replace('$', said.facts.person ? 'her' : 'their')),
            ),
          ),
        ),
      );
      expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
      const inOrder = places.every((place, i) => i === 0 || place > places[i - 1]!);
      expect(inOrder).toBe(!said.text.includes(' after '));
    }
  });

  it('keeps the numbers of the words that sentences of pictures have', () => {
    const { words } = captionTokenizer();
    expect(clipTokenizer().words.slice(0, words.length)).toEqual(words);
    expect(new Set(clipTokenizer().words).size).toBe(clipTokenizer().words.length);
  });

  it('names a movement of the head up and down by where it goes', () => {
    const nod = (from: string, to: string): EventName => eventName({ part: 'nod', from, to });
    expect(nod('down', 'level')).toBe('raises the head');
    expect(nod('up', 'level')).toBe('lowers the head');
    expect(eventName({ part: 'turn', from: 'left', to: 'front' })).toBe('turns to the front');
  });
});
