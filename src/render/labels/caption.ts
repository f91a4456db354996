/**
 * Plain English of a picture's attributes, for text–image work: always the same sentence for the same attributes. Says
 * what can be seen, left and right as the subject's; what is ordinary (open eyes, no glasses) is not said.
 */

import type { HeadwearStyle, MaskStyle } from '../../face/person/appearance/worn-description.js';
import type { HairStyle } from '../../face/person/description.js';
import type { ExpressionName } from '../../face/person/expression-library.js';
import type { PropDescription } from '../props/prop-description.js';
import type { LightKind } from '../scene/scene-description.js';
import type { SceneAttributes } from './attributes.js';

/** Before the noun ("a smiling man") or after it ("a man biting his lip"): `~` stands for his, her or their. */
const expressions: Readonly<Record<ExpressionName, { before?: string; after?: string }>> = {
  neutral: {},
  mixed: {},
  smile: { before: 'smiling' },
  'polite smile': { before: 'faintly smiling' },
  'broad smile': { before: 'broadly smiling' },
  'open smile': { before: 'smiling', after: 'showing ~ teeth' },
  laugh: { before: 'laughing' },
  smirk: { before: 'smirking' },
  surprise: { before: 'surprised' },
  'happy surprise': { before: 'happily surprised' },
  fear: { before: 'frightened' },
  worry: { before: 'worried' },
  sadness: { before: 'sad' },
  crying: { before: 'crying' },
  anger: { before: 'angry' },
  rage: { before: 'furious' },
  shout: { before: 'shouting' },
  pain: { after: 'in pain' },
  disgust: { before: 'disgusted' },
  contempt: { before: 'scornful' },
  awe: { before: 'awestruck' },
  frown: { before: 'frowning' },
  concentration: { before: 'concentrating' },
  'raised brows': { after: 'raising ~ brows' },
  pout: { before: 'pouting' },
  kiss: { after: 'puckering ~ lips for a kiss' },
  whistle: { before: 'whistling' },
  doubt: { before: 'doubtful' },
  squint: { before: 'squinting' },
  yawn: { before: 'yawning' },
  drowsiness: { before: 'drowsy' },
  'pressed lips': { after: 'pressing ~ lips together' },
  'tucked lips': { after: 'tucking in ~ lips' },
  'bitten lip': { after: 'biting ~ lip' },
  'puffed cheeks': { after: 'puffing out ~ cheeks' },
  grimace: { before: 'grimacing' },
  'jaw to one side': { after: 'moving ~ jaw to one side' },
  'tongue out': { after: 'sticking out ~ tongue' },
  'tongue out, eyes squeezed': { after: 'squeezing ~ eyes and sticking out ~ tongue' },
  'licking the upper lip': { after: 'licking ~ upper lip' },
  speaking: { before: 'speaking' },
};

const lights: Readonly<Record<LightKind, string>> = {
  studio: 'studio light',
  overcast: 'soft daylight',
  shade: 'open shade',
  sun: 'sunlight',
  room: 'room light',
  window: 'window light',
  side: 'light from the side',
  stage: 'coloured stage light',
  flash: 'flash light',
  dusk: 'dusk',
  backlight: 'backlight',
  dim: 'dim light',
  screen: 'the light of a screen',
  cabin: 'light inside a car',
  infrared: 'infrared light',
};

type Beard = Exclude<SceneAttributes['beard'], 'none'>;

/** With their article, where they have one. */
const beards: Readonly<Record<Beard, string>> = {
  stubble: 'stubble',
  full: 'a full beard',
  goatee: 'a goatee',
  vanDyke: 'a Van Dyke beard',
  moustache: 'a moustache',
  sideburns: 'sideburns',
  chinstrap: 'a chinstrap beard',
};

const hats: Readonly<Record<HeadwearStyle, string>> = {
  cap: 'a cap',
  'cap-backwards': 'a cap turned backwards',
  beanie: 'a beanie',
  brimmed: 'a brimmed hat',
  bucket: 'a bucket hat',
  helmet: 'a helmet',
  headband: 'a headband',
  headphones: 'headphones',
  headscarf: 'a headscarf',
};

const masks: Readonly<Record<MaskStyle, string>> = {
  surgical: 'a surgical mask',
  cloth: 'a cloth mask',
  respirator: 'a respirator mask',
};

const inFront: Readonly<Record<PropDescription['kind'], string>> = {
  hand: 'a hand before the face',
  phone: 'a phone in the hand',
  microphone: 'a microphone',
  shape: 'something in front',
  head: 'another head beside',
};

