/** What a head wears, as plain JSON: part of `FaceDescription`. Colours are linear RGB, lengths centimetres. */
import type { Rgb } from '../../../mesh/colour.js';

export const glassesFrames = [
  'round',
  'oval',
  'rectangle',
  'square',
  'aviator',
  'cat-eye',
  'half-rim',
] as const;
export type GlassesFrame = (typeof glassesFrames)[number];

export interface GlassesDescription {
  frame: GlassesFrame;
  /** Lens breadth and height against the frame style's usual size, about 0.85 to 1.15. */
  size: number;
  /** Breadth of the rim as seen from the front, 0.1 (wire) to 0.5. */
  rim: number;
  frameColour: Rgb;
  /** Metal mirrors; plastic shines. */
  metal: boolean;
  /** How far the frame has slid down the nose. */
  slip: number;
  /** Dark lenses hide the eyes. */
  dark: boolean;
  /** Dark: the colour of the lens. Clear: the share of light that passes. */
  lens: Rgb;
  /** Colour that the lens's coating gives to reflections. */
  coating: Rgb;
  /** A window or lamp mirrored in the lenses. Angles in radians from the lens's middle; strength 0 for none. */
  glare: { strength: number; x: number; y: number; width: number; height: number };
}

export const headwearStyles = [
  'cap',
  'cap-backwards',
  'beanie',
  'brimmed',
  'bucket',
  'helmet',
  'headband',
  'headphones',
  'headscarf',
] as const;
export type HeadwearStyle = (typeof headwearStyles)[number];

export interface HeadwearDescription {
  style: HeadwearStyle;
  colour: Rgb;
  secondColour: Rgb;
  /** 0 high above the brows to 1 pulled down over them. */
  low: number;
  /** 0 tight to 1 roomy. */
  volume: number;
  seed: number;
}

export const maskStyles = ['surgical', 'cloth', 'respirator'] as const;
export type MaskStyle = (typeof maskStyles)[number];

export interface MaskDescription {
  style: MaskStyle;
  colour: Rgb;
  /** 0 over the nose's bridge to 1 hanging under the nose's tip. */
  slip: number;
  seed: number;
}

export const earringStyles = ['stud', 'hoop', 'drop'] as const;
export type EarringStyle = (typeof earringStyles)[number];

export interface EarringDescription {
  style: EarringStyle;
  colour: Rgb;
  /** Length or diameter. */
  size: number;
}

export interface WornDescription {
  glasses: GlassesDescription | null;
  headwear: HeadwearDescription | null;
  mask: MaskDescription | null;
  earrings: EarringDescription | null;
}

export const nothingWorn: WornDescription = { glasses: null, headwear: null, mask: null, earrings: null };
