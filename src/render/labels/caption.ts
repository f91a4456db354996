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
import { type Direction, type SeenAttributes, seenAttributes } from './seen-attributes.js';

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
  const seen = seenAttributes(attributes);
  const { before, after } = expressionWords(seen);
  const subject = [before, seen.age, seen.person].filter((word) => word !== undefined).join(' ');
  const has = possessions(attributes, seen);
  const parts = [
    `${article(subject)} ${subject}${has.length > 0 ? ` with ${listed(has)}` : ''}`,
    after?.replaceAll('~', pronouns[seen.person]),
    seen.eyes === undefined ? undefined : eyeWords[seen.eyes],
    seen.direction === undefined ? undefined : directionWords[seen.direction],
    ...propKinds(attributes).map((kind) => inFront[kind]),
    lightWords(seen),
    // Infrared light says so itself.
    seen.tone === undefined || seen.light === seen.tone ? undefined : seen.tone,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

const pronouns: Readonly<Record<SeenAttributes['person'], string>> = {
  man: 'his',
  woman: 'her',
  person: 'their',
};

const eyeWords: Readonly<Record<NonNullable<SeenAttributes['eyes']>, string>> = {
  closed: 'eyes closed',
  'half closed': 'eyes half closed',
  'one closed': 'one eye closed',
};

const directionWords: Readonly<Record<Direction, string>> = {
  'profile left': 'in profile to the left',
  'profile right': 'in profile to the right',
  'turned left': 'turned to the left',
  'turned right': 'turned to the right',
  raised: 'head raised',
  lowered: 'head lowered',
  'looking left': 'looking left',
  'looking right': 'looking right',
  'looking up': 'looking up',
  'looking down': 'looking down',
};

function lightWords({ light, tone }: SeenAttributes): string {
  if (light === 'stage' && tone !== undefined) return 'stage light';
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
function expressionWords({ expression }: SeenAttributes): { before?: string; after?: string } {
  return expression === undefined ? {} : expressions[expression];
}

function possessions(attributes: SceneAttributes, seen: SeenAttributes): string[] {
  const { hair, hairColour, glasses, beard, headwear, headwearColour, mask } = seen;
  const things = [
    hair === undefined ? undefined : hair === 'bald' ? 'a bald head' : hairPhrase(hair, hairColour),
    browPhrase(attributes),
    glasses === undefined ? undefined : glasses === 'dark' ? 'sunglasses' : 'glasses',
    beard === undefined ? undefined : beards[beard],
    headwear === undefined ? undefined : coloured(hats[headwear], headwearColour),
    mask === undefined ? undefined : masks[mask],
    attributes.earrings === 'none' ? undefined : 'earrings',
  ];
  return things.filter((thing) => thing !== undefined);
}

/** "a cap" in red: "a red cap". */
function coloured(thing: string, colour: string | undefined): string {
  if (colour === undefined) return thing;
  const [, first = '', rest = thing] = /^(an? )?(.*)$/.exec(thing) ?? [];
  const words = `${colour} ${rest}`;
  return first === '' ? words : `${article(words)} ${words}`;
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
  const seen = seenAttributes(attributes);
  const { before, after } = expressionWords(seen);
  const known = verbs[attributes.expression];
  const isHidden = before === undefined && after === undefined && !unnamed.has(attributes.expression);
  if (known !== undefined) return isHidden ? undefined : known;
  if (before !== undefined) return `${before.endsWith('ing') ? 'starts' : 'becomes'} ${before}`;
  if (after === 'in pain') return 'shows pain';
  return after === undefined ? undefined : `starts ${after.replaceAll('~', pronouns[seen.person])}`;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function article(words: string): string {
  return /^[aeiou]/i.test(words) ? 'an' : 'a';
}
