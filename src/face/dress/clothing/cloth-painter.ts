/** Cloth: plain, heathered, striped, checked, dotted or printed, with a weave that bends the normal and broad soft folds. */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { SurfaceLook, SurfacePainter } from '../../../mesh/dressed-part.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { cellNoise, noise3 } from '../../../mesh/value-noise.js';
import type { ClothingDescription } from '../../person/description.js';

/** Share of the second colour at a place of the body, 0 to 1; `fold` bends the pattern with the cloth. */
type Pattern = (x: number, y: number, z: number, fold: number, shift: number) => number;

const band = (place: number, share: number): number =>
  smoothStep(1 - 2 * share - 0.1, 1 - 2 * share + 0.1, Math.sin(place));

const patterns: Readonly<Record<ClothingDescription['pattern'], Pattern>> = {
  plain: () => 0,
  heather: () => 0,
  stripes: (_x, y, _z, fold) => band(y * 2 * Math.PI + 0.4 * fold, 0.35),
  checks: (x, y, _z, fold) =>
    0.5 * band(x * 2 * Math.PI + 0.3 * fold, 0.4) + 0.5 * band(y * 2 * Math.PI + 0.3 * fold, 0.4),
  dots: (x, y) => {
    const row = Math.floor(y);
    const along = x + 0.5 * (row & 1);
    const [u, v] = [along - Math.floor(along) - 0.5, y - row - 0.5];
    return smoothStep(0.3, 0.24, Math.hypot(u, v));
  },
  print: (x, y, z, _fold, shift) => {
    const [u, v] = [x * 0.8 + 0.4 * noise3(x, y, z), y * 0.8 + 0.4 * noise3(y, z, x)];
    const own = cellNoise(Math.floor(u) + shift, Math.floor(v), 5);
    const petal = noise3(x * 2.4 + shift, y * 2.4, z * 2.4);
    return own > 0.1 ? smoothStep(0, 0.15, petal) : 0;
  },
};

export function createClothPainter(clothing: ClothingDescription): SurfacePainter {
  const { colour, secondColour } = clothing;
  const shift = clothing.seed % 43;
  const pattern = patterns[clothing.pattern];
  const heather = clothing.pattern === 'heather' ? 0.25 : 0.05;
  const per = 1 / (3 * clothing.scale);
  return {
    paint(x: number, y: number, z: number, look: SurfaceLook): void {
      const fold = noise3(x * 0.28 + shift, y * 0.16, z * 0.28);
      const crumple = noise3(x * 0.75, y * 0.5 + shift, z * 0.75);
      const weave = noise3(x * 11, y * 11, z * 11);
      const cross = noise3(x * 17 + 5, y * 17, z * 17);
      const second = pattern(x * per, y * per, z * per, fold, shift);
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
