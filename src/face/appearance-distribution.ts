/**
 * The distribution of appearance: skin, lips, eyes, brows, hair, clothing. Pigments are continuous: skin melanin is
 * spread evenly over the human range on purpose, so that no skin is rare in training; light hair and irises become less
 * likely as skin melanin rises (they share their pigment), dark ones occur with every skin. Part of `distributions.ts`.
 */
import type { Random } from '../core/random.js';
import type {
  BrowDescription,
  ClothingDescription,
  EyeDescription,
  HairDescription,
  Rgb,
  SkinDescription,
} from './description.js';

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

const stops = {
  blue: [0.15, 0.22, 0.3],
  hazel: [0.17, 0.14, 0.07],
  brown: [0.1, 0.05, 0.022],
  dark: [0.04, 0.02, 0.012],
} as const;

const mixRgb = (a: Rgb, b: Rgb, t: number): Rgb => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];
const scaled = (colour: Rgb, ...factors: readonly [number, number, number]): Rgb => [
  Math.min(1, colour[0] * factors[0]),
  Math.min(1, colour[1] * factors[1]),
  Math.min(1, colour[2] * factors[2]),
];
const seedOf = (random: Random): number => random.uint32() >>> 1;
/** A value that is often 0 and otherwise anything up to 1, small ones likelier. */
const sometimes = (random: Random, probability: number): number =>
  random.chance(probability) ? random.next() ** 1.5 : 0;

export function sampleSkin(random: Random): SkinDescription {
  const melanin = random.uniform(0.02, 0.98);
  const lightness = random.truncatedNormal(1, 0.05);
  const warmth = random.truncatedNormal(0, 0.03);
  const painted = random.chance(0.14);
  return {
    melanin,
    blood: Math.min(1, Math.max(0.05, random.truncatedNormal(0.45, 0.18))),
    tint: [lightness * (1 + warmth), lightness, lightness * (1 - warmth)],
    lipColour: painted ? lipstick(random) : naturalLip(random, melanin),
    lipStrength: painted ? random.uniform(0.45, 0.9) : random.uniform(0.1, 0.5),
    // Freckles need little melanin around them to be seen.
    freckles: sometimes(random, 0.3) * (1 - 0.7 * melanin),
    mottling: random.uniform(0.1, 0.9),
    stubble: sometimes(random, 0.35),
    shine: random.uniform(0.1, 0.9),
    underEye: random.uniform(0.05, 0.9),
    seed: seedOf(random),
  };
}

function naturalLip(random: Random, melanin: number): Rgb {
  const colour = mixRgb([0.5, 0.2, 0.18], [0.13, 0.055, 0.045], melanin);
  return scaled(colour, random.uniform(0.85, 1.15), random.uniform(0.85, 1.15), random.uniform(0.85, 1.15));
}

/** Reds, pinks, browns and plums, linear RGB. */
function lipstick(random: Random): Rgb {
  const base = random.pick<Rgb>([
    [0.42, 0.025, 0.03],
    [0.5, 0.12, 0.17],
    [0.28, 0.07, 0.05],
    [0.2, 0.02, 0.06],
    [0.5, 0.18, 0.13],
  ]);
  const share = random.uniform(0.7, 1.2);
  return scaled(base, share, share, share);
}

export function sampleEyeColours(random: Random, melanin: number): EyeDescription {
  const lightChance = 0.6 * Math.exp(-((melanin / 0.35) ** 2)) + 0.01;
  const pigment = random.chance(lightChance) ? random.uniform(0, 0.66) : random.uniform(0.6, 1);
  const { blue, hazel, brown, dark } = stops;
  const colour =
    pigment < 0.33
      ? mixRgb(blue, hazel, pigment / 0.33)
      : pigment < 0.66
        ? mixRgb(hazel, brown, (pigment - 0.33) / 0.33)
        : mixRgb(brown, dark, (pigment - 0.66) / 0.34);
  const light = random.uniform(0.75, 1.3);
  const yellowing = Math.max(0, random.truncatedNormal(0.03, 0.03));
  return {
    irisColour: scaled(colour, light, light * random.uniform(0.94, 1.06), light),
    scleraTint: [1, 1 - 0.5 * yellowing, 1 - 1.6 * yellowing],
    pupilScale: random.truncatedNormal(1.02, 0.14),
    limbalRing: random.uniform(0.1, 1),
  };
}

