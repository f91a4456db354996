/**
 * The distribution of hair: pigment, brows, hair on the head, beard. Part of `distributions.ts`. Pigment follows skin
 * melanin continuously; style, hairline and beard are drawn without a look at the skin. Grey follows age; beards and
 * brows follow the feminine–masculine axis loosely.
 */

import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { Random } from '../../../core/random.js';
import { mix } from '../../../core/vector.js';
import type {
  BeardDescription,
  BrowDescription,
  HairDescription,
  HairStyle,
  PersonDescription,
  Rgb,
} from '../description.js';
import { drawSeed, sometimes } from '../draws.js';
import { fabric } from './appearance-distribution.js';

/** Hair's pigments as in d'Eon et al. 2011, "An Energy-Conserving Hair Reflectance Model": relative concentrations. */
export interface HairPigment {
  eumelanin: number;
  pheomelanin: number;
  /** Share of white hairs, 0 to 1. */
  white: number;
}

/** Absorption of the hair pigments, R, G, B (d'Eon et al. 2011). */
const eumelaninAbsorption: Rgb = [0.419, 0.697, 1.37];
const pheomelaninAbsorption: Rgb = [0.187, 0.4, 1.05];

/** Eumelanin of hair that is not fair: from light brown, with the darkest skin from dark brown, to black. */
const eumelanin = { least: 1.2, leastOfDarkest: 5, most: 9 } as const;

/**
 * Dark hair occurs with every skin and is the commonest; fair and red hair fade out as skin melanin rises, and both kinds
 * become darker with it.
 */
export function sampleHairPigment(random: Random, melanin: number, age: number): HairPigment {
  const fairChance = 0.5 * Math.exp(-((melanin / 0.33) ** 2)) + 0.01;
  const fair = random.chance(fairChance);
  const red = fair && random.chance(0.2);
  const least = eumelanin.least * (eumelanin.leastOfDarkest / eumelanin.least) ** melanin;
  return {
    eumelanin: fair
      ? random.uniform(0.15, 1) + melanin
      : Math.exp(random.uniform(Math.log(least), Math.log(eumelanin.most))),
    pheomelanin: red ? random.uniform(0.8, 2) : random.uniform(0, 0.4),
    white: random.chance(0.02 + 0.83 * greyedBy(age) ** 1.3)
      ? random.uniform(0.1, 0.3 + 0.7 * greyedBy(age))
      : 0,
  };
}

/** From 0 at 25 years to 1 at 75; half of all heads have some grey at about fifty (Panhard et al. 2012). */
const greyedBy = (age: number): number => Math.min(1, Math.max(0, (age - 25) / 50));

/** How strongly absorption darkens a head of hair, R, G, B: steeper than one hair's, or brown hair would look khaki. */
const depth: Rgb = [1.72, 1.95, 2];

/** Linear RGB of a head of hair: light passes the pigment about as the square root of its absorption. */
function hairColour({ eumelanin, pheomelanin, white }: HairPigment): Rgb {
  const channel = (k: 0 | 1 | 2): number => {
    const absorption = eumelanin * eumelaninAbsorption[k] + pheomelanin * pheomelaninAbsorption[k];
    return 0.006 + 0.7 * Math.exp(-depth[k] * Math.sqrt(absorption));
  };
  return mix([channel(0), channel(1), channel(2)], [0.55, 0.54, 0.52], white);
}

export function sampleBrows(
  random: Random,
  pigment: HairPigment,
  { masculinity }: PersonDescription,
): BrowDescription {
  // Brows are darker than the head's hair and turn white late.
  const own = {
    ...pigment,
    eumelanin: pigment.eumelanin * random.uniform(1.1, 2),
    white: pigment.white * 0.4,
  };
  return {
    colour: hairColour(own),
    density: random.uniform(0.3, 1),
    // Of the hairs: how broad the brow itself is belongs to the head's identity (`brow-shapes.ts`).
    thickness: Math.max(0.65, random.truncatedNormal(0.93 + 0.14 * masculinity, 0.13)),
    bushiness: random.next() ** 1.5,
    gaps: sometimes(random, 0.2),
    unibrow: sometimes(random, 0.1),
    lashes: Math.max(0.5, random.truncatedNormal(1, 0.2)),
    seed: drawSeed(random),
  };
}

