/**
 * How often people in photographs wear what, and what it looks like. One face in five wears glasses (about the share in
 * CelebA and 300-W; far fewer than need them), a fifth of these dark; one in ten something on the head; one in
 * twenty-five a mask, one in eight earrings. Frames, colours and sizes are spread widely on purpose: a detector must
 * learn to look past all of them.
 */
import type { Random } from '../../../core/random.js';
import type { Rgb } from '../../../mesh/colour.js';
import { fabric } from './appearance-distribution.js';
import {
  type EarringDescription,
  type GlassesDescription,
  glassesFrames,
  type HeadwearDescription,
  type MaskDescription,
  type WornDescription,
} from './worn-description.js';

/** Share of faces. */
export const wornRates = { glasses: 0.2, dark: 0.2, headwear: 0.1, mask: 0.04, earrings: 0.12 } as const;

export function sampleWorn(random: Random): WornDescription {
  const glasses = random.child('glasses');
  const headwear = random.child('headwear');
  const mask = random.child('mask');
  const earrings = random.child('earrings');
  return {
    glasses: glasses.chance(wornRates.glasses) ? sampleGlasses(glasses) : null,
    headwear: headwear.chance(wornRates.headwear) ? sampleHeadwear(headwear) : null,
    mask: mask.chance(wornRates.mask) ? sampleMask(mask) : null,
    earrings: earrings.chance(wornRates.earrings) ? sampleEarrings(earrings) : null,
  };
}

const metals: readonly Rgb[] = [
  [0.55, 0.55, 0.57],
  [0.5, 0.36, 0.16],
  [0.45, 0.26, 0.18],
  [0.06, 0.06, 0.065],
];
const plastics: readonly Rgb[] = [
  [0.012, 0.012, 0.013],
  [0.012, 0.012, 0.013],
  [0.09, 0.04, 0.014],
  [0.16, 0.08, 0.03],
  [0.03, 0.03, 0.05],
  [0.25, 0.02, 0.025],
  [0.02, 0.05, 0.2],
  [0.5, 0.46, 0.4],
  [0.1, 0.1, 0.1],
];

export function sampleGlasses(random: Random): GlassesDescription {
  const dark = random.chance(wornRates.dark);
  const metal = random.chance(0.38);
  const grey = random.uniform(0.004, 0.03);
  const tinted = random.chance(0.12);
  const warm = random.uniform(-1, 1);
  const tint = tinted ? random.uniform(0.45, 0.8) : random.uniform(0.9, 0.98);
  const coat = random.uniform(0.25, 1);
  const mirrored = random.chance(0.55);
  return {
    frame: random.pick(glassesFrames),
    size: random.truncatedNormal(1, 0.06, 2.2) * (dark ? 1.06 : 1),
    rim: metal ? random.uniform(0.1, 0.18) : random.uniform(0.22, 0.48),
    frameColour: random.pick(metal ? metals : plastics),
    metal,
    slip: random.chance(0.2) ? random.uniform(0.2, 1.2) : random.uniform(0, 0.2),
    dark,
    lens: dark
      ? [grey * random.uniform(0.8, 1.6), grey, grey * random.uniform(0.6, 1.2)]
      : [tint * (1 + 0.04 * warm), tint, tint * (1 - (tinted ? 0.25 : 0.04) * warm)],
    coating: [coat * random.uniform(0.5, 1), coat, coat * random.uniform(0.6, 1)],
    glare: {
      strength: mirrored ? random.uniform(2, 14) : 0,
      x: random.normal(0, 0.22),
      y: random.uniform(-0.05, 0.4),
      width: random.uniform(0.05, 0.25),
      height: random.uniform(0.06, 0.25),
    },
  };
}

/** The colour of a made thing: four in ten black, grey or white, as many muted, two strongly dyed. */
export function fabricColour(random: Random): Rgb {
  const kind = random.next();
  if (kind < 0.42) return fabric(random, 0, 0.12);
  return kind < 0.82 ? fabric(random, 0.12, 0.5) : fabric(random, 0.5, 0.85);
}

export function sampleHeadwear(random: Random): HeadwearDescription {
  return {
    style: random.weighted({
      cap: 0.24,
      'cap-backwards': 0.05,
      beanie: 0.19,
      brimmed: 0.11,
      bucket: 0.05,
      helmet: 0.05,
      headband: 0.08,
      headphones: 0.11,
      headscarf: 0.12,
    }),
    colour: fabricColour(random),
    secondColour: fabricColour(random),
    low: random.next() ** 1.4,
    volume: random.next(),
    seed: random.uint32() >>> 1,
  };
}

export function sampleMask(random: Random): MaskDescription {
  const style = random.weighted({ surgical: 0.6, cloth: 0.25, respirator: 0.15 });
  const plain = random.pick<Rgb>([
    [0.3, 0.55, 0.75],
    [0.75, 0.78, 0.8],
    [0.02, 0.02, 0.022],
    [0.55, 0.72, 0.68],
  ]);
  return {
    style,
    colour: style === 'cloth' ? fabricColour(random) : style === 'respirator' ? [0.78, 0.78, 0.76] : plain,
    slip: random.chance(0.12) ? 1 : random.uniform(0, 0.35),
    seed: random.uint32() >>> 1,
  };
}

/** Centimetres. */
const earringSizes: Readonly<Record<EarringDescription['style'], readonly [number, number]>> = {
  stud: [0.3, 0.8],
  hoop: [1, 5],
  drop: [1.2, 5],
};

export function sampleEarrings(random: Random): EarringDescription {
  const style = random.weighted({ stud: 0.45, hoop: 0.3, drop: 0.25 });
  const [least, most] = earringSizes[style];
  return {
    style,
    colour: random.pick<Rgb>([
      [0.75, 0.55, 0.22],
      [0.7, 0.7, 0.72],
      [0.8, 0.78, 0.74],
      [0.3, 0.02, 0.03],
      [0.02, 0.1, 0.3],
    ]),
    size: random.uniform(least, most),
  };
}
