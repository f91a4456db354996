/** Colours by the Human API's names, as linear RGB of our own estimate from what the names say. */
import type { Rgb } from '../../../face/person/description.js';
import type { Tint } from '../../../render/sampling/specified/specification.js';
import { type Entry, familyVocabulary, type Vocabulary } from '../vocabulary.js';

const tint = (ours: string, colour: Rgb, white = 0): Entry<Tint> => ({
  ours,
  value: white > 0 ? { colour, white, whiteTemples: Math.min(1, white + 0.2) } : { colour, white },
});

export const hairColours: Vocabulary<Tint> = familyVocabulary({
  thing: 'hair colour',
  reason: 'the hues are our own estimate from what the names say',
  families: {
    beeline_honey: tint('honey blond', [0.3, 0.17, 0.06]),
    light_brown: tint('light brown', [0.13, 0.075, 0.035]),
    leather_black: tint('black', [0.008, 0.007, 0.007]),
    light_ash_blonde: tint('ash blond', [0.36, 0.28, 0.17]),
    chocolate_brown: tint('chocolate brown', [0.035, 0.018, 0.01]),
    copper_shimmer: tint('copper', [0.28, 0.07, 0.018]),
    chocolate_cherry: tint('cherry brown', [0.05, 0.012, 0.012]),
    reddish_blonde: tint('reddish blond', [0.32, 0.14, 0.05]),
    pure_diamond: tint('platinum blond', [0.55, 0.5, 0.4]),
    ruby_fusion: tint('ruby red', [0.14, 0.012, 0.016]),
    medium_champagne: tint('champagne blond', [0.36, 0.25, 0.13]),
    dark_golden_brown: tint('golden brown', [0.075, 0.04, 0.015]),
    dark_brown: tint('dark brown', [0.03, 0.017, 0.01]),
    darkest_brown: tint('darkest brown', [0.014, 0.01, 0.007]),
    brown_graying: tint('brown, a third grey', [0.05, 0.03, 0.017], 0.35),
    blonde_graying: tint('blond, a third grey', [0.28, 0.18, 0.09], 0.35),
    red_graying: tint('red, a third grey', [0.22, 0.06, 0.02], 0.35),
    salt_and_pepper: tint('half grey', [0.02, 0.018, 0.016], 0.5),
    gray: tint('grey', [0.06, 0.058, 0.055], 0.75),
    white_gray: tint('white', [0.3, 0.3, 0.29], 0.95),
  },
});

/** Fabrics and made things, by the last word of a name: `unisex_cap_navy`, `slingdress_red`. */
export const fabricColours: Readonly<Record<string, Rgb>> = {
  black: [0.012, 0.012, 0.013],
  white: [0.75, 0.75, 0.74],
  red: [0.4, 0.02, 0.025],
  tan: [0.45, 0.3, 0.16],
  yellow: [0.65, 0.45, 0.04],
  brown: [0.12, 0.055, 0.025],
  navy: [0.01, 0.02, 0.07],
  blue: [0.03, 0.09, 0.4],
  brightblue: [0.05, 0.2, 0.65],
  deepblue: [0.015, 0.04, 0.22],
  lightblue: [0.3, 0.5, 0.72],
  sky_blue: [0.2, 0.48, 0.75],
  lime_green: [0.3, 0.6, 0.05],
  fuschia: [0.5, 0.02, 0.25],
  orange: [0.7, 0.2, 0.02],
  light_brown: [0.3, 0.17, 0.08],
  light_yellow: [0.75, 0.65, 0.3],
  charcoal: [0.035, 0.037, 0.04],
  coffee: [0.07, 0.035, 0.018],
  forest: [0.015, 0.08, 0.025],
  mint: [0.35, 0.7, 0.5],
  pink: [0.7, 0.25, 0.35],
  royal_blue: [0.02, 0.06, 0.45],
  sand: [0.55, 0.44, 0.28],
};

const lens = (passes: Rgb): Entry<Rgb> => ({ value: passes });

/** What passes a lens of this colour; `default` is the style's own. */
export const lensColours: Vocabulary<Rgb> = familyVocabulary({
  thing: 'lens colour',
  reason: 'each of these is dealt out',
  families: {
    default: lens([0.95, 0.95, 0.95]),
    black: lens([0.03, 0.03, 0.03]),
    white: lens([0.92, 0.92, 0.92]),
    blue: lens([0.25, 0.4, 0.85]),
    red: lens([0.85, 0.2, 0.18]),
    pink: lens([0.9, 0.5, 0.62]),
    green: lens([0.25, 0.65, 0.3]),
    yellow: lens([0.9, 0.8, 0.25]),
    orange: lens([0.92, 0.5, 0.18]),
    orange_red: lens([0.9, 0.33, 0.16]),
    gray: lens([0.4, 0.4, 0.4]),
    brown: lens([0.5, 0.3, 0.17]),
    silver: lens([0.62, 0.63, 0.65]),
    rose_gold: lens([0.8, 0.5, 0.45]),
    ice_blue: lens([0.6, 0.78, 0.92]),
    purple: lens([0.5, 0.25, 0.7]),
    gold: lens([0.8, 0.6, 0.25]),
    rose_red: lens([0.8, 0.22, 0.35]),
  },
});
