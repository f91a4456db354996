/**
 * The look of the hair's body: tones and grooves that run along great circles through the style's pole, as combed hair
 * does, finer crosswise than lengthwise. Curly hair has no such direction: its grooves turn into blobs. Lighter and white
 * hairs come in streaks; a parting shows the scalp.
 */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { Vector3 } from '../../../core/vector.js';
import type { SurfaceLook, SurfacePainter } from '../../../mesh/dressed-part.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { HairDescription, Rgb } from '../../person/description.js';
import type { RestFeatures } from '../skin/rest-features.js';
import { whiteHair } from '../strands/white-hair.js';
import { flowPole, partingAt } from './hair-ground.js';
import { hairFigures } from './hair-style.js';
import type { Hairline } from './hairline.js';

/** Share of a kind of strands at a streak's noise, −1 to 1, so that the mean over streaks is about `share`. */
const streaked = (streak: number, share: number): number =>
  share <= 0 ? 0 : smoothStep(-0.3, 0.3, streak - 0.9 * (1 - 2 * share));

/** Writes colour and surface of hair from a groove's depth, −1 to 1, and a streak's own number. */
function paintHair(
  hair: HairDescription,
  groove: number,
  streak: number,
  white: number,
  tone: number,
  look: SurfaceLook,
): void {
  const { colour, highlight } = hair;
  // Strands mix where they cross: half of the share is even.
  const light = 0.55 * hair.highlights + 0.45 * streaked(streak, hair.highlights);
  const pale = 0.65 * white + 0.35 * streaked(-streak, white);
  const red = colour[0] + (highlight[0] - colour[0]) * light;
  const green = colour[1] + (highlight[1] - colour[1]) * light;
  const blue = colour[2] + (highlight[2] - colour[2]) * light;
  look.red = Math.min(0.9, (red + (whiteHair[0] - red) * pale) * tone);
  look.green = Math.min(0.9, (green + (whiteHair[1] - green) * pale) * tone);
  look.blue = Math.min(0.9, (blue + (whiteHair[2] - blue) * pale) * tone);
  look.specular = 0.05;
  look.wrap = 0.2;
  look.coat = 0;
  look.segment = segmentClasses.hair;
  look.openness = Math.min(1, 0.6 + 0.45 * groove);
}

/**
 * Painter of the body over the scalp, by rest position. Its border thins out into the skin along its strands.
 * @param scalp – colour of the skin.
 * @param bearded – 0 where a sideburn ends, 1 where it goes on as a beard.
 */
