/**
 * The look of a beard's body: streaks of hair that run downwards, blobs where it curls, white hairs first at the chin.
 * Towards its border it thins out: skin shows between the streaks.
 */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import { mix } from '../../../core/vector.js';
import type { SurfaceLook, SurfacePainter } from '../../../mesh/dressed-part.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { BeardDescription, Rgb } from '../../person/description.js';
import type { RestFeatures } from '../skin/rest-features.js';
import { whiteHair } from '../strands/white-hair.js';
import type { BeardCover } from './beard-map.js';

/** How much of its cover a beard of this density takes, 0 to 1. */
export const fullness = ({ density }: BeardDescription): number =>
  0.55 + 0.45 * smoothStep(0.1, 0.7, density);

/** @param skin – colour of the skin under it. */
export function createBeardPainter(
  beard: BeardDescription,
  { mouth, chin }: RestFeatures,
  cover: BeardCover,
  skin: Rgb,
): SurfacePainter {
  const share = fullness(beard);
  const { colour, white, curl } = beard;
  const shift = beard.seed % 43;
  // Roots shade the skin between them.
  const ground = mix(skin, mix(colour, whiteHair, white), 0.5);
  return {
    paint(x: number, y: number, z: number, look: SurfaceLook): void {
      const sway = 0.25 * noise3(x * 1.3, y * 0.9 + shift, z);
      const streak = noise3((x + sway) * 6.5 + shift, y * 1.1, z * 4);
      const fine = noise3((x + sway) * 14, y * 2.6 + shift, z * 9);
      const blob = noise3(x * 3.4, y * 3.4, z * 3.4 + shift);
      const groove = (0.6 * streak + 0.4 * fine) * (1 - 0.6 * curl) + 0.6 * curl * (0.6 * blob + 0.4 * fine);
      const tone = Math.max(0.25, 0.72 + 0.45 * groove);
      const front = smoothStep(mouth[1] + 1, chin[1], y) * smoothStep(4.5, 1, Math.abs(x));
      const pale = Math.min(
        1,
        smoothStep(-0.35, 0.35, white * (1.1 + 0.6 * front) - 0.55 + 0.45 * streak) * Math.min(1, white * 4),
      );
      look.red = Math.min(0.9, (colour[0] + (whiteHair[0] - colour[0]) * pale) * tone);
      look.green = Math.min(0.9, (colour[1] + (whiteHair[1] - colour[1]) * pale) * tone);
      look.blue = Math.min(0.9, (colour[2] + (whiteHair[2] - colour[2]) * pale) * tone);
      look.roughness = 0.6;
      look.specular = 0.028;
      look.wrap = 0.25;
      look.coat = 0;
      look.segment = segmentClasses.facialHair;
      look.openness = Math.min(1, 0.7 + 0.4 * groove);
      look.bendX = 0.4 * groove;
      look.bendY = 0.2 * fine;
      look.bendZ = 0.2 * blob;
      const bare = smoothStep(0.66, 0.32, share * cover.grownAt(x, y, z) + 0.24 * groove + 0.16 * fine);
      if (bare === 0) return;
      const root = 1 - 0.5 * bare;
      look.red += (skin[0] + (ground[0] - skin[0]) * root - look.red) * bare;
      look.green += (skin[1] + (ground[1] - skin[1]) * root - look.green) * bare;
      look.blue += (skin[2] + (ground[2] - skin[2]) * root - look.blue) * bare;
      look.openness += (0.9 - look.openness) * bare;
      look.bendX *= 1 - bare;
      look.bendY *= 1 - bare;
      look.bendZ *= 1 - bare;
      if (bare > 0.6) look.segment = segmentClasses.skin;
    },
  };
}
