/** Hair, beards, brows and irises by the Human API's names: its families of styles and what of ours is nearest. */
import type {
  BeardDescription,
  BrowDescription,
  EyeDescription,
  HairDescription,
  HairlineDescription,
  Rgb,
} from '../../../face/person/description.js';
import type { Sex } from '../../../render/sampling/specified/specification.js';
import { type Entry, familyVocabulary, type Vocabulary } from '../vocabulary.js';

type Hair = Partial<HairDescription>;

const full: HairlineDescription = { height: 0, recession: 0, peak: 0, crown: 0 };
const hair = (ours: string, value: Hair, sex?: Sex): Entry<Hair> => ({
  ours,
  value: { hairline: full, ...value },
  ...(sex && { for: sex }),
});

/** Numbers of a family differ in their strands, their parting and a little in volume. */
function varyHair(value: Hair, number: number): Hair {
  if (number === 0) return value;
  return {
    ...value,
    seed: number,
    volume: Math.min(1, Math.max(0, (value.volume ?? 0.5) + ((number % 5) - 2) * 0.06)),
    parting: value.parting ?? [-0.6, 0.5, -0.3, 0.7, 0][number % 5]!,
  };
}

export const hairStyles: Vocabulary<Hair> = familyVocabulary({
  thing: 'hair style',
  reason: 'the nearest style of ours; its variants by number differ in strands, parting and volume',
  vary: varyHair,
  families: {
    afro: hair('afro', { style: 'afro', volume: 0.7, curl: 1 }),
    afro_ponytail: hair('ponytail, curled', { style: 'ponytail', volume: 0.8, curl: 1 }, 'feminine'),
    balding: hair(
      'cropped, receding, bald at the crown',
      { style: 'cropped', hairline: { height: 0.6, recession: 0.95, peak: 0.1, crown: 1 } },
      'masculine',
    ),
    bob: hair('bob', { style: 'bob', volume: 0.5, curl: 0.1 }, 'feminine'),
    buzzcut: hair('buzz', { style: 'buzz' }),
    convertible: hair('side-swept', { style: 'sideSwept', volume: 0.6 }),
    curtain: hair('short, parted in the middle', {
      style: 'short',
      parting: 0,
      parted: 1,
      fringe: 0.4,
      volume: 0.7,
    }),
    flattop: hair('undercut, full on top', { style: 'undercut', volume: 0.9, curl: 0.3 }, 'masculine'),
    frenchcrop: hair('cropped with a fringe', { style: 'cropped', fringe: 0.8, volume: 0.5 }, 'masculine'),
    layered: hair('long with a fringe', { style: 'long', fringe: 0.4, volume: 0.6, length: 0.5 }, 'feminine'),
    messy: hair('short, curled and full', { style: 'short', curl: 0.6, volume: 0.9, fringe: 0.3 }),
    mohawk: hair('undercut, full on top', { style: 'undercut', volume: 1 }, 'masculine'),
    pompadour: hair('slicked back, full', { style: 'slicked', volume: 1 }, 'masculine'),
    quiff: hair('side-swept, full', { style: 'sideSwept', volume: 1 }, 'masculine'),
    simple: hair('long', { style: 'long', volume: 0.35, length: 0.6, curl: 0 }, 'feminine'),
    slicked: hair('slicked back', { style: 'slicked', volume: 0.2 }),
    long_wavy: hair('long, wavy', { style: 'long', volume: 0.7, length: 0.8, curl: 0.7 }, 'feminine'),
    short_wavy: hair('bob, wavy', { style: 'bob', volume: 0.7, length: 0.5, curl: 0.7 }, 'feminine'),
  },
  none: { style: 'bald' },
});

type Beard = Partial<BeardDescription>;

const beard = (ours: string, value: Beard): Entry<Beard> => ({
  ours,
  value: { density: 0.9, patchiness: 0, ...value },
  for: 'masculine',
});

