/**
 * The look of the hair's body: tones and grooves that run along great circles through the style's pole, as combed hair
 * does, finer crosswise than lengthwise. Curly hair has no such direction: its grooves turn into blobs.
 */
import type { Vector3 } from '../../core/vector.js';
import type { HairDescription } from '../description.js';
import type { SurfaceLook, SurfacePainter } from '../dressed-part.js';
import { segmentClasses } from '../segment-classes.js';
import { noise3 } from '../skin/value-noise.js';

export function createShellPainter(hair: HairDescription, pole: Vector3, centre: Vector3): SurfacePainter {
  const { colour } = hair;
  const shift = hair.seed % 47;
  // Two axes square to the pole; the pole has no component along both x and another axis, so this is safe.
  const sideways = Math.abs(pole[0]) > 0.5;
  const first: Vector3 = sideways ? [0, 1, 0] : [1, 0, 0];
  const second: Vector3 = sideways ? [0, 0, 1] : [0, pole[2], -pole[1]];
  const combed = hair.style === 'cropped' ? 0.15 : 1 - 0.75 * hair.curl;
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
      const tone = Math.max(0.18, 0.6 + 0.34 * groove + 0.09 * blob);
      look.red = Math.min(0.9, colour[0] * tone);
      look.green = Math.min(0.9, colour[1] * tone);
      look.blue = Math.min(0.9, colour[2] * tone);
      look.roughness = 0.5 + 0.25 * (1 - combed);
      look.specular = 0.028;
      look.wrap = 0.2;
      look.coat = 0;
      look.segment = segmentClasses.hair;
      look.openness = Math.min(1, 0.65 + 0.4 * groove);
      look.bendX = 0.4 * groove;
      look.bendY = 0.25 * (fine + speck);
      look.bendZ = 0.3 * (strand - blob) * 0.5;
    },
  };
}
