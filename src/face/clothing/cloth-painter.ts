/** Cloth: plain, heathered or striped by its seed, with a weave that bends the normal and broad soft folds. */

import { smoothStep } from '../../core/smooth-step.js';
import type { ClothingDescription } from '../description.js';
import type { SurfaceLook, SurfacePainter } from '../dressed-part.js';
import { segmentClasses } from '../segment-classes.js';
import { noise3 } from '../skin/value-noise.js';

export function createClothPainter(clothing: ClothingDescription): SurfacePainter {
  const { colour, secondColour } = clothing;
  const shift = clothing.seed % 43;
  const kind = clothing.seed % 5;
  const striped = kind === 3;
  const heather = kind === 4 ? 0.25 : 0.05;
  const pitch = 1.6 + (clothing.seed % 7) * 0.5;
  return {
    paint(x: number, y: number, z: number, look: SurfaceLook): void {
      const fold = noise3(x * 0.28 + shift, y * 0.16, z * 0.28);
      const crumple = noise3(x * 0.75, y * 0.5 + shift, z * 0.75);
      const weave = noise3(x * 11, y * 11, z * 11);
      const cross = noise3(x * 17 + 5, y * 17, z * 17);
      const wave = Math.sin((y * 2 * Math.PI) / pitch + 0.4 * fold);
      const second = striped ? smoothStep(0.2, 0.35, wave) : 0;
      const tone = 1 + heather * (weave + cross) + 0.06 * fold;
      look.red = clamp((colour[0] + (secondColour[0] - colour[0]) * second) * tone);
      look.green = clamp((colour[1] + (secondColour[1] - colour[1]) * second) * tone);
      look.blue = clamp((colour[2] + (secondColour[2] - colour[2]) * second) * tone);
      look.roughness = 0.85;
      look.specular = 0.03;
      look.wrap = 0.15;
      look.coat = 0;
      look.segment = segmentClasses.clothing;
      look.openness = 0.9 + 0.1 * fold;
      look.bendX = 0.3 * fold + 0.14 * crumple + 0.06 * weave;
      look.bendY = 0.22 * crumple + 0.06 * cross;
      look.bendZ = 0.1 * crumple;
    },
  };
}

const clamp = (value: number): number => Math.min(0.92, Math.max(0.002, value));
