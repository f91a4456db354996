/** Cloth, felt, knitwear and shells of hats. Rest coordinates: around (columns), down (rows), and a zone number. */
import type { Rgb } from '../../../mesh/colour.js';
import type { SurfaceLook, SurfacePainter } from '../../../mesh/dressed-part.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { noise3 } from '../../../mesh/value-noise.js';

export type HatTexture = 'knit' | 'cloth' | 'felt' | 'shell';

/** @param zones – colour of each zone. */
export function createHatPainter(texture: HatTexture, zones: readonly Rgb[], seed: number): SurfacePainter {
  const shift = seed % 37;
  const roughness = texture === 'shell' ? 0.3 : 0.85;
  return {
    paint(around: number, down: number, zone: number, look: SurfaceLook): void {
      const colour = zones[Math.min(zones.length - 1, Math.max(0, Math.round(zone)))]!;
      const rib = texture === 'knit' ? Math.sin(around * Math.PI * 2) : 0;
      const stitch = texture === 'knit' ? Math.sin(down * 14 + 1.5 * rib) : 0;
      const fine = texture === 'shell' ? 0 : noise3(around * 4 + shift, down * 6, zone * 5);
      const fold = texture === 'shell' ? 0 : noise3(around * 0.5 + shift, down * 0.4, zone);
      const tone = Math.max(0.3, 1 + 0.16 * rib + 0.07 * stitch + 0.08 * fine + 0.05 * fold);
      look.red = clamp(colour[0] * tone);
      look.green = clamp(colour[1] * tone);
      look.blue = clamp(colour[2] * tone);
      look.roughness = roughness;
      look.specular = texture === 'shell' ? 0.045 : 0.03;
      look.wrap = texture === 'shell' ? 0 : 0.15;
      look.coat = texture === 'shell' ? 0.6 : 0;
      look.segment = segmentClasses.hat;
      look.openness = 0.94 + 0.06 * rib;
      look.bendX = 0.3 * rib + 0.2 * fold;
      look.bendY = 0.15 * stitch + 0.12 * fine - 0.15 * fold;
      look.bendZ = 0.1 * fold;
    },
  };
}

const clamp = (value: number): number => Math.min(0.9, Math.max(0.002, value));
