/**
 * The distribution of appearance: skin, lips, eyes, clothing (hair: `grooming-distribution.ts`). Pigments are continuous:
 * skin melanin is spread evenly over the human range on purpose, so that no skin is rare in training; light irises become
 * less likely as skin melanin rises (they share their pigment), dark ones occur with every skin. Part of
 * `distributions.ts`.
 */
import type { Random } from '../../../core/random.js';
import { mix } from '../../../core/vector.js';
import type {
  EyeDescription,
  MakeUpDescription,
  PersonDescription,
  Rgb,
  SkinDescription,
} from '../description.js';
import { drawSeed, sometimes } from '../draws.js';

const stops = {
  blue: [0.13, 0.185, 0.235],
  hazel: [0.17, 0.14, 0.07],
  green: [0.13, 0.165, 0.1],
  brown: [0.1, 0.05, 0.022],
  dark: [0.04, 0.02, 0.012],
} as const;

const scaled = (colour: Rgb, ...factors: readonly [number, number, number]): Rgb => [
  Math.min(1, colour[0] * factors[0]),
  Math.min(1, colour[1] * factors[1]),
  Math.min(1, colour[2] * factors[2]),
];

/** @param person – whose age writes itself into the skin. */
export function sampleSkin(random: Random, person: PersonDescription): SkinDescription {
  const melanin = random.uniform(0.02, 0.98);
  const lightness = random.truncatedNormal(1, 0.05);
  const warmth = random.truncatedNormal(0, 0.03);
  const years = (person.age - 18) / 67;
  const wrinkles = Math.min(1, agedBy(years, melanin) * Math.exp(random.truncatedNormal(0, 0.35)));
  const makeUp = sampleMakeUp(random.child('make-up'), person, melanin);
  const marks = random.child('marks');
  return {
    melanin,
    blood: Math.min(1, Math.max(0.05, random.truncatedNormal(0.45, 0.18))),
    tint: [lightness * (1 + warmth), lightness, lightness * (1 - warmth)],
    lipColour: makeUp.lipstick ? lipstick(random, melanin) : naturalLip(random, melanin),
    lipStrength: makeUp.lipstick ? random.uniform(0.45, 0.9) : random.uniform(0.1, 0.5),
    // Freckles need little melanin around them to be seen.
    freckles: sometimes(random, 0.3) * (1 - 0.7 * melanin),
    mottling: Math.min(1, random.uniform(0.1, 0.75) + 0.3 * years),
    shine: random.uniform(0.1, 0.9),
    underEye: Math.min(1, random.uniform(0.05, 0.75) + 0.25 * years),
    wrinkles,
    expressionLines: Math.min(1, 0.2 + 0.7 * Math.sqrt(wrinkles) * random.uniform(0.7, 1.2)),
    pores: Math.min(
      1,
      Math.max(0, random.truncatedNormal(0.3 + 0.25 * years + 0.15 * person.masculinity, 0.18)),
    ),
    moles: sometimes(marks, 0.5),
    ageSpots: Math.max(0, years - 0.3) * 1.4 * sometimes(marks, 0.7),
    // Acne is an illness of the young; its scars stay.
    blemishes: sometimes(marks, 0.4) * (1 - 0.75 * Math.min(1, 1.6 * years)),
    pits: sometimes(marks, 0.1),
    scars: marks.chance(0.08) ? marks.uniform(0.2, 1) : 0,
    sweat: marks.chance(0.1) ? marks.uniform(0.2, 1) : 0,
    makeUp,
    seed: drawSeed(random),
  };
}

/** Depth of resting lines by share of adult life; melanin keeps light from ageing the skin by about a decade. */
function agedBy(years: number, melanin: number): number {
  return Math.max(0.03, years - 0.14 * melanin) ** 1.35;
}

/** Made-up faces are commoner among feminine ones; no face is without a chance. */
function sampleMakeUp(
  random: Random,
  { masculinity }: PersonDescription,
  melanin: number,
): MakeUpDescription {
  const chance = 0.04 + 0.46 * (1 - masculinity) ** 1.5;
  const made = random.chance(chance);
  const some = (probability: number, least: number, most: number): number =>
    made && random.chance(probability) ? random.uniform(least, most) : 0;
  const blush = random.uniform(0.75, 1.1) * Math.exp(-1.2 * melanin);
  return {
    foundation: some(0.7, 0.3, 1),
    blush: some(0.5, 0.15, 0.8),
    blushColour: scaled(
      random.pick<Rgb>([
        [0.62, 0.2, 0.2],
        [0.6, 0.26, 0.18],
        [0.5, 0.14, 0.2],
      ]),
      blush,
      blush,
      blush,
    ),
    shadow: some(0.5, 0.15, 0.8),
    shadowColour: shadowColour(random, melanin),
    liner: some(0.5, 0.2, 1),
    mascara: some(0.8, 0.3, 1),
    lipstick: random.chance(made ? 0.6 : 0.02),
  };
}

