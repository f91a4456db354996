/**
 * The schema of a described face, for scenes that come out of files: whole, without keys that are not known. A key of the
 * description that is missing here does not compile.
 */
import { z } from 'zod';
import { facialActionNames } from '../heads/facial-actions.js';
import type { Gaze } from '../heads/head-model.js';
import {
  type EarringDescription,
  earringStyles,
  type GlassesDescription,
  glassesFrames,
  type HeadwearDescription,
  headwearStyles,
  type MaskDescription,
  maskStyles,
  type WornDescription,
} from './appearance/worn-description.js';
import {
  type BeardDescription,
  type BrowDescription,
  beardStyles,
  type ClothingDescription,
  clothPatterns,
  type EyeDescription,
  type FaceDescription,
  garments,
  type HairDescription,
  type HeadPose,
  hairStyles,
  type MakeUpDescription,
  type PersonDescription,
  type Rgb,
  type SkinDescription,
} from './description.js';
import { expressionNames } from './expression-library.js';
import { plainBeard, plainBrows, plainClothing, plainEyes, plainHair } from './plain-face.js';

const n: z.ZodNumber = z.number();
const flag: z.ZodBoolean = z.boolean();
export const rgbSchema: z.ZodType<Rgb, Rgb> = z.tuple([n, n, n]);

const person: z.ZodType<PersonDescription> = z.strictObject({ age: n, masculinity: n });

const makeUp: z.ZodType<MakeUpDescription> = z.strictObject({
  foundation: n,
  blush: n,
  blushColour: rgbSchema,
  shadow: n,
  shadowColour: rgbSchema,
  liner: n,
  mascara: n,
  lipstick: flag,
});

const skin: z.ZodType<SkinDescription> = z.strictObject({
  melanin: n,
  blood: n,
  tint: rgbSchema,
  lipColour: rgbSchema,
  lipStrength: n,
  freckles: n,
  mottling: n,
  shine: n,
  underEye: n,
  wrinkles: n,
  expressionLines: n,
  pores: n,
  moles: n,
  ageSpots: n,
  blemishes: n,
  pits: n,
  scars: n,
  sweat: n,
  makeUp,
  seed: n,
});

const eyes: z.ZodType<EyeDescription> = z.strictObject({
  irisColour: rgbSchema,
  innerColour: rgbSchema,
  scleraTint: rgbSchema,
  irisScale: n,
  pupilScale: n,
  limbalRing: n,
  fibres: n,
  arcus: n,
  redness: n,
  wetness: n,
});

const brows: z.ZodType<BrowDescription> = z.strictObject({
  colour: rgbSchema,
  density: n,
  thickness: n,
  bushiness: n,
  gaps: n,
  unibrow: n,
  lashes: n,
  seed: n,
});

const hair: z.ZodType<HairDescription> = z.strictObject({
  style: z.enum(hairStyles),
  colour: rgbSchema,
  highlight: rgbSchema,
  highlights: n,
  white: n,
  whiteTemples: n,
  volume: n,
  curl: n,
  fringe: n,
  length: n,
  parting: n,
  parted: n,
  hairline: z.strictObject({ height: n, recession: n, peak: n, crown: n }),
  seed: n,
});

const beard: z.ZodType<BeardDescription> = z.strictObject({
  style: z.enum(beardStyles),
  colour: rgbSchema,
  white: n,
  length: n,
  density: n,
  patchiness: n,
  cheek: n,
  curl: n,
  shadow: n,
  seed: n,
});

const clothing: z.ZodType<ClothingDescription> = z.strictObject({
  style: z.enum(garments),
  colour: rgbSchema,
  secondColour: rgbSchema,
  pattern: z.enum(clothPatterns),
  scale: n,
  tie: flag,
  tieColour: rgbSchema,
  seed: n,
});

const glasses: z.ZodType<GlassesDescription> = z.strictObject({
  frame: z.enum(glassesFrames),
  size: n,
  rim: n,
  frameColour: rgbSchema,
  metal: flag,
  slip: n,
  dark: flag,
  lens: rgbSchema,
  coating: rgbSchema,
  glare: z.strictObject({ strength: n, x: n, y: n, width: n, height: n }),
});

