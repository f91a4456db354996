/** A person's sentence, checked: its facts, or an error that says which words are not understood. */
import { UsageError } from '../core/errors.js';
import type { FaceFacts } from './face-facts.js';
import { understand } from './understand.js';

export function readCaption(sentence: string): FaceFacts {
  const { facts, unknown, contradictions } = understand(sentence);
  if (unknown.length > 0)
    throw new UsageError(`caption: not understood: ${[...new Set(unknown)].join(', ')}`, {
      hint: 'docs/captions.md has the words; say it with them, or leave it out',
    });
  const [twice] = contradictions;
  if (twice !== undefined)
    throw new UsageError(`caption: ${twice.first} and ${twice.second} at once`, { hint: 'say one of both' });
  if (Object.keys(facts).length === 0)
    throw new UsageError('caption: it says nothing of a face', {
      hint: 'such as: a smiling woman with a red hat looking left',
    });
  return facts;
}
