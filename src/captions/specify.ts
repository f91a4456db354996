/**
 * A sentence's facts as faces to render: what is said holds in every picture, what is not said varies (persons, light, glances, within
 * what the sentence would have said otherwise). Colours are linear RGB, angles degrees, lengths centimetres.
 */
import { UsageError } from '../core/errors.js';
import { Random } from '../core/random.js';
import type { BeardDescription, HairDescription, Rgb } from '../face/person/description.js';
import { expressionLibrary, type Mixture, visemes } from '../face/person/expression-library.js';
import { traitsOfPerson } from '../face/person/numbered-person.js';
import {
  ageWord,
  type Direction,
  directionLimits,
  feminineBelow,
  masculineFrom,
} from '../render/labels/seen-attributes.js';
import type {
  Look,
  Numbers,
  Orientation,
  Specification,
  SpecifiedExpression,
  SpecifiedGroup,
  SpecifiedLight,
  Tint,
} from '../render/sampling/specified/specification.js';
import type { LightKind } from '../render/scene/scene-description.js';
import type { FaceFacts } from './face-facts.js';

export interface SpecifyOptions {
  /** Pictures; each shows another person. */
  count: number;
  /** Which persons. */
  seed: number;
}

/** @returns `count` pictures for which every fact is true. Throws where facts exclude each other or cannot be rendered. */
export function specifyFaces(facts: FaceFacts, { count, seed }: SpecifyOptions): Specification {
  check(facts);
  const group: SpecifiedGroup = {
    persons: personsOf(facts, count, seed),
    renders: 1,
    rigs: [
      {
        mount: 'orbit',
        at: { z: { min: 85, max: 115 } },
        cameras: [
          {
            name: 'portrait',
            spectrum: facts.tone === 'infrared' || facts.light === 'infrared' ? 'near-infrared' : 'visible',
            focal: [100],
            sensor: { min: 33, max: 38 },
          },
        ],
      },
    ],
    ...hairOf(facts),
    beard: shareOf(
      facts.beard === undefined ? { style: 'none', length: 0, shadow: 0 } : beards[facts.beard],
      {
        likeHair: true,
      },
    ),
    ...expressionOf(facts),
    ...orientationOf(facts.direction),
    ...wornOf(facts),
    light: [{ percent: 100, looks: lightsOf(facts.light) }],
  };
  return { groups: [group] };
}

/** What cannot be true of one picture, and what the renderer lacks. */
function check({
  tone,
  light,
  hair,
  hairColour,
  direction,
  glasses,
  eyes,
  mask,
  expression,
}: FaceFacts): void {
  const refuse = (rule: string, hint: string): never => {
    throw new UsageError(`caption: ${rule}`, { hint });
  };
  if (tone === 'black and white')
    refuse('black-and-white pictures are not rendered from words', 'leave it out, or say infrared');
  if (hairColour === 'dyed') refuse('"dyed" is no colour that can be rendered', 'name a colour of hair');
  if (hair === 'bald' && hairColour !== undefined)
    refuse('a bald head has no hair to colour', 'leave out one of both');
  if (light !== undefined && light !== 'infrared' && tone === 'infrared')
    refuse('infrared pictures have their own light', 'leave out one of both');
  if (glasses === 'dark' && (eyes !== undefined || direction?.startsWith('looking')))
    refuse('dark glasses hide the eyes', 'leave out one of both');
  if (eyes === 'closed' && direction?.startsWith('looking'))
    refuse('closed eyes do not look anywhere', 'leave out one of both');
  if (mask !== undefined && expression !== undefined && mouthAlone.has(expression))
    refuse(`a mask hides that somebody has the expression "${expression}"`, 'leave out one of both');
}

/** A mask hides all there is of them. */
const mouthAlone: ReadonlySet<string> = new Set(
  Object.entries(expressionLibrary)
    .filter(([, actions]) => !Object.keys(actions).some((action) => /brow|lid|cheekRaiser/i.test(action)))
    .map(([name]) => name),
);

/** Numbers of persons that are looked through. */
const mostPersons = 200_000;

function personsOf({ person, age }: FaceFacts, count: number, seed: number): number[] {
  const first = new Random(seed, 'caption', 'persons').integer(0, 1_000_000);
  const persons: number[] = [];
  for (let number = first; persons.length < count && number < first + mostPersons; number++) {
    const traits = traitsOfPerson(number);
    const fits =
      (person === undefined ||
        (person === 'man' ? traits.masculinity > masculineFrom : traits.masculinity < feminineBelow)) &&
      (age === undefined || ageWord(traits.age) === age);
    if (fits) persons.push(number);
  }
  if (persons.length < count)
    throw new UsageError(`caption: ${count} persons like that are not to be had`, {
      hint: `ask for at most ${persons.length}`,
    });
  return persons;
}

