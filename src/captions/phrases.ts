/**
 * The words of every fact. A phrase is lower-case English with two marks: `~` for the colour of the thing (or nothing), `$` for
 * his, her or their. The first phrase of a place is the plain one. Sentences are made of them (`say.ts`) and read by them (`understand.ts`), so whatever is said is understood.
 */
import type { FaceFacts, FactName } from './face-facts.js';

/** Where in a sentence a phrase stands: "a *smiling old* **woman** *with* a hat, *looking left*, in *sunlight*". */
export interface Phrases {
  /** Before the noun. */
  adjective?: readonly string[];
  noun?: readonly string[];
  /** After "with", with its article. */
  thing?: readonly string[];
  /** After the person, set off by a comma. */
  clause?: readonly string[];
}

export type Lexicon = {
  readonly [Name in Exclude<FactName, 'hairColour' | 'headwearColour'>]: Readonly<
    Record<NonNullable<FaceFacts[Name]>, Phrases>
  >;
};

/** A person of whom no sex is said. */
export const personNouns: readonly string[] = ['person', 'human', 'face of a person', 'someone', 'face'];

export const lexicon: Lexicon = {
  person: {
    man: { noun: ['man', 'guy', 'gentleman', 'male'] },
    woman: { noun: ['woman', 'lady', 'female'] },
  },
  age: {
    young: { adjective: ['young', 'youthful'] },
    'middle-aged': { adjective: ['middle-aged', 'middle aged'] },
    old: { adjective: ['old', 'elderly', 'aged'] },
  },
  expression: {
    smile: { adjective: ['smiling'], thing: ['a smile'], clause: ['who smiles', 'is smiling'] },
    'polite smile': {
      adjective: ['faintly smiling', 'politely smiling'],
      thing: ['a faint smile', 'a polite smile'],
    },
    'broad smile': {
      adjective: ['broadly smiling', 'grinning', 'beaming'],
      thing: ['a broad smile', 'a big smile', 'a grin'],
    },
    'open smile': {
      adjective: ['openly smiling'],
      thing: ['an open smile', 'a toothy smile'],
      clause: ['smiling and showing $ teeth'],
    },
    laugh: { adjective: ['laughing'], clause: ['who laughs', 'is laughing'] },
    smirk: { adjective: ['smirking'], thing: ['a smirk'] },
    surprise: { adjective: ['surprised', 'astonished'], thing: ['a surprised look'] },
    'happy surprise': { adjective: ['happily surprised', 'delighted'] },
    fear: { adjective: ['frightened', 'scared', 'fearful'] },
    worry: { adjective: ['worried', 'anxious'] },
    sadness: { adjective: ['sad', 'unhappy'], thing: ['a sad look'] },
    crying: { adjective: ['crying', 'weeping'] },
    anger: { adjective: ['angry'], thing: ['an angry look'] },
    rage: { adjective: ['furious', 'raging'] },
    shout: { adjective: ['shouting', 'yelling', 'screaming'] },
    pain: { clause: ['in pain', 'who is in pain'] },
    disgust: { adjective: ['disgusted'] },
    contempt: { adjective: ['scornful', 'contemptuous'] },
    awe: { adjective: ['awestruck', 'amazed'] },
    frown: { adjective: ['frowning'], thing: ['a frown'] },
    concentration: { adjective: ['concentrating', 'concentrated'] },
    'raised brows': {
      thing: ['raised brows', 'raised eyebrows'],
      clause: ['raising $ brows', 'raising $ eyebrows'],
    },
    pout: { adjective: ['pouting'] },
    kiss: { clause: ['puckering $ lips for a kiss', 'blowing a kiss', 'puckering $ lips'] },
    whistle: { adjective: ['whistling'] },
    doubt: { adjective: ['doubtful', 'sceptical', 'skeptical'] },
    squint: { adjective: ['squinting'] },
    yawn: { adjective: ['yawning'], thing: ['a yawn'] },
    drowsiness: { adjective: ['drowsy', 'sleepy'] },
    'pressed lips': { thing: ['pressed lips'], clause: ['pressing $ lips together'] },
    'tucked lips': { thing: ['tucked lips'], clause: ['tucking in $ lips'] },
    'bitten lip': { clause: ['biting $ lip', 'biting $ lower lip'] },
    'puffed cheeks': { thing: ['puffed cheeks'], clause: ['puffing out $ cheeks'] },
    grimace: { adjective: ['grimacing'], thing: ['a grimace'] },
    'jaw to one side': { clause: ['moving $ jaw to one side'] },
    'tongue out': { clause: ['sticking out $ tongue', 'showing $ tongue'] },
    'tongue out, eyes squeezed': { clause: ['squeezing $ eyes and sticking out $ tongue'] },
    'licking the upper lip': { clause: ['licking $ upper lip'] },
    speaking: { adjective: ['speaking', 'talking'] },
  },
  eyes: {
    closed: { thing: ['closed eyes'], clause: ['eyes closed', '$ eyes closed'] },
    'half closed': {
      thing: ['half-closed eyes', 'half closed eyes'],
      clause: ['eyes half closed', '$ eyes half closed'],
    },
    'one closed': { adjective: ['winking'], clause: ['one eye closed', 'winking'] },
  },
  direction: {
    'profile left': { clause: ['in profile to the left', 'in left profile', 'in profile facing left'] },
    'profile right': { clause: ['in profile to the right', 'in right profile', 'in profile facing right'] },
    'turned left': { clause: ['turned to the left', 'head turned left', 'turned left', 'facing left'] },
    'turned right': { clause: ['turned to the right', 'head turned right', 'turned right', 'facing right'] },
    raised: { thing: ['a raised head'], clause: ['head raised', '$ head raised', 'chin up'] },
    lowered: { thing: ['a lowered head'], clause: ['head lowered', '$ head lowered', 'chin down'] },
    'looking left': { clause: ['looking left', 'looking to the left', 'glancing left', 'gazing left'] },
    'looking right': { clause: ['looking right', 'looking to the right', 'glancing right', 'gazing right'] },
    'looking up': { clause: ['looking up', 'glancing up', 'looking upwards'] },
    'looking down': { clause: ['looking down', 'glancing down', 'looking downwards'] },
  },
  hair: {
    bald: { adjective: ['bald', 'bald-headed'], thing: ['a bald head', 'no hair'] },
    buzz: { thing: ['buzz-cut ~ hair', 'a ~ buzz cut', '~ buzz-cut hair'] },
    cropped: { thing: ['cropped ~ hair', '~ cropped hair', 'very short ~ hair'] },
    short: { thing: ['short ~ hair', '~ short hair'], adjective: ['short-haired'] },
    slicked: { thing: ['slicked-back ~ hair', '~ hair slicked back', '~ slicked-back hair'] },
    sideSwept: { thing: ['side-swept ~ hair', '~ side-swept hair', '~ hair swept to the side'] },
    undercut: { thing: ['~ hair in an undercut', 'a ~ undercut'] },
    afro: { thing: ['a ~ afro', '~ hair in an afro'] },
    bob: { thing: ['a ~ bob', '~ hair in a bob', '~ bobbed hair'] },
    long: { thing: ['long ~ hair', '~ long hair'], adjective: ['long-haired'] },
    bun: { thing: ['~ hair in a bun', 'a ~ bun'] },
    ponytail: { thing: ['~ hair in a ponytail', 'a ~ ponytail'] },
    braids: { thing: ['~ braids', '~ hair in braids', 'braided ~ hair', '~ plaits'] },
  },
  glasses: {
    clear: { thing: ['glasses', 'spectacles', 'eyeglasses'], adjective: ['bespectacled'] },
    dark: { thing: ['sunglasses', 'dark glasses', 'shades'] },
  },
  beard: {
    stubble: { thing: ['stubble', 'a stubble'], adjective: ['unshaven'] },
    full: { thing: ['a full beard', 'a beard'], adjective: ['bearded'] },
    goatee: { thing: ['a goatee'] },
    vanDyke: { thing: ['a van dyke beard', 'a van dyke'] },
    moustache: { thing: ['a moustache', 'a mustache'] },
    sideburns: { thing: ['sideburns', 'whiskers'] },
    chinstrap: { thing: ['a chinstrap beard', 'a chinstrap'] },
  },
  headwear: {
    cap: { thing: ['a ~ cap', 'a ~ baseball cap'] },
    'cap-backwards': { thing: ['a ~ cap turned backwards', 'a backwards ~ cap', 'a ~ cap worn backwards'] },
    beanie: { thing: ['a ~ beanie', 'a ~ woollen cap', 'a ~ knit cap'] },
    brimmed: { thing: ['a ~ brimmed hat', 'a ~ hat', 'a ~ sun hat', 'a ~ hat with a brim'] },
    bucket: { thing: ['a ~ bucket hat'] },
    helmet: { thing: ['a ~ helmet', 'a ~ hard hat'] },
    headband: { thing: ['a ~ headband'] },
    headphones: { thing: ['~ headphones', '~ earphones'] },
    headscarf: { thing: ['a ~ headscarf', 'a ~ hijab', 'a ~ scarf over the head'] },
  },
  mask: {
    surgical: { thing: ['a surgical mask', 'a medical mask'] },
    cloth: { thing: ['a cloth mask', 'a mask', 'a face mask'] },
    respirator: { thing: ['a respirator mask', 'a respirator', 'a dust mask'] },
  },
  light: {
    studio: { clause: ['studio light', 'in studio light', 'in a studio'] },
    overcast: { clause: ['soft daylight', 'in soft daylight', 'under an overcast sky'] },
    shade: { clause: ['open shade', 'in open shade', 'in the shade'] },
    sun: { clause: ['sunlight', 'in sunlight', 'in the sun', 'in bright sunlight'] },
    room: { clause: ['room light', 'in room light', 'indoors', 'in a room'] },
    window: { clause: ['window light', 'in window light', 'by a window', 'beside a window'] },
    side: { clause: ['light from the side', 'in light from the side', 'lit from the side'] },
    stage: { clause: ['coloured stage light', 'in coloured stage light', 'stage light', 'on a stage'] },
    flash: { clause: ['flash light', 'in flash light', 'with flash'] },
    dusk: { clause: ['dusk', 'at dusk', 'in the evening'] },
    backlight: { clause: ['backlight', 'against the light', 'lit from behind'] },
    dim: { clause: ['dim light', 'in dim light', 'in the dark', 'at night'] },
    screen: { clause: ['the light of a screen', 'in the light of a screen', 'lit by a screen'] },
    cabin: { clause: ['light inside a car', 'in light inside a car', 'in a car', 'inside a car'] },
    infrared: { clause: ['infrared light', 'in infrared light'] },
  },
  tone: {
    'black and white': { clause: ['black and white', 'in black and white', 'monochrome'] },
    infrared: { clause: ['infrared', 'in infrared'] },
  },
};

/** Where only the colour of the hair is known: the style is anyone's. */
export const plainHair: readonly string[] = ['~ hair', '~-haired'];

/** Words of hair's colours, the plain one first. */
export const hairColours: Readonly<Record<NonNullable<FaceFacts['hairColour']>, readonly string[]>> = {
  black: ['black', 'jet-black'],
  'dark brown': ['dark brown', 'dark'],
  brown: ['brown', 'brunette', 'chestnut'],
  blond: ['blond', 'blonde', 'fair'],
  red: ['red', 'ginger', 'auburn'],
  grey: ['grey', 'gray'],
  white: ['white', 'snow-white'],
  dyed: ['dyed'],
};

export const clothColours: Readonly<Record<NonNullable<FaceFacts['headwearColour']>, readonly string[]>> = {
  black: ['black'],
  white: ['white'],
  grey: ['grey', 'gray'],
  red: ['red', 'crimson', 'scarlet'],
  orange: ['orange'],
  yellow: ['yellow'],
  green: ['green'],
  blue: ['blue', 'navy', 'navy blue', 'sky blue'],
  purple: ['purple', 'violet'],
  pink: ['pink'],
  brown: ['brown', 'tan', 'beige'],
};
