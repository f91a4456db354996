/**
 * Combinations that no training of a text–image model sees, so that it can be asked whether a model has learnt the parts or the pairs.
 * Each part of a pair is common in training; together they are held out.
 */
import type { FaceFacts } from './face-facts.js';

/** Facts that are held out where all of an entry are true. */
export const unseenCombinations: readonly FaceFacts[] = [
  { headwearColour: 'red', beard: 'full' },
  { glasses: 'dark', hairColour: 'blond' },
  { headwear: 'beanie', expression: 'smile' },
  { hair: 'long', direction: 'turned left' },
  { headwearColour: 'blue', person: 'woman' },
  { hairColour: 'red', direction: 'turned right' },
  { mask: 'surgical', glasses: 'clear' },
  { hair: 'bald', light: 'sun' },
];

/** Whether a picture or sentence with these facts holds a combination that is kept from training. */
export function isUnseen(facts: FaceFacts): boolean {
  return unseenCombinations.some((combination) =>
    Object.entries(combination).every(([name, value]) => facts[name as keyof FaceFacts] === value),
  );
}
