/**
 * What of a picture's attributes can be seen in it: hair under a beanie, the mouth under a mask and the eyes behind dark
 * glasses cannot, and what is ordinary (open eyes, a head that looks ahead) is not worth a word. Captions say it.
 */
import type { HeadwearStyle, MaskStyle } from '../../face/person/appearance/worn-description.js';
import type { HairStyle } from '../../face/person/description.js';
import type { ExpressionName } from '../../face/person/expression-library.js';
import type { LightKind } from '../scene/scene-description.js';
import type { SceneAttributes } from './attributes.js';
import type { ColourName } from './colour-name.js';

/** Left and right as the subject's. */
export const directions = [
  'profile left',
  'profile right',
  'turned left',
  'turned right',
  'raised',
  'lowered',
  'looking left',
  'looking right',
  'looking up',
  'looking down',
] as const;
export type Direction = (typeof directions)[number];

export const ages = ['young', 'middle-aged', 'old'] as const;
export type AgeWord = (typeof ages)[number];

export interface SeenAttributes {
  person: 'man' | 'woman' | 'person';
  age?: AgeWord;
  /** For `neutral` and `mixed` there are no words. */
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
  light: LightKind;
  tone?: Exclude<SceneAttributes['tone'], 'colour'>;
}

export function seenAttributes(attributes: SceneAttributes): SeenAttributes {
  const { hair, headwear, mask, glasses, beard, light, tone } = attributes;
  const covered = (hair === 'bald' ? hatsOverBald : hatsOverHair).has(headwear);
  const bearded = beard !== 'none' && (mask === 'none' || besideMasks.has(beard));
  const inColour = tone === 'colour';
  const [age, expression] = [ageWord(attributes.age), seenExpression(attributes)];
  const [eyes, direction] = [seenEyes(attributes), seenDirection(attributes)];
  const headwearColour = attributes.headwear_colour;
  return {
    person: personWord(attributes),
    ...(age && { age }),
    ...(expression && { expression }),
    ...(eyes && { eyes }),
    ...(direction && { direction }),
    ...(!covered && { hair }),
    ...(!covered && hair !== 'bald' && inColour && { hairColour: attributes.hair_colour }),
    ...(glasses !== 'none' && { glasses }),
    ...(bearded && { beard }),
    ...(headwear !== 'none' && { headwear }),
    ...(headwearColour !== undefined && headwearColour !== 'none' && inColour && { headwearColour }),
    ...(mask !== 'none' && { mask }),
    light,
    ...(!inColour && { tone }),
  };
}

function personWord({ masculinity }: SceneAttributes): SeenAttributes['person'] {
  if (masculinity > masculineFrom) return 'man';
  return masculinity < feminineBelow ? 'woman' : 'person';
}

/** Of `masculinity`: between them nothing is said. */
export const masculineFrom = 0.6;
export const feminineBelow = 0.4;

/** Years. */
export const ageLimits = { young: 30, middle: 45, old: 62 } as const;

export function ageWord(age: number): AgeWord | undefined {
  if (age < ageLimits.young) return 'young';
  return age > ageLimits.old ? 'old' : age > ageLimits.middle ? 'middle-aged' : undefined;
}

/** What hides the hair, and what hides that there is none. */
const hatsOverHair: ReadonlySet<SceneAttributes['headwear']> = new Set(['beanie', 'helmet', 'headscarf']);
const hatsOverBald: ReadonlySet<SceneAttributes['headwear']> = new Set([
  ...hatsOverHair,
  'cap',
  'cap-backwards',
  'brimmed',
  'bucket',
]);
/** Beards that show beside a mask. */
const besideMasks: ReadonlySet<SceneAttributes['beard']> = new Set(['full', 'chinstrap', 'sideburns']);
/** Expressions that brows and eyes tell although a mask hides the mouth. */
const aboveMasks: ReadonlySet<ExpressionName> = new Set<ExpressionName>([
  'surprise',
  'happy surprise',
  'fear',
  'worry',
  'sadness',
  'crying',
  'anger',
  'rage',
  'pain',
  'awe',
  'frown',
  'concentration',
  'raised brows',
  'doubt',
  'squint',
  'drowsiness',
]);

function seenExpression({ expression, mask, glasses }: SceneAttributes): SeenAttributes['expression'] {
  if (expression === 'neutral' || expression === 'mixed') return undefined;
  if (mask !== 'none' && !aboveMasks.has(expression)) return undefined;
  if (glasses === 'dark' && (expression === 'squint' || expression === 'drowsiness')) return undefined;
  return expression;
}

function seenEyes({ eyes, expression, glasses }: SceneAttributes): SeenAttributes['eyes'] {
  if (eyes === 'open' || expression === 'squint' || glasses === 'dark') return undefined;
  return eyes;
}

/** Degrees beyond which a turned head, a profile and turned eyes are said. */
export const directionLimits = { profile: 60, head: 15, gaze: 12 } as const;

/** Where the head, or else the eyes, are turned. */
function seenDirection(attributes: SceneAttributes): Direction | undefined {
  const { yaw, pitch, gaze_yaw, gaze_pitch, eyes, glasses } = attributes;
  const { profile, head, gaze } = directionLimits;
  const side = (angle: number): 'left' | 'right' => (angle > 0 ? 'left' : 'right');
  if (Math.abs(yaw) > profile) return `profile ${side(yaw)}`;
  if (Math.abs(yaw) > head) return `turned ${side(yaw)}`;
  if (pitch > head) return 'raised';
  if (pitch < -head) return 'lowered';
  if (eyes === 'closed' || glasses === 'dark') return undefined;
  if (Math.abs(gaze_yaw) > gaze) return `looking ${side(gaze_yaw)}`;
  if (gaze_pitch > gaze) return 'looking up';
  return gaze_pitch < -gaze ? 'looking down' : undefined;
}
