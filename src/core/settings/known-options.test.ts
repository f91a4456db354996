import { describe, expect, it } from 'vitest';
import { checkOptions, type OptionNames, optionsOf } from './known-options.js';

interface Options {
  threads?: number;
  mirror?: boolean;
}
const names: OptionNames<Options> = { threads: true, mirror: true };
const elsewhere = { threshold: 'give it to find', level: 'give it to find' };
const said = (given: unknown): string => {
  try {
    checkOptions<Options>('open', given as Options, names, elsewhere);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('options that nobody reads', () => {
  it.each([
    [{ mirorr: true }, 'open: mirorr: no such option; allowed: threads, mirror (perhaps mirror is meant)'],
    [{ treshold: 0.3 }, 'open: treshold: no such option; allowed: threads, mirror (give it to find)'],
    [
      { Mirror: true, thread: 2, xyzzy: 1 },
      'open: Mirror, thread, xyzzy: no such option; allowed: threads, mirror (perhaps mirror is meant for Mirror; perhaps threads is meant for thread)',
    ],
    [
      { treshold: 1, level: 2 },
      'open: treshold, level: no such option; allowed: threads, mirror (give it to find)',
    ],
    [{ xyzzy: 1 }, 'open: xyzzy: no such option; allowed: threads, mirror'],
    ['mirror', 'open: the options are mirror; allowed: an object of threads, mirror'],
    [[], 'open: the options are a list; allowed: an object of threads, mirror'],
    [null, 'open: the options are null; allowed: an object of threads, mirror'],
  ])('are refused by name, with the nearest and all that are allowed: %j', (given, words) => {
    expect(said(given)).toBe(words);
  });

  it('are none where they are known, or left out', () => {
    expect(said({ threads: 0, mirror: undefined, anything: undefined })).toBe('');
    expect(said({})).toBe('');
  });

  it('can be taken away', () => {
    expect(optionsOf<Options>({ threads: 2, other: 1 } as Options, names)).toEqual({ threads: 2 });
  });
});
