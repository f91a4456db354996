/**
 * Everything that makes one face what it is, as plain JSON: sampled once, stored with the sample, enough to build the
 * same face again. Sampled by `distributions.ts`. Colours are linear RGB, 0 to 1; lengths are centimetres.
 */

import type { Side } from '../../landmarks/surface.js';
import type { Rgb } from '../../mesh/colour.js';
import type { Gaze, HeadParameters } from '../heads/head-model.js';
import type { WornDescription } from './appearance/worn-description.js';
import type { ExpressionName } from './expression-library.js';

export type { Rgb };

/** Continuous latent variables of a person (`person-distribution.ts`). */
export interface PersonDescription {
  /** Years, 18 to 85. */
  age: number;
  /** 0 (feminine) to 1 (masculine): shape of the head, brows and beard follow it loosely. */
  masculinity: number;
}

export interface SkinDescription {
  /** Melanin, 0 (palest) to 1 (darkest). */
  melanin: number;
  /** Blood, 0 to 1: redness of cheeks, nose, lips and ears. */
  blood: number;
  /** Overall tint multiplied in after the melanin and blood model. */
  tint: Rgb;
  lipColour: Rgb;
  /** 0 to 1: how much of the lip colour shows over the skin. */
  lipStrength: number;
  /** 0 to 1 each. */
  freckles: number;
  mottling: number;
  shine: number;
  underEye: number;
  /** Lines that stay when the face rests, and how deep those of the moment's expression go. */
  wrinkles: number;
  expressionLines: number;
  pores: number;
  /** How many of each there are, against the most. */
  moles: number;
  ageSpots: number;
  blemishes: number;
  pits: number;
  scars: number;
  /** Sheen and drops of sweat. */
  sweat: number;
  makeUp: MakeUpDescription;
  /** Seed of the noise fields. */
  seed: number;
}

/** How strong each is, 0 to 1, and its colour; lipstick stands in the skin's lip colour. */
export interface MakeUpDescription {
  foundation: number;
  blush: number;
  blushColour: Rgb;
  shadow: number;
  shadowColour: Rgb;
  liner: number;
  mascara: number;
  /** Whether the lips are painted. */
  lipstick: boolean;
}

export interface EyeDescription {
  irisColour: Rgb;
  /** Colour around the pupil, where it differs. */
  innerColour: Rgb;
  scleraTint: Rgb;
  /** Sizes against the mean: about 0.94 to 1.06, and 0.6 to 1.8. */
  irisScale: number;
  pupilScale: number;
  /** 0 to 1 each: dark ring at the iris's edge, contrast of its fibres, pale ring of old age. */
  limbalRing: number;
  fibres: number;
  arcus: number;
  /** Blood in the whites, and tears along the lower lid. */
  redness: number;
  wetness: number;
}

export interface BrowDescription {
  colour: Rgb;
  /** 0 to 1. */
  density: number;
  /** Hair length and breadth against the mean. */
  thickness: number;
  /** 0 to 1 each: long hairs that stand off; thin places and slits; hair between the brows. */
  bushiness: number;
  gaps: number;
  unibrow: number;
  /** Length of the lashes against the mean. */
  lashes: number;
  seed: number;
}

export interface HairDescription {
  style: HairStyle;
  colour: Rgb;
  /** Colour of the lighter strands, and their share, 0 to 1. */
  highlight: Rgb;
  highlights: number;
  /** Share of white hairs, 0 to 1: everywhere, and at the temples. */
  white: number;
  whiteTemples: number;
  /** 0 to 1 each. */
  volume: number;
  curl: number;
  fringe: number;
  /** Of what hangs, within the style's range. */
  length: number;
  /** Where hair is parted, −1 (right) over 0 (the middle) to 1 (left). */
  parting: number;
  /** How deep the parting is, 0 (none) to 1. */
  parted: number;
  hairline: HairlineDescription;
  seed: number;
}

export const hairStyles = [
  'bald',
  'buzz',
  'cropped',
  'short',
  'slicked',
  'sideSwept',
  'undercut',
  'afro',
  'bob',
  'long',
  'bun',
  'ponytail',
  'braids',
] as const;
export type HairStyle = (typeof hairStyles)[number];

export interface HairlineDescription {
  /** Height of the forehead, −1 (low) to 1 (high). */
  height: number;
  /** How far temples and forehead recede, 0 to 1. */
  recession: number;
  /** Widow's peak, 0 to 1. */
  peak: number;
  /** Bald place at the crown, 0 to 1. */
  crown: number;
}

export const beardStyles = [
  'none',
  'full',
  'goatee',
  'vanDyke',
  'moustache',
  'sideburns',
  'chinstrap',
] as const;
export type BeardStyle = (typeof beardStyles)[number];

export interface BeardDescription {
  /** Where hair is let grow; `none` is shaven. Stubble is any style with a small length. */
  style: BeardStyle;
  colour: Rgb;
  /** Share of white hairs, 0 to 1: first at the chin. */
  white: number;
  /** Centimetres. */
  length: number;
  /** 0 to 1 each. */
  density: number;
  patchiness: number;
  /** How high on the cheek the hair reaches. */
  cheek: number;
  curl: number;
  /** How dark the shaven part of the beard's area shows. */
  shadow: number;
  seed: number;
}

/** `collar` is a shirt, `strap` a top, `jacket` is worn open over a shirt. */
export const garments = ['crew', 'vneck', 'collar', 'turtleneck', 'hoodie', 'strap', 'jacket'] as const;
export type Garment = (typeof garments)[number];

export const clothPatterns = ['plain', 'heather', 'stripes', 'checks', 'dots', 'print'] as const;
export type ClothPattern = (typeof clothPatterns)[number];

export interface ClothingDescription {
  style: Garment;
  colour: Rgb;
  /** Of the pattern, of what is under a jacket, of drawstrings. */
  secondColour: Rgb;
  pattern: ClothPattern;
  /** Of the pattern: 1 repeats every 3 cm. */
  scale: number;
  /** With a shirt, also one under a jacket. */
  tie: boolean;
  tieColour: Rgb;
  seed: number;
}

export interface FaceDescription {
  /** Name of the head model. */
  head: string;
  person: PersonDescription;
  identity: readonly number[];
  /** Name of the expression that the actions make, one of `expressionNames`. */
  expression: ExpressionName;
  actions: HeadParameters['actions'];
  gaze: Readonly<Record<Side, Gaze>>;
  skin: SkinDescription;
  eyes: EyeDescription;
  brows: BrowDescription;
  hair: HairDescription;
  beard: BeardDescription;
  clothing: ClothingDescription;
  worn: WornDescription;
}

/** Rotation of the head against the camera, radians: applied roll first, then pitch, then yaw. */
export interface HeadPose {
  /** Positive turns the face towards the subject's left (the image's right). */
  yaw: number;
  /** Positive lifts the face up. */
  pitch: number;
  /** Positive tilts the head towards the image's right (clockwise as seen by the viewer). */
  roll: number;
}

/** What of a face shapes its head. */
export function headParameters({ identity, actions, gaze, eyes }: FaceDescription): HeadParameters {
  return { identity, actions, gaze, eyes: { irisScale: eyes.irisScale, pupilScale: eyes.pupilScale } };
}
