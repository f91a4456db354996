import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellWord } from './shell-word.js';

it('a shell takes it as one word, whatever stands in it; plain words stay as they are', () => {
  expect(shellWord('/data/my-photos_2.a')).toBe('/data/my-photos_2.a');
  for (const text of ['/Anna\'s photos/$HOME `ls` "x"', '', '~/a', 'a\nb;c&d|*?'])
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })).toBe(text);
});
