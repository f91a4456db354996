/** What a sentence can say of a face, as closed lists of values: every fact is exactly true or false of a rendered picture. */
import type { SceneAttributes } from '../render/labels/attributes.js';
import { type SeenAttributes, seenAttributes } from '../render/labels/seen-attributes.js';

/** Any of what can be seen; of a person without a sex nothing is said. */
export interface FaceFacts extends Partial<Omit<SeenAttributes, 'person'>> {
  person?: Exclude<SeenAttributes['person'], 'person'>;
}

export type FactName = keyof FaceFacts;

/** In the order in which a plain sentence says them. */
export const factNames: readonly FactName[] = [
  'expression',
  'age',
  'person',
  'hair',
  'hairColour',
  'glasses',
  'beard',
  'headwear',
  'headwearColour',
  'mask',
  'eyes',
  'direction',
  'light',
  'tone',
];

/** All facts of a picture that can be seen. */
export function factsOf(attributes: SceneAttributes): FaceFacts {
  const { person, ...seen } = seenAttributes(attributes);
  return { ...seen, ...(person !== 'person' && { person }) };
}