const whole = { height: 0, recession: 0, peak: 0, crown: 0 } as const;

const hairs: Readonly<Record<NonNullable<FaceFacts['hair']>, Partial<HairDescription>>> = {
  bald: { style: 'bald' },
  buzz: { style: 'buzz', hairline: whole },
  cropped: { style: 'cropped', hairline: whole },
  short: { style: 'short', hairline: whole },
  slicked: { style: 'slicked', volume: 0.3, hairline: whole },
  sideSwept: { style: 'sideSwept', volume: 0.6, hairline: whole },
  undercut: { style: 'undercut', volume: 0.8, hairline: whole },
  afro: { style: 'afro', volume: 0.7, curl: 1, hairline: whole },
  bob: { style: 'bob', volume: 0.5, hairline: whole },
  long: { style: 'long', length: 0.7, hairline: whole },
  bun: { style: 'bun', hairline: whole },
  ponytail: { style: 'ponytail', hairline: whole },
  braids: { style: 'braids', hairline: whole },
};

/** Well inside what `hairColourName` calls so. */
const hairTints: Readonly<Record<Exclude<NonNullable<FaceFacts['hairColour']>, 'dyed'>, readonly Rgb[]>> = {
  black: [
    [0.009, 0.007, 0.006],
    [0.012, 0.01, 0.009],
  ],
  'dark brown': [
    [0.05, 0.03, 0.018],
    [0.04, 0.025, 0.016],
  ],
  brown: [
    [0.12, 0.07, 0.035],
    [0.1, 0.065, 0.035],
  ],
  blond: [
    [0.4, 0.27, 0.13],
    [0.5, 0.36, 0.18],
  ],
  red: [
    [0.25, 0.06, 0.02],
    [0.3, 0.09, 0.03],
  ],
  grey: [
    [0.2, 0.19, 0.18],
    [0.26, 0.25, 0.24],
  ],
  white: [
    [0.55, 0.54, 0.52],
    [0.65, 0.64, 0.63],
  ],
};

function hairOf({ hair, hairColour }: FaceFacts): Pick<SpecifiedGroup, 'hair'> {
  if (hair === undefined && hairColour === undefined) return {};
  const tints = (hairColour === undefined ? [] : hairTints[hairColour as keyof typeof hairTints]).map(
    (colour): Look<Tint> => ({ value: { colour, white: 0, whiteTemples: 0 } }),
  );
  // Of a colour alone the style is the person's own, unless that is none.
  const looks =
    hair === undefined ? [{ value: hairs.short }, { value: hairs.long }] : [{ value: hairs[hair] }];
  return { hair: [{ percent: 100, looks, ...(tints.length > 0 && { tints }) }] };
}

const grown = { density: 0.9, patchiness: 0 } as const;
const beards: Readonly<Record<NonNullable<FaceFacts['beard']>, Partial<BeardDescription>>> = {
  stubble: { ...grown, style: 'full', length: 0.2, density: 0.7 },
  full: { ...grown, style: 'full', length: 2.2, cheek: 0.5 },
  goatee: { ...grown, style: 'goatee', length: 2 },
  vanDyke: { ...grown, style: 'vanDyke', length: 2 },
  moustache: { ...grown, style: 'moustache', length: 1.2 },
  sideburns: { ...grown, style: 'sideburns', length: 1.2 },
  chinstrap: { ...grown, style: 'chinstrap', length: 1.5 },
};

const shareOf = <Value, More extends object>(
  value: Value,
  more: More,
): readonly ({ percent: number; looks: readonly Look<Value>[] } & More)[] => [
  { percent: 100, looks: [{ value }], ...more },
];

const lids: Readonly<Record<NonNullable<FaceFacts['eyes']>, Mixture>> = {
  closed: { eyesClosed: 0.95 },
  'half closed': { eyesClosed: 0.5 },
  'one closed': { 'eyesClosed.left': 0.95 },
};

function expressionOf({ expression, eyes }: FaceFacts): Pick<SpecifiedGroup, 'expression'> {
  if (expression === undefined && eyes === undefined) return {};
  const face =
    expression === undefined ? {} : expression === 'speaking' ? visemes.a! : expressionLibrary[expression];
  const value: SpecifiedExpression = {
    name: expression ?? 'neutral',
    actions: { ...face, ...(eyes && lids[eyes]) },
  };
  // Lids are as closed as the word says.
  const intensity: Numbers = eyes === undefined ? { min: 0.8, max: 1 } : [1];
  return { expression: [{ percent: 100, looks: [{ value }], intensity }] };
}