export function createShellPainter(
  hair: HairDescription,
  features: RestFeatures,
  centre: Vector3,
  hairline: Hairline,
  scalp: Rgb,
  bearded: number,
): SurfacePainter {
  const shift = hair.seed % 47;
  const pole = flowPole(hair);
  // Two axes square to the pole; the pole has no component along both x and another axis, so this is safe.
  const sideways = Math.abs(pole[0]) > 0.5;
  const { gathered } = hairFigures[hair.style];
  const first: Vector3 = sideways ? [0, 1, 0] : [1, 0, 0];
  const second: Vector3 = sideways ? [0, 0, 1] : [0, pole[2], -pole[1]];
  const curl = Math.max(hair.curl, hairFigures[hair.style].curl);
  const combed = hair.style === 'cropped' ? 0.15 : 1 - 0.85 * curl;
  const parting = partingAt(hair);
  const parted = partDepth(hair);
  const { foreheadFoot } = features;
  return {
    paint(x: number, y: number, z: number, look: SurfaceLook): void {
      const dx = x - centre[0];
      const dy = y - centre[1];
      const dz = z - centre[2];
      const around = Math.atan2(
        dx * second[0] + dy * second[1] + dz * second[2],
        dx * first[0] + dy * first[1] + dz * first[2],
      );
      const along = dx * pole[0] + dy * pole[1] + dz * pole[2];
      const wave = 0.12 * noise3(dx * 0.5, dy * 0.5 + shift, dz * 0.5);
      const strand = noise3((around + wave) * 42, along * 0.35, shift);
      const fine = noise3((around + wave) * 115, along * 0.6, shift + 9);
      const blob = noise3(x * 3.1, y * 3.1 + shift, z * 3.1);
      const speck = noise3(x * 8.3, y * 8.3, z * 8.3 + shift);
      const groove = combed * (0.6 * strand + 0.4 * fine) + (1 - combed) * (0.6 * blob + 0.5 * speck);
      const tone = Math.max(0.14, 0.62 + 0.42 * groove + 0.09 * blob);
      const streak = combed * (0.5 * strand + 0.7 * fine) + (1 - combed) * speck;
      let { white } = hair;
      if (hair.whiteTemples > white)
        white +=
          (hair.whiteTemples - white) *
          smoothStep(3.2, 5.8, Math.abs(x)) *
          smoothStep(foreheadFoot + 6, foreheadFoot + 1.5, y) *
          smoothStep(-11, -7, z);
      paintHair(hair, groove, streak, white, tone, look);
      look.roughness = 0.42 + 0.25 * (1 - combed);
      const rough = 0.08 + 0.24 * (1 - combed);
      look.bendX = rough * groove;
      look.bendY = rough * speck;
      look.bendZ = rough * (strand - blob);
      // Away from the pole or the parting, or towards where hair is tied.
      const flow = gathered || (sideways && x > parting) ? 1 : -1;
      look.fibre = Math.max(0, 0.75 + 0.6 * groove);
      look.alongX = flow * pole[0];
      look.alongY = flow * pole[1];
      look.alongZ = flow * pole[2];
      look.tilt = 0.06 + 0.1 * fine + 0.16 * (1 - combed) * blob;
      // A sideburn ends in ever fewer hairs.
      const sideburn =
        (1 - bearded) *
        smoothStep(foreheadFoot, foreheadFoot - 3, y) *
        smoothStep(hairline.axisZ, hairline.axisZ + 1.5, z);
      const bare = smoothStep(
        0.5 + 1.5 * sideburn,
        -0.1,
        hairline.above(x, y, z) + (0.3 + 0.5 * sideburn) * (groove + 0.8 * fine),
      );
      if (bare > 0) {
        look.red += (scalp[0] - look.red) * bare;
        look.green += (scalp[1] - look.green) * bare;
        look.blue += (scalp[2] - look.blue) * bare;
        look.specular -= 0.022 * bare;
        look.openness += (1 - look.openness) * bare;
        look.bendX *= 1 - bare;
        look.bendY *= 1 - bare;
        look.bendZ *= 1 - bare;
        look.fibre *= 1 - bare;
        if (bare > 0.6) look.segment = segmentClasses.skin;
      }
      if (parted > 0) {
        const line = parted * partShare(x + 0.25 * wave, z, parting, 0.13);
        if (line > 0 && y > foreheadFoot) {
          look.red += (0.6 * scalp[0] - look.red) * line;
          look.green += (0.6 * scalp[1] - look.green) * line;
          look.blue += (0.6 * scalp[2] - look.blue) * line;
        }
      }
    },
  };
}

/** Painter of hanging sheets and tails, by rest coordinates (across and along in centimetres, share of the fall). */
export function createSheetPainter(hair: HairDescription): SurfacePainter {
  const shift = hair.seed % 47;
  const combed = 1 - 0.6 * Math.max(hair.curl, hairFigures[hair.style].curl);
  return {
    paint(across: number, along: number, share: number, look: SurfaceLook): void {
      const sway = 0.5 * noise3(across * 0.35, along * 0.25, shift);
      const strand = noise3((across + sway) * 2.6, along * 0.16, shift);
      const fine = noise3((across + sway) * 7.5, along * 0.3, shift + 5);
      const blob = noise3(across * 1.8, along * 1.4, shift + 11);
      const groove = combed * (0.6 * strand + 0.45 * fine) + (1 - combed) * (0.7 * blob + 0.3 * fine);
      const tone = Math.max(0.14, 0.62 + 0.44 * groove) * (0.85 + 0.25 * share);
      paintHair(hair, groove, 0.5 * strand + 0.7 * fine, hair.white, tone, look);
      look.roughness = 0.4 + 0.2 * (1 - combed);
      look.bendX = 0.25 * groove;
      look.bendY = 0;
      look.bendZ = 0.15 * strand;
      // Curls lie across the sheet's own direction and its triangles' edges would show.
      look.fibre = combed * combed * Math.max(0, 0.75 + 0.6 * groove);
      look.alongX = 0;
      look.alongY = -1;
      look.alongZ = 0;
      look.tilt = 0.06 + 0.1 * fine + 0.12 * (1 - combed) * blob;
    },
  };
}

/** How deep a style's parting is, 0 to 1: only combed hair that is long enough is parted. */
export function partDepth(hair: HairDescription): number {
  const parts = Math.abs(hairFigures[hair.style].pole[0]) > 0.5 && hair.style !== 'braids';
  return parts ? smoothStep(0.15, 0.7, hair.parted) * (1 - 0.7 * hair.curl) : 0;
}

/** 1 on the parting's line, 0 further than `breadth` from it; it runs from the forehead to the crown. */
export function partShare(x: number, z: number, parting: number, breadth: number): number {
  return smoothStep(breadth, 0.4 * breadth, Math.abs(x - parting)) * smoothStep(-9, -6, z);
}