const headwear: z.ZodType<HeadwearDescription> = z.strictObject({
  style: z.enum(headwearStyles),
  colour: rgbSchema,
  secondColour: rgbSchema,
  low: n,
  volume: n,
  seed: n,
});

const mask: z.ZodType<MaskDescription> = z.strictObject({
  style: z.enum(maskStyles),
  colour: rgbSchema,
  slip: n,
  seed: n,
});

const earrings: z.ZodType<EarringDescription> = z.strictObject({
  style: z.enum(earringStyles),
  colour: rgbSchema,
  size: n,
});

const worn: z.ZodType<WornDescription> = z.strictObject({
  glasses: glasses.nullable(),
  headwear: headwear.nullable(),
  mask: mask.nullable(),
  earrings: earrings.nullable(),
});

const gaze: z.ZodType<Gaze> = z.strictObject({ yaw: n, pitch: n });

export const poseSchema: z.ZodType<HeadPose> = z.strictObject({ yaw: n, pitch: n, roll: n });

/**
 * A part of a description that changes some of its keys: checked as what it makes of a plain one.
 * @param plain – a whole description of the kind.
 */
function partOf<Whole extends object>(
  whole: z.ZodType<Whole>,
  plain: Whole,
): z.ZodType<Partial<Whole>, Partial<Whole>> {
  const checked = z.looseObject({}, 'keys with their values').superRefine((value, context) => {
    const parsed = whole.safeParse({ ...plain, ...value });
    for (const { path, message } of parsed.error?.issues ?? [])
      context.addIssue({ code: 'custom', path, message });
  });
  // The strict schema of the whole has looked at every key.
  return checked as unknown as z.ZodType<Partial<Whole>, Partial<Whole>>;
}

const black: Rgb = [0, 0, 0];

/** What a specification may change of each part of a face. */
export const lookSchemas: {
  hair: z.ZodType<Partial<HairDescription>, Partial<HairDescription>>;
  beard: z.ZodType<Partial<BeardDescription>, Partial<BeardDescription>>;
  brows: z.ZodType<Partial<BrowDescription>, Partial<BrowDescription>>;
  eyes: z.ZodType<Partial<EyeDescription>, Partial<EyeDescription>>;
  clothing: z.ZodType<Partial<ClothingDescription>, Partial<ClothingDescription>>;
  glasses: z.ZodType<Partial<GlassesDescription>, Partial<GlassesDescription>>;
  headwear: z.ZodType<Partial<HeadwearDescription>, Partial<HeadwearDescription>>;
  mask: z.ZodType<Partial<MaskDescription>, Partial<MaskDescription>>;
} = {
  hair: partOf(hair, plainHair),
  beard: partOf(beard, plainBeard),
  brows: partOf(brows, plainBrows),
  eyes: partOf(eyes, plainEyes),
  clothing: partOf(clothing, plainClothing),
  glasses: partOf(glasses, {
    frame: 'round',
    size: 1,
    rim: 0.3,
    frameColour: black,
    metal: false,
    slip: 0,
    dark: false,
    lens: black,
    coating: black,
    glare: { strength: 0, x: 0, y: 0, width: 0, height: 0 },
  }),
  headwear: partOf(headwear, {
    style: 'cap',
    colour: black,
    secondColour: black,
    low: 0,
    volume: 0,
    seed: 0,
  }),
  mask: partOf(mask, { style: 'cloth', colour: black, slip: 0, seed: 0 }),
};

export const faceSchema: z.ZodType<FaceDescription> = z.strictObject({
  head: z.string(),
  person,
  identity: z.array(n),
  expression: z.enum(expressionNames),
  actions: z.partialRecord(z.enum(facialActionNames), n),
  gaze: z.strictObject({ right: gaze, left: gaze }),
  skin,
  eyes,
  brows,
  hair,
  beard,
  clothing,
  worn,
});
