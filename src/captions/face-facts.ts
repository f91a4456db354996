/** What a sentence can say of a face, as closed lists of values: every fact is exactly true or false of a rendered picture. */
import type { HeadwearStyle, MaskStyle } from '../face/person/appearance/worn-description.js';
import type { HairStyle } from '../face/person/description.js';
import type { ExpressionName } from '../face/person/expression-library.js';
import type { SceneAttributes } from '../render/labels/attributes.js';
import type { ColourName } from '../render/labels/colour-name.js';
import { type AgeWord, type Direction, seenAttributes } from '../render/labels/seen-attributes.js';
import type { LightKind } from '../render/scene/scene-description.js';

export interface FaceFacts {
  person?: 'man' | 'woman';
  age?: AgeWord;
  expression?: Exclude<ExpressionName, 'neutral' | 'mixed'>;
  eyes?: Exclude<SceneAttributes['eyes'], 'open'>;
  direction?: Direction;
  hair?: HairStyle;
  hairColour?: SceneAttributes['hair_colour'];
  glasses?: 'clear' | 'dark';
  beard?: Exclude<SceneAttributes['beard'], 'none'>;
  headwear?: HeadwearStyle;
  headwearColour?: ColourName;
  mask?: MaskStyle;
  light?: LightKind;
  tone?: Exclude<SceneAttributes['tone'], 'colour'>;
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
  const { person, expression, ...seen } = seenAttributes(attributes);
  return {
    ...seen,
    ...(person !== 'person' && { person }),
    ...(expression !== undefined && expression !== 'neutral' && expression !== 'mixed' && { expression }),
  };
}