export const beardStyles: Vocabulary<Beard> = familyVocabulary({
  thing: 'facial hair style',
  reason: 'the nearest style and length of ours',
  families: {
    beard_ducktail: beard('van Dyke, 5 cm', { style: 'vanDyke', length: 5 }),
    beard_dutch: beard('chinstrap, 5 cm', { style: 'chinstrap', length: 5 }),
    beard_klingon: beard('goatee, 6 cm', { style: 'goatee', length: 6 }),
    full_ducktail: beard('full, 6 cm', { style: 'full', length: 6, cheek: 0.4 }),
    full_garibaldi: beard('full, 8 cm', { style: 'full', length: 8, cheek: 0.6 }),
    full_generic: beard('full, 2.5 cm', { style: 'full', length: 2.5, cheek: 0.5 }),
    mustache_english: beard('moustache, 1.2 cm', { style: 'moustache', length: 1.2 }),
    mustache_painters: beard('moustache, 1.6 cm', { style: 'moustache', length: 1.6 }),
    mustache_walrus: beard('moustache, 2.6 cm', { style: 'moustache', length: 2.6 }),
  },
  none: { style: 'none', length: 0 },
});

type Brow = Partial<BrowDescription>;

const brow = (ours: string, value: Brow): Entry<Brow> => ({ ours, value: { unibrow: 0, gaps: 0, ...value } });

const browFamilies: Readonly<Record<string, Entry<Brow>>> = {
  broad: brow('thick', { thickness: 1.3, density: 0.85 }),
  curve: brow('ordinary', { thickness: 1, density: 0.75 }),
  high: brow('ordinary', { thickness: 1, density: 0.7 }),
  highArch: brow('ordinary', { thickness: 0.95, density: 0.75 }),
  narrow: brow('thin', { thickness: 0.75, density: 0.75 }),
  point: brow('thin at the ends', { thickness: 0.9, density: 0.8 }),
  short: brow('sparse', { thickness: 0.9, density: 0.6, gaps: 0.3 }),
  straight: brow('ordinary', { thickness: 1, density: 0.8 }),
  thick: brow('thick and bushy', { thickness: 1.35, density: 1, bushiness: 0.6 }),
  thin: brow('thin', { thickness: 0.7, density: 0.7 }),
  thinStraight: brow('thin', { thickness: 0.7, density: 0.8 }),
  unibrow: brow('grown together', { thickness: 1.1, density: 0.9, unibrow: 1 }),
  wide: brow('thick', { thickness: 1.2, density: 0.75 }),
};

const browNames = familyVocabulary({
  thing: 'eyebrow style',
  reason:
    'hairs are as thick and dense as the name says; where a brow is and how it is arched belongs to the person',
  families: browFamilies,
});

export const browStyles: Vocabulary<Brow> = {
  ...browNames,
  // Names of before 2022: female_manicured_broad_1, male_messy_thin_3.
  find: (name) => {
    const old = /^(female|male)_(manicured|messy)_(.*)$/.exec(name);
    if (old === null) return browNames.find(name);
    const entry = browNames.find(old[3]!);
    const bushiness = old[2] === 'messy' ? 0.7 : 0.05;
    return entry && { ...entry, value: { ...entry.value, bushiness } };
  },
};

const irisStops: readonly Rgb[] = [
  [0.13, 0.185, 0.235],
  [0.13, 0.165, 0.1],
  [0.17, 0.14, 0.07],
  [0.1, 0.05, 0.022],
  [0.05, 0.026, 0.014],
  [0.03, 0.016, 0.01],
];

/** The old irises are photographs with numbers: of ours, each number has a colour of its own. */
function iris(number: number): Entry<Partial<EyeDescription>> {
  const stop = irisStops[number % irisStops.length]!;
  const light = 0.8 + 0.05 * (Math.floor(number / irisStops.length) % 10);
  const colour: Rgb = [stop[0] * light, stop[1] * light, stop[2] * light];
  return { ours: 'colours of ours by number', value: { irisColour: colour, innerColour: colour } };
}

export const irisColours: Vocabulary<Partial<EyeDescription>> = {
  thing: 'iris colour',
  known: 'the numbers from 1 to 90',
  reason: 'the old colours are not documented: a number is always the same colour, blue to nearly black',
  find: (name) => {
    const number = Number(name);
    return Number.isInteger(number) && number >= 1 && number <= 90 ? iris(number) : undefined;
  },
  all: Array.from({ length: 90 }, (_, i) => ({ name: String(i + 1), entry: iris(i + 1) })),
};
