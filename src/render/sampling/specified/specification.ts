/**
 * What faces are asked for, where they are not drawn from the generator's own distributions: which persons, how often, what
 * of them is fixed or dealt out by percentages, under which light and by which cameras. Plain JSON, part of the generation
 * settings (`specification`). Angles are degrees, lengths centimetres, colours linear RGB.
 *
 * A picture is a pure function of seed and index: index → group, person, render, camera (`place-in-specification.ts`).
 * Percentages hold exactly in each group (`core/apportion.ts`), lists are dealt evenly within a share, and what is not
 * named is the person's own, neutral, unworn, straight ahead.
 */

import type {
  GlassesDescription,
  HeadwearDescription,
  MaskDescription,
} from '../../../face/person/appearance/worn-description.js';
import type {
  BeardDescription,
  BrowDescription,
  ClothingDescription,
  EyeDescription,
  HairDescription,
  Rgb,
} from '../../../face/person/description.js';
import type { ExpressionName, Mixture } from '../../../face/person/expression-library.js';
import type { LightKind, PaintedBackground } from '../../scene/scene-description.js';

/** One of a list, dealt evenly, or anything within limits. */
export type Numbers = readonly number[] | { readonly min: number; readonly max: number };

export const sexes = ['feminine', 'masculine'] as const;
export type Sex = (typeof sexes)[number];

/** One possibility of a list. */
export interface Look<Value> {
  /** How the customer calls it; stored with the sample. */
  name?: string;
  /** Only for persons of this kind (`masculinity` under or over the middle). */
  for?: Sex;
  /** What it changes of the person's own; null takes the thing away. */
  value: Value;
}

/** What one share of a group's faces gets. */
export interface Share<Value> {
  /** The percentages of an attribute add up to 100. */
  percent: number;
  looks?: readonly Look<Value>[];
}

export interface Tint {
  colour: Rgb;
  /** Shares of white hairs. */
  white?: number;
  whiteTemples?: number;
}

/** Colours stand beside the looks: both lists are dealt, independent of each other. */
interface Tinted {
  tints?: readonly Look<Tint>[];
  /** The colour of the hair of the head; goes before tints. */
  likeHair?: boolean;
  /** Times the look's own. */
  length?: Numbers;
  density?: Numbers;
}

export interface Orientation {
  yaw?: Numbers;
  pitch?: Numbers;
  roll?: Numbers;
}

export interface SpecifiedExpression {
  name: ExpressionName;
  actions: Mixture;
}

export interface SpecifiedLight {
  kind: LightKind;
  background: PaintedBackground;
}

export const spectra = ['visible', 'near-infrared'] as const;
export type Spectrum = (typeof spectra)[number];

export const cabinPlaces = [
  'dashboard',
  'rearview-mirror',
  'overhead-console',
  'upper-console',
  'lower-console',
] as const;
export type CabinPlace = (typeof cabinPlaces)[number];

/**
 * Where a rig is. `orbit`: about the resting head, `z` in front of it; `tracking`: about the head as it is turned. A cabin's
 * places are fixed to the car, in front of a driver who sits on the left: they look straight back until they are turned.
 */
export type Mount = 'orbit' | 'tracking' | CabinPlace;
export const mounts: readonly [Mount, ...Mount[]] = ['orbit', 'tracking', ...cabinPlaces];

/** Against what it belongs to: x to the subject's left, y up, z towards the viewer; turned by roll, then pitch, then yaw. */
export interface RigPlace extends Orientation {
  x?: Numbers;
  y?: Numbers;
  z?: Numbers;
}

export interface SpecifiedCamera {
  name: string;
  spectrum: Spectrum;
  /** Millimetres: the sensor's width over the focal length is the width that is seen over the distance. */
  focal: Numbers;
  sensor: Numbers;
  /** Shift of the picture's middle, as a share of its side. */
  shiftX?: Numbers;
  shiftY?: Numbers;
  /** Against the rig. */
  at?: RigPlace;
}

export interface SpecifiedLamp {
  spectrum: Spectrum;
  /** 1 at a metre lights a face as much as an environment of strength 1. */
  strength: Numbers;
  /** Of the lamp across, centimetres: soft shadows. */
  size: Numbers;
  /** Parts of 1. */
  red?: Numbers;
  green?: Numbers;
  blue?: Numbers;
  panel: boolean;
  /** Against the rig. */
  at?: RigPlace;
}

export interface Rig {
  mount: Mount;
  at?: RigPlace;
  cameras: readonly SpecifiedCamera[];
  lamps?: readonly SpecifiedLamp[];
}

/** What is shared out among a group's faces, by attribute: each list's percentages add up to 100. */
export interface SpecifiedAttributes {
  hair?: readonly (Share<Partial<HairDescription>> & Tinted)[];
  beard?: readonly (Share<Partial<BeardDescription>> & Tinted)[];
  brows?: readonly (Share<Partial<BrowDescription>> & Tinted)[];
  eyes?: readonly (Share<Partial<EyeDescription>> & { pupil?: Numbers; redness?: Numbers })[];
  expression?: readonly (Share<SpecifiedExpression> & { intensity?: Numbers })[];
  gaze?: readonly (Share<never> & { yaw?: Numbers; pitch?: Numbers })[];
  /** Of the head about its neck: yaw first, then pitch, then roll; positive to the subject's left, up, and against the clock as the viewer sees it. */
  turn?: readonly (Share<never> & Orientation)[];
  glasses?: readonly (Share<Partial<GlassesDescription> | null> & {
    tints?: readonly Look<Rgb>[];
    /** 0 plastic to 1 metal. */
    metal?: Numbers;
    /** 1 clear, 0 black. */
    clear?: Numbers;
  })[];
  headwear?: readonly Share<Partial<HeadwearDescription> | null>[];
  mask?: readonly (Share<Partial<MaskDescription> | null> & { slip?: Numbers })[];
  clothing?: readonly Share<Partial<ClothingDescription>>[];
  light?: readonly (Share<SpecifiedLight> & {
    /** About the vertical, degrees. */
    turn?: Numbers;
    strength?: Numbers;
    /** Instead of the light's own. */
    behind?: PaintedBackground;
  })[];
}
export interface SpecifiedGroup extends SpecifiedAttributes {
  /** Numbers of persons: the same number is the same person in every specification, with every seed. */
  persons: readonly number[];
  /** How often each person is rendered; each camera makes a picture of every render. */
  renders: number;
  rigs: readonly Rig[];
  /** Names the group's stream of random numbers: by default its place in the list. */
  stream?: number;
}

export interface Specification {
  groups: readonly SpecifiedGroup[];
}