/** "a smiling man with short brown hair, glasses and stubble, looking left, dim light". */
export function caption(attributes: SceneAttributes): string {
  const { before, after } = expressionWords(attributes);
  const person = noun(attributes);
  const adjectives = [before, ageWord(attributes.age)].filter((word) => word !== undefined);
  const subject = [...adjectives, person.noun].join(' ');
  const has = possessions(attributes);
  const parts = [
    `${article(subject)} ${subject}${has.length > 0 ? ` with ${listed(has)}` : ''}`,
    after?.replaceAll('~', person.pronoun),
    eyes(attributes),
    direction(attributes),
    ...propKinds(attributes).map((kind) => inFront[kind]),
    lightWords(attributes),
    // Infrared light says so itself.
    attributes.tone === 'colour' || attributes.light === attributes.tone ? undefined : attributes.tone,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function lightWords({ light, tone }: SceneAttributes): string {
  if (light === 'stage' && tone !== 'colour') return 'stage light';
  return lights[light];
}

function propKinds({ in_front }: SceneAttributes): PropDescription['kind'][] {
  const known = Object.keys(inFront) as PropDescription['kind'][];
  const named = in_front.split('+');
  return known.filter((kind) => named.includes(kind)).sort();
}

/** What changes in a clip: "a young woman with long red hair, turns to the left and smiles". */
export function clipCaption(frames: readonly SceneAttributes[]): string {
  const first = frames[0]!;
  const last = frames.at(-1)!;
  const subject = caption({ ...first, expression: 'neutral' });
  const turn = movement(last.yaw - first.yaw, last.pitch - first.pitch, last.roll - first.roll);
  const shown = first.expression === last.expression ? undefined : becoming(last);
  const blinks = frames.filter(
    ({ eyes: now }, i) => now === 'closed' && i > 0 && frames[i - 1]!.eyes !== 'closed',
  ).length;
  const blinking =
    blinks === 0 || last.eyes === 'closed' || last.glasses === 'dark'
      ? undefined
      : blinks === 1
        ? 'blinks'
        : 'blinks several times';
  const gaze =
    turn === undefined && last.glasses !== 'dark' && Math.abs(last.gaze_yaw - first.gaze_yaw) > 15
      ? `looks to the ${last.gaze_yaw > first.gaze_yaw ? 'left' : 'right'}`
      : undefined;
  const verbs = [turn, gaze, shown, blinking].filter((verb) => verb !== undefined);
  return `${subject}: ${verbs.length === 0 ? 'keeps still' : listed(verbs)}`;
}

function noun({ masculinity }: SceneAttributes): { noun: string; pronoun: string } {
  if (masculinity > 0.6) return { noun: 'man', pronoun: 'his' };
  return masculinity < 0.4 ? { noun: 'woman', pronoun: 'her' } : { noun: 'person', pronoun: 'their' };
}

function ageWord(age: number): string | undefined {
  if (age < 30) return 'young';
  return age > 62 ? 'old' : age > 45 ? 'middle-aged' : undefined;
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

/** Expressions that give brows another shape. */
const browMoving: ReadonlySet<ExpressionName> = new Set<ExpressionName>([
  'surprise',
  'happy surprise',
  'fear',
  'worry',
  'sadness',
  'crying',
  'anger',
  'rage',
  'shout',
  'pain',
  'disgust',
  'awe',
  'frown',
  'concentration',
  'raised brows',
  'doubt',
  'squint',
  'tongue out, eyes squeezed',
  'mixed',
]);

/** How the seen expression is said. */
function expressionWords({ expression, mask, glasses }: SceneAttributes): {
  before?: string;
  after?: string;
} {
  if (mask !== 'none' && !aboveMasks.has(expression)) return {};
  if (glasses === 'dark' && (expression === 'squint' || expression === 'drowsiness')) return {};
  return expressions[expression];
}

function possessions(attributes: SceneAttributes): string[] {
  const { hair, beard, glasses, headwear, mask, earrings } = attributes;
  const colour = attributes.tone === 'colour' ? attributes.hair_colour : undefined;
  const covered = (hair === 'bald' ? hatsOverBald : hatsOverHair).has(headwear);
  const bearded = beard !== 'none' && (mask === 'none' || besideMasks.has(beard));
  const things = [
    covered ? undefined : hair === 'bald' ? 'a bald head' : hairPhrase(hair, colour),
    browPhrase(attributes),
    glasses === 'none' ? undefined : glasses === 'dark' ? 'sunglasses' : 'glasses',
    bearded ? beards[beard] : undefined,
    headwear === 'none' ? undefined : hats[headwear],
    mask === 'none' ? undefined : masks[mask],
    earrings === 'none' ? undefined : 'earrings',
  ];
  return things.filter((thing) => thing !== undefined);
}

/** `~` stands for the colour. */
const hairWords: Readonly<Record<Exclude<HairStyle, 'bald'>, string>> = {
  cropped: 'cropped ~ hair',
  short: 'short ~ hair',
  long: 'long ~ hair',
  buzz: 'buzz-cut ~ hair',
  slicked: 'slicked-back ~ hair',
  sideSwept: 'side-swept ~ hair',
  undercut: '~ hair in an undercut',
  afro: 'a ~ afro',
  bob: 'a ~ bob',
  bun: '~ hair in a bun',
  ponytail: '~ hair in a ponytail',
  braids: '~ braids',
};

function hairPhrase(style: Exclude<HairStyle, 'bald'>, colour: string | undefined): string {
  const words = hairWords[style];
  const phrase = words.replace(/~ ?/, colour === undefined ? '' : `${colour} `);
  return phrase.replace(/^a (?=[aeiou])/, 'an ');
}

/** Brows that an expression moves are not described: their shape at rest cannot be seen then. */
function browPhrase({ brows, glasses, expression }: SceneAttributes): string | undefined {
  const moved = browMoving.has(expression);
  if (brows === 'ordinary' || brows === 'hidden' || glasses === 'dark' || moved) return undefined;
  return `${brows.replace('+', ' ')} brows`;
}

function eyes({ eyes: state, expression, glasses }: SceneAttributes): string | undefined {
  if (state === 'open' || expression === 'squint' || glasses === 'dark') return undefined;
  return state === 'one closed' ? 'one eye closed' : `eyes ${state}`;
}

/** Where the head, or else the eyes, are turned: beyond 15° it is said. */
function direction(attributes: SceneAttributes): string | undefined {
  const { yaw, pitch, gaze_yaw, gaze_pitch, eyes: state, glasses } = attributes;
  const side = (angle: number): string => (angle > 0 ? 'left' : 'right');
  if (Math.abs(yaw) > 60) return `in profile to the ${side(yaw)}`;
  if (Math.abs(yaw) > 15) return `turned to the ${side(yaw)}`;
  if (pitch > 15) return 'head raised';
  if (pitch < -15) return 'head lowered';
  if (state === 'closed' || glasses === 'dark') return undefined;
  if (Math.abs(gaze_yaw) > 12) return `looking ${side(gaze_yaw)}`;
  if (gaze_pitch > 12) return 'looking up';
  return gaze_pitch < -12 ? 'looking down' : undefined;
}

function movement(yaw: number, pitch: number, roll: number): string | undefined {
  const most = Math.max(Math.abs(yaw), Math.abs(pitch), Math.abs(roll));
  if (most < 8) return undefined;
  if (most === Math.abs(yaw)) return `turns to the ${yaw > 0 ? 'left' : 'right'}`;
  if (most === Math.abs(pitch)) return pitch > 0 ? 'raises the head' : 'lowers the head';
  return 'tilts the head';
}

/** Where the table of adjectives gives no good verb. */
const verbs: Readonly<Partial<Record<ExpressionName, string>>> = {
  neutral: 'relaxes',
  smile: 'smiles',
  'polite smile': 'smiles faintly',
  'broad smile': 'smiles broadly',
  'open smile': 'smiles, showing the teeth',
  laugh: 'laughs',
  speaking: 'speaks',
  yawn: 'yawns',
  frown: 'frowns',
  pout: 'pouts',
  squint: 'squints',
  shout: 'shouts',
  smirk: 'smirks',
  grimace: 'grimaces',
  mixed: 'changes expression',
};

/** No words stand for them in a still picture either. */
const unnamed: ReadonlySet<ExpressionName> = new Set<ExpressionName>(['neutral', 'mixed']);

function becoming(attributes: SceneAttributes): string | undefined {
  const { before, after } = expressionWords(attributes);
  const known = verbs[attributes.expression];
  const isHidden = before === undefined && after === undefined && !unnamed.has(attributes.expression);
  if (known !== undefined) return isHidden ? undefined : known;
  if (before !== undefined) return `${before.endsWith('ing') ? 'starts' : 'becomes'} ${before}`;
  if (after === 'in pain') return 'shows pain';
  return after === undefined ? undefined : `starts ${after.replaceAll('~', noun(attributes).pronoun)}`;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function article(words: string): string {
  return /^[aeiou]/i.test(words) ? 'an' : 'a';
}