/** Eumelanin of hair that is not fair: from light brown, with the darkest skin from dark brown, to black. */
const eumelanin = { least: 1.2, leastOfDarkest: 5, most: 9 } as const;

/**
 * Dark hair occurs with every skin and is the commonest; fair and red hair fade out as skin melanin rises, and both kinds
 * become darker with it.
 */
export function sampleHairPigment(random: Random, melanin: number): HairPigment {
  const fairChance = 0.5 * Math.exp(-((melanin / 0.33) ** 2)) + 0.01;
  const fair = random.chance(fairChance);
  const red = fair && random.chance(0.2);
  const least = eumelanin.least * (eumelanin.leastOfDarkest / eumelanin.least) ** melanin;
  return {
    eumelanin: fair
      ? random.uniform(0.15, 1) + melanin
      : Math.exp(random.uniform(Math.log(least), Math.log(eumelanin.most))),
    pheomelanin: red ? random.uniform(0.8, 2) : random.uniform(0, 0.4),
    white: random.chance(0.16) ? random.uniform(0.15, 1) : 0,
  };
}

/** Linear RGB of a head of hair: light passes the pigment about as the square root of its absorption. */
function hairColour({ eumelanin, pheomelanin, white }: HairPigment): Rgb {
  const channel = (k: 0 | 1 | 2): number => {
    const absorption = eumelanin * eumelaninAbsorption[k] + pheomelanin * pheomelaninAbsorption[k];
    return 0.006 + 0.72 * Math.exp(-1.75 * Math.sqrt(absorption));
  };
  return mixRgb([channel(0), channel(1), channel(2)], [0.55, 0.54, 0.52], white);
}

export function sampleBrows(random: Random, pigment: HairPigment): BrowDescription {
  // Brows are darker than the head's hair and turn white late.
  const own = {
    ...pigment,
    eumelanin: pigment.eumelanin * random.uniform(1.1, 2),
    white: pigment.white * 0.4,
  };
  return {
    colour: hairColour(own),
    density: random.uniform(0.3, 1),
    thickness: Math.max(0.5, random.truncatedNormal(1, 0.22)),
    seed: seedOf(random),
  };
}

export function sampleHair(random: Random, pigment: HairPigment): HairDescription {
  const dyed = random.chance(0.05);
  return {
    style: random.weighted({ bald: 0.08, cropped: 0.2, short: 0.3, long: 0.27, tied: 0.15 }),
    colour: dyed ? fabric(random, 0.6, 0.9) : hairColour(pigment),
    volume: random.next(),
    curl: random.next() ** 1.3,
    fringe: sometimes(random, 0.45),
    seed: seedOf(random),
  };
}

export function sampleClothing(random: Random): ClothingDescription {
  const loud = random.chance(0.45);
  return {
    style: random.weighted({ crew: 0.45, vneck: 0.25, collar: 0.3 }),
    colour: fabric(random, 0, loud ? 0.85 : 0.25),
    secondColour: fabric(random, 0, loud ? 0.85 : 0.25),
    seed: seedOf(random),
  };
}

/** Any hue at a saturation between the limits, from near black to near white, linear RGB. */
function fabric(random: Random, leastSaturation: number, mostSaturation: number): Rgb {
  const hue = random.uniform(0, 6);
  const saturation = random.uniform(leastSaturation, mostSaturation);
  const value = random.uniform(0.06, 0.95);
  const channel = (shift: number): number => {
    const k = (shift + hue) % 6;
    const display = value * (1 - saturation * Math.max(0, Math.min(k, 4 - k, 1)));
    return display ** 2.2;
  };
  return [channel(5), channel(3), channel(1)];
}
