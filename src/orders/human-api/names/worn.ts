/** Glasses, headwear, headphones, masks and clothes by the Human API's names, and what of ours is nearest. */

import type {
  GlassesDescription,
  HeadwearDescription,
  MaskDescription,
} from '../../../face/person/appearance/worn-description.js';
import type { ClothingDescription, Rgb } from '../../../face/person/description.js';
import type { Sex } from '../../../render/sampling/specified/specification.js';
import { type Entry, familyOf, familyVocabulary, type Vocabulary } from '../vocabulary.js';
import { fabricColours } from './colours.js';

const sexWords: Readonly<Record<string, Sex>> = { female: 'feminine', male: 'masculine' };

type Glasses = Partial<GlassesDescription> | null;

const black: Rgb = [0.012, 0.012, 0.013];
const silver: Rgb = [0.55, 0.55, 0.57];
const clearPlastic: Rgb = [0.5, 0.48, 0.44];
const tortoise: Rgb = [0.1, 0.045, 0.015];
const darkLens: Rgb = [0.02, 0.02, 0.022];

const glasses = (
  sex: Sex,
  frame: GlassesDescription['frame'],
  frameColour: Rgb,
  more: Partial<GlassesDescription> = {},
): Entry<Glasses> => ({
  for: sex,
  ours: `${frame}${more.dark ? ' sunglasses' : ''}`,
  value: { frame, frameColour, metal: false, rim: 0.32, ...more },
});
const wire = { metal: true, rim: 0.13 } as const;
const sunglasses = { dark: true, lens: darkLens, size: 1.08 } as const;

export const glassesStyles: Vocabulary<Glasses> = familyVocabulary<Glasses>({
  thing: 'glasses style',
  reason: 'the nearest frame of ours',
  families: {
    female_butterfly_sunglasses: glasses('feminine', 'cat-eye', black, sunglasses),
    female_cat_eye_frame_in_tortoise: glasses('feminine', 'cat-eye', tortoise),
    female_cat_eye_reading: glasses('feminine', 'cat-eye', black, { rim: 0.25 }),
    female_oval_plastic: glasses('feminine', 'oval', black),
    female_square_sunglasses: glasses('feminine', 'square', black, sunglasses),
    male_metal_aviator: glasses('masculine', 'aviator', silver, wire),
    male_mirror_aviator_sunglasses: glasses('masculine', 'aviator', silver, {
      ...wire,
      ...sunglasses,
      coating: [1, 1, 1],
      glare: { strength: 12, x: 0.05, y: 0.15, width: 0.25, height: 0.2 },
    }),
    male_plastic_aviator: glasses('masculine', 'aviator', black),
    male_round_frame_in_clear: glasses('masculine', 'round', clearPlastic),
    male_single_line_aviator: glasses('masculine', 'half-rim', silver, wire),
    male_square_frame_in_clear: glasses('masculine', 'square', clearPlastic),
    male_wire_round_frame: glasses('masculine', 'round', silver, wire),
  },
  none: null,
});

type Headwear = Partial<HeadwearDescription> | null;

const hats: Readonly<Record<string, HeadwearDescription['style']>> = {
  headscarf: 'headscarf',
  hijab: 'headscarf',
  turban: 'headscarf',
  sunhat: 'brimmed',
  beanie: 'beanie',
  cap: 'cap',
  bucket_hat: 'bucket',
  hardhat: 'helmet',
};

/** `male_cap_1`, `unisex_cap_navy`, `unisex_bucket_hat_aa`, `hardhat_1_white`. */
function findHat(name: string): Entry<Headwear> | undefined {
  const match =
    /^(?:(female|male|unisex)_)?(headscarf|hijab|turban|sunhat|beanie|cap|bucket_hat|hardhat)(?:_(.*))?$/.exec(
      name,
    );
  if (match === null) return undefined;
  const [, sex, kind, rest = ''] = match;
  const style = hats[kind!]!;
  const word = rest.replace(/^\d+_/, '');
  const colour = fabricColours[word];
  if (word !== '' && colour === undefined && !/^(\d+|aa)$/.test(word)) return undefined;
  const own = sexWords[sex ?? ''];
  return {
    ...(own && { for: own }),
    ours: colour === undefined ? style : `${style}, ${word.replaceAll('_', ' ')}`,
    value: colour === undefined ? { style } : { style, colour, secondColour: colour },
  };
}

const hatNames = [
  'female_headscarf_1',
  'female_sunhat_1',
  'male_beanie_1',
  'male_cap_1',
  'unisex_bucket_hat_aa',
  'unisex_cap_sky_blue',
  'unisex_cap_brown',
  'unisex_cap_charcoal',
  'hardhat_1_white',
  'hardhat_1_yellow',
];

export const headwearStyles: Vocabulary<Headwear> = {
  thing: 'headwear style',
  known:
    'caps (cap_navy, …), beanie, sunhat, bucket_hat, headscarf, hijab, turban and hardhat with their prefix',
  reason: 'the nearest headwear of ours',
  find: findHat,
  all: hatNames.map((name) => ({ name, entry: findHat(name)! })),
  none: null,
};