/** How far beyond what is called turned, and how far short of it what is not. */
const margin = 5;
const { profile, head, gaze } = directionLimits;
const ahead: Numbers = { min: margin - head, max: head - margin };
const forward: Numbers = { min: margin - gaze, max: gaze - margin };

function sided(side: 'left' | 'right', least: number, most: number): Numbers {
  return side === 'left' ? { min: least, max: most } : { min: -most, max: -least };
}

function orientationOf(direction: Direction | undefined): Pick<SpecifiedGroup, 'turn' | 'gaze'> {
  const turn = (angles: Orientation): NonNullable<SpecifiedGroup['turn']> => [
    { percent: 100, yaw: ahead, pitch: ahead, roll: ahead, ...angles },
  ];
  const look = (angles: { yaw?: Numbers; pitch?: Numbers }): NonNullable<SpecifiedGroup['gaze']> => [
    { percent: 100, yaw: [0], pitch: [0], ...angles },
  ];
  // Eyes that are turned do so on a head that looks ahead: their angle is against the camera.
  const still: Orientation = { yaw: [0], pitch: [0] };
  const turnedEyes = { least: gaze + margin, most: gaze + 4 * margin };
  switch (direction) {
    case undefined:
      return { turn: turn({ yaw: forward, pitch: forward }), gaze: look({}) };
    case 'profile left':
    case 'profile right':
      return { turn: turn({ yaw: sided(sideOf(direction), profile + margin, 80) }), gaze: look({}) };
    case 'turned left':
    case 'turned right':
      return {
        turn: turn({ yaw: sided(sideOf(direction), head + margin, profile - 3 * margin) }),
        gaze: look({}),
      };
    case 'raised':
      return { turn: turn({ pitch: { min: head + margin, max: 35 } }), gaze: look({}) };
    case 'lowered':
      return { turn: turn({ pitch: { min: -35, max: -head - margin } }), gaze: look({}) };
    case 'looking left':
    case 'looking right':
      return {
        turn: turn(still),
        gaze: look({ yaw: sided(sideOf(direction), turnedEyes.least, turnedEyes.most) }),
      };
    case 'looking up':
      return { turn: turn(still), gaze: look({ pitch: { min: turnedEyes.least, max: turnedEyes.most } }) };
    case 'looking down':
      return { turn: turn(still), gaze: look({ pitch: { min: -turnedEyes.most, max: -turnedEyes.least } }) };
  }
}

const sideOf = (direction: Direction): 'left' | 'right' => (direction.endsWith('left') ? 'left' : 'right');

/** Well inside what `colourName` calls so. */
const cloth: Readonly<Record<NonNullable<FaceFacts['headwearColour']>, Rgb>> = {
  black: [0.008, 0.008, 0.009],
  white: [0.85, 0.85, 0.83],
  grey: [0.2, 0.2, 0.2],
  red: [0.5, 0.02, 0.025],
  orange: [0.8, 0.22, 0.015],
  yellow: [0.85, 0.62, 0.03],
  green: [0.02, 0.22, 0.045],
  blue: [0.015, 0.05, 0.35],
  purple: [0.16, 0.025, 0.3],
  pink: [0.85, 0.3, 0.42],
  brown: [0.14, 0.062, 0.025],
};

const darkLens: Rgb = [0.02, 0.02, 0.022];

function wornOf({
  glasses,
  headwear,
  headwearColour,
  mask,
}: FaceFacts): Pick<SpecifiedGroup, 'glasses' | 'headwear' | 'mask'> {
  const colour =
    headwearColour === undefined
      ? {}
      : { colour: cloth[headwearColour], secondColour: cloth[headwearColour] };
  return {
    ...(glasses && { glasses: shareOf(glasses === 'dark' ? { dark: true, lens: darkLens } : {}, {}) }),
    ...(headwear && { headwear: shareOf({ style: headwear, ...colour }, {}) }),
    ...(mask && { mask: shareOf({ style: mask }, {}) }),
  };
}

const places: Readonly<Record<LightKind, SpecifiedLight['background']>> = {
  studio: 'gradient',
  overcast: 'foliage',
  shade: 'street',
  sun: 'clouds',
  room: 'room',
  window: 'interior',
  side: 'plain',
  stage: 'bokeh',
  flash: 'interior',
  dusk: 'street',
  backlight: 'foliage',
  dim: 'room',
  screen: 'room',
  cabin: 'cabin',
  infrared: 'plain',
};

/** In which faces are well seen, where no light is named. */
const anyLight: readonly LightKind[] = ['studio', 'overcast', 'shade', 'room', 'window'];

function lightsOf(light: LightKind | undefined): Look<SpecifiedLight>[] {
  return (light === undefined ? anyLight : [light]).map((kind) => ({
    name: kind,
    value: { kind: kind === 'infrared' ? 'room' : kind, background: places[kind] },
  }));
}
