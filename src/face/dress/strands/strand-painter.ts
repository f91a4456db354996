/**
 * Hair, by ribbon coordinates (across, along, ribbon number): each ribbon has its own tone, darker at the root and in
 * the ribbon's grooves; fine grooves bend the normal, which breaks the highlight up as single hairs would.
 */

import type { SurfaceLook, SurfacePainter } from '../../../mesh/dressed-part.js';
import { cellNoise, noise3 } from '../../../mesh/value-noise.js';
import type { Rgb } from '../../person/description.js';
import { toneKind } from './strand-tone.js';
import { whiteHair } from './white-hair.js';

export interface StrandLook {
  colour: Rgb;
  /** Colour of the lighter strands, where there are any. */
  highlight?: Rgb;
  /** Colour of hairs that have lost their pigment. */
  white?: Rgb;
  segment: number;
  /** Hairs across a ribbon: 0 for a ribbon that is a single hair. */
  grooves: number;
  /** Turns of a plait along a ribbon; 0 for loose hair. */
  plaits?: number;
  /** Spread of tones between ribbons, 0 to 1. */
  variation: number;
  roughness: number;
  /** Strength of fibres' highlights (0 by default: a smooth surface's instead). */
  fibre?: number;
  /** Reflectance straight on (0.03 by default). */
  specular?: number;
  /** Light that hairs keep from one another: multiplies the colour. */
  selfShade: number;
  /** Light that reaches roots and tips, 0 to 1. */
  rootOpenness: number;
  tipOpenness: number;
}

export function createStrandPainter(strand: StrandLook): SurfacePainter {
  const {
    colour,
    grooves,
    highlight = colour,
    white = whiteHair,
    plaits = 0,
    specular = 0.03,
    fibre = 0,
  } = strand;
  return {
    paint(across: number, along: number, number: number, look: SurfaceLook): void {
      const id = Math.round(number);
      const own = cellNoise(id, id >> 6, 3);
      const kind = toneKind(id);
      const base = kind === 'plain' ? colour : kind === 'white' ? white : highlight;
      const groove = grooves > 0 ? noise3(across * grooves + id * 3.7, along * 1.5, id * 0.31) : 0;
      const plait = plaits === 0 ? 0 : Math.abs(Math.sin(plaits * along + 0.9 * Math.abs(across))) - 0.6;
      const tone =
        Math.max(0.25, 1 + strand.variation * own + 0.35 * groove + 0.6 * plait) *
        (0.8 + 0.3 * along) *
        strand.selfShade;
      const warm = 0.08 * own;
      look.red = Math.min(0.9, base[0] * tone * (1 + warm));
      look.green = Math.min(0.9, base[1] * tone);
      look.blue = Math.min(0.9, base[2] * tone * (1 - warm));
      look.roughness = strand.roughness;
      look.specular = specular;
      look.wrap = 0.25;
      look.coat = 0;
      look.segment = strand.segment;
      const open = strand.rootOpenness + (strand.tipOpenness - strand.rootOpenness) * along;
      look.openness = Math.min(1, open * (0.85 + 0.3 * groove));
      look.bendX = 0.3 * groove + (plaits === 0 ? 0 : 0.3 * across);
      look.bendY = 0.22 * own;
      look.bendZ = -0.15 * groove;
      if (fibre === 0) return;
      look.fibre = fibre * Math.max(0, 0.8 + 0.35 * own + 0.5 * groove);
      look.alongX = 0;
      look.alongY = 1;
      look.alongZ = 0;
      look.tilt = 0.06 + 0.07 * own + 0.05 * groove;
    },
  };
}