/** Mostly browns, greys and pinks near the skin; now and then any hue. */
function shadowColour(random: Random, melanin: number): Rgb {
  const light = random.uniform(0.35, 1.1) * (1 - 0.45 * melanin);
  const base = random.chance(0.75)
    ? random.pick<Rgb>([
        [0.22, 0.13, 0.09],
        [0.12, 0.1, 0.1],
        [0.3, 0.15, 0.16],
        [0.32, 0.24, 0.15],
        [0.1, 0.06, 0.05],
      ])
    : fabric(random, 0.3, 0.8);
  return scaled(base, light, light, light);
}

function naturalLip(random: Random, melanin: number): Rgb {
  const colour = mix([0.5, 0.2, 0.18], [0.13, 0.055, 0.045], melanin);
  return scaled(colour, random.uniform(0.85, 1.15), random.uniform(0.85, 1.15), random.uniform(0.85, 1.15));
}

/** Reds, pinks, browns and plums, linear RGB; a film that the lip under it darkens, or dark faces' lips would glow. */
function lipstick(random: Random, melanin: number): Rgb {
  const base = random.pick<Rgb>([
    [0.38, 0.035, 0.04],
    [0.5, 0.12, 0.17],
    [0.28, 0.07, 0.05],
    [0.2, 0.02, 0.06],
    [0.5, 0.18, 0.13],
  ]);
  const share = random.uniform(0.6, 1.1) * (1 - 0.68 * melanin);
  return scaled(base, share, share, share);
}

/**
 * @param person – pupils narrow and irises pale at the edge with age.
 * @param dimness – −1 in the sun to 1 in the dark: how wide the pupils are, loosely.
 */
export function sampleEyes(
  random: Random,
  { melanin, person, dimness }: { melanin: number; person: PersonDescription; dimness: number },
): EyeDescription {
  const lightChance = 0.6 * Math.exp(-((melanin / 0.35) ** 2)) + 0.01;
  const pigment = random.chance(lightChance) ? random.uniform(0, 0.66) : random.uniform(0.6, 1);
  const { blue, hazel, green, brown, dark } = stops;
  const middle = random.chance(0.35) ? green : hazel;
  const colour =
    pigment < 0.33
      ? mix(blue, middle, pigment / 0.33)
      : pigment < 0.66
        ? mix(middle, brown, (pigment - 0.33) / 0.33)
        : mix(brown, dark, (pigment - 0.66) / 0.34);
  const light = random.uniform(0.75, 1.3);
  const years = (person.age - 18) / 67;
  const yellowing = Math.max(0, random.truncatedNormal(0.03 + 0.03 * years, 0.03));
  const irisColour = scaled(colour, light, light * random.uniform(0.94, 1.06), light);
  return {
    irisColour,
    // Light irises are often browner around the pupil.
    innerColour:
      pigment < 0.6 && random.chance(0.4)
        ? mix(irisColour, scaled(hazel, light, light, light), random.uniform(0.3, 1))
        : irisColour,
    scleraTint: [1, 1 - 0.5 * yellowing, 1 - 1.6 * yellowing],
    // 11.7 mm across with a deviation of 0.4 (Rüfer et al. 2005).
    irisScale: random.truncatedNormal(1, 0.035),
    // Winn et al. 1994: from 7 mm in the dark to 2 in the sun, smaller with age.
    pupilScale: Math.min(
      1.8,
      Math.max(0.6, Math.exp(random.truncatedNormal(0.04 + 0.38 * dimness - 0.22 * years, 0.13))),
    ),
    limbalRing: random.uniform(0.1, 1) * (1 - 0.4 * years),
    fibres: random.uniform(0.2, 1),
    arcus: years > 0.5 ? sometimes(random, 0.8 * (years - 0.5)) : 0,
    redness: Math.min(1, 0.05 + 0.95 * random.next() ** 3),
    wetness: random.uniform(0.15, 0.9),
  };
}

/**
 * Any hue at a saturation between the limits, from near black to near white, linear RGB. Blues and reds lead, as among
 * dyes; the more saturated the darker, since no dye is as bright as a screen's primary.
 */
export function fabric(random: Random, leastSaturation: number, mostSaturation: number): Rgb {
  const hue = random.chance(0.55)
    ? (random.pick([3.7, 6.2]) + random.normal(0, 0.3) + 6) % 6
    : random.uniform(0, 6);
  const saturation = random.uniform(leastSaturation, mostSaturation);
  const value = random.uniform(0.06, 0.97 - 0.35 * saturation);
  const channel = (shift: number): number => {
    const k = (shift + hue) % 6;
    const display = value * (1 - saturation * Math.max(0, Math.min(k, 4 - k, 1)));
    return display ** 2.2;
  };
  return [channel(5), channel(3), channel(1)];
}