const headphone = (ours: string, colour: Rgb): Entry<Headwear> => ({
  ours: `over-ear headphones, ${ours}`,
  value: { style: 'headphones', colour, secondColour: black },
});

export const headphonesStyles: Vocabulary<Headwear> = familyVocabulary<Headwear>({
  thing: 'over-ear headphones style',
  reason: 'the nearest headphones of ours; plugs in the ear are not among them',
  families: {
    '0002_beatsSoloBlack': headphone('black', black),
    '0003_beatsSoloGold': headphone('gold', [0.5, 0.36, 0.16]),
    '0004_beatsSoloRose': headphone('rose', [0.5, 0.26, 0.22]),
    '0005_beatsSoloSilver': headphone('silver', silver),
    '0006_headsetMic': headphone('black, without its microphone', black),
    '0007_logitech960': headphone('dark grey, without its microphone', [0.05, 0.05, 0.055]),
    '0008_sureSRH1840A': headphone('black', black),
    '0009_sureSRH1840B': headphone('grey', [0.2, 0.2, 0.21]),
  },
  none: null,
});

type Mask = Partial<MaskDescription> | null;

const mask = (style: MaskDescription['style']): Entry<Mask> => ({ ours: style, value: { style } });

export const maskStyles: Vocabulary<Mask> = familyVocabulary<Mask>({
  thing: 'mask style',
  reason: 'the nearest mask of ours',
  families: {
    ClothEar: mask('cloth'),
    ClothHead: mask('cloth'),
    ConeHole: mask('respirator'),
    Duckbill: mask('respirator'),
    DuckbillFlat: mask('respirator'),
    DustEar: mask('respirator'),
    DustHead: mask('respirator'),
    GaitorNeck: mask('cloth'),
    K95: mask('respirator'),
    N95: mask('respirator'),
    N95Filter: mask('respirator'),
    N95Surgical: mask('surgical'),
    PolyesterD: mask('cloth'),
    PolyesterFittedF: mask('cloth'),
    PolyesterFittedM: mask('cloth'),
    PolyesterS: mask('cloth'),
    Respirator: mask('respirator'),
    Surgical: mask('surgical'),
  },
  none: null,
});

type Clothing = Partial<ClothingDescription>;

const outfits: Readonly<Record<string, { ours: string; value: Clothing; for?: Sex }>> = {
  work_casual: { ours: 'a shirt', value: { style: 'collar', tie: false } },
  work_professional: { ours: 'a jacket over a shirt with a tie', value: { style: 'jacket', tie: true } },
  sunday_bbq: { ours: 'a T-shirt', value: { style: 'crew' } },
  jeans_and_hoodie: { ours: 'a hoodie', value: { style: 'hoodie' } },
  jeans_and_vest: { ours: 'an open jacket', value: { style: 'jacket', tie: false } },
  longsleeve_dress: { ours: 'a round neck', value: { style: 'crew', pattern: 'plain' }, for: 'feminine' },
  slingdress: { ours: 'a strap top', value: { style: 'strap', pattern: 'plain' }, for: 'feminine' },
  flower_power: { ours: 'a printed V-neck', value: { style: 'vneck', pattern: 'print' }, for: 'feminine' },
  shorts_dressshirt: { ours: 'a shirt', value: { style: 'collar', tie: false, pattern: 'plain' } },
  shorts_dressshirt_vest: { ours: 'an open jacket over a shirt', value: { style: 'jacket', tie: false } },
  shorts_polo: { ours: 'a polo shirt', value: { style: 'collar', tie: false, pattern: 'plain' } },
  shorts_polo_vest: { ours: 'an open jacket over a shirt', value: { style: 'jacket', tie: false } },
  khakis_dressshirt: { ours: 'a shirt', value: { style: 'collar', tie: false, pattern: 'plain' } },
  khakis_dressshirt_vest: { ours: 'an open jacket over a shirt', value: { style: 'jacket', tie: false } },
  khakis_polo: { ours: 'a polo shirt', value: { style: 'collar', tie: false, pattern: 'plain' } },
  khakis_polo_vest: { ours: 'an open jacket over a shirt', value: { style: 'jacket', tie: false } },
};

const numbered: readonly Rgb[] = Object.values(fabricColours).filter((_, i) => i % 3 === 0);

function findOutfit(name: string): Entry<Clothing> | undefined {
  const word = name.slice(name.lastIndexOf('_') + 1);
  const { number } = familyOf(name);
  const colour =
    fabricColours[word] ?? (/^\d+$/.test(word) ? numbered[number % numbered.length]! : undefined);
  const outfit = outfits[colour === undefined ? name : name.slice(0, -word.length - 1)];
  return outfit && { ...outfit, value: { ...outfit.value, ...(colour && { colour }), seed: number } };
}

export const outfitNames: Vocabulary<Clothing> = {
  thing: 'outfit',
  known: Object.keys(outfits).join(', '),
  reason: 'what is seen of it at neck and shoulders, in its colour; the rest is below the picture',
  find: findOutfit,
  all: Object.entries(outfits).map(([name, entry]) => ({ name, entry })),
};