export function sampleHair(random: Random, pigment: HairPigment): HairDescription {
  const dyed = random.chance(0.03);
  const colour = dyed ? fabric(random, 0.4, 0.8) : hairColour({ ...pigment, white: 0 });
  // Highlights are the same hair with most of its pigment bleached out.
  const bleached = hairColour({
    eumelanin: pigment.eumelanin * random.uniform(0.15, 0.5),
    pheomelanin: pigment.pheomelanin * random.uniform(0.5, 1),
    white: 0,
  });
  const greying = pigment.white > 0 || random.chance(0.05);
  return {
    style: random.weighted(hairStyleShares),
    colour,
    highlight: bleached,
    highlights: sometimes(random, 0.2),
    white: dyed ? 0 : pigment.white,
    whiteTemples: greying && !dyed ? random.uniform(pigment.white, 1) : 0,
    volume: random.next(),
    curl: random.next() ** 1.3,
    fringe: sometimes(random, 0.45),
    length: random.next(),
    // A third is parted in the middle, the rest to either side.
    parting: random.chance(0.33) ? random.normal(0, 0.06) : random.pick([-1, 1]) * random.uniform(0.25, 0.95),
    parted: random.next(),
    hairline: {
      height: Math.min(1, Math.max(-1, random.normal(0, 0.45))),
      // Receding hair in about a third of heads; half of all men's by fifty (Hamilton 1951).
      recession: sometimes(random, 0.33),
      peak: sometimes(random, 0.25),
      crown: sometimes(random, 0.14),
    },
    seed: drawSeed(random),
  };
}

/** Shares of hair styles, chosen so that none is rare in training; the commonest in photographs lead. */
const hairStyleShares: Readonly<Record<HairStyle, number>> = {
  bald: 0.06,
  buzz: 0.07,
  cropped: 0.09,
  short: 0.14,
  slicked: 0.06,
  sideSwept: 0.09,
  undercut: 0.06,
  afro: 0.06,
  bob: 0.08,
  long: 0.14,
  bun: 0.05,
  ponytail: 0.06,
  braids: 0.04,
};

/** Shares of beard styles among the bearded. */
const beardStyles: Readonly<Record<Exclude<BeardDescription['style'], 'none'>, number>> = {
  full: 0.22,
  goatee: 0.03,
  vanDyke: 0.045,
  moustache: 0.04,
  sideburns: 0.02,
  chinstrap: 0.025,
};

/** Chance of a beard by masculinity: two masculine faces in three, a feminine one now and then. */
const bearded = (masculinity: number): number => 0.03 + 0.62 * smoothStep(0.3, 0.8, masculinity);

export function sampleBeard(
  random: Random,
  pigment: HairPigment,
  { masculinity }: PersonDescription,
): BeardDescription {
  const style = random.chance(bearded(masculinity)) ? random.weighted(beardStyles) : 'none';
  // Beards are redder than the hair of the head, and turn white before it.
  const own = {
    eumelanin: pigment.eumelanin * random.uniform(0.75, 1.4),
    pheomelanin: pigment.pheomelanin + 0.4 * random.next() ** 2,
    white: 0,
  };
  const white =
    pigment.white > 0 ? Math.min(1, pigment.white * random.uniform(0.6, 1.8)) : sometimes(random, 0.12);
  // Half of all beards are stubble of a few days, a tenth is longer than four centimetres.
  const length = random.chance(0.45)
    ? random.uniform(0.08, 0.4)
    : 0.4 * Math.exp(random.next() ** 1.4 * Math.log(25));
  return {
    style,
    colour: hairColour(own),
    white,
    length,
    density: random.uniform(0.4, 1),
    patchiness: sometimes(random, 0.4),
    cheek: random.next(),
    curl: random.next(),
    shadow: sometimes(random, (style === 'none' ? 0.35 : 0.7) * smoothStep(0.25, 0.6, masculinity)),
    seed: drawSeed(random),
  };
}
