/** Painters of made things: plastic, metal, knitted and woven cloth, rubber. Rest coordinates are centimetres. */
import type { Rgb } from './colour.js';
import type { SurfaceLook, SurfacePainter } from './dressed-part.js';
import { noise3 } from './value-noise.js';

export interface Material {
  colour: Rgb;
  segment: number;
  roughness: number;
  /** Reflectance at normal incidence; metals take their colour into it (see `metalLook`). */
  specular: number;
  coat?: number;
  /** Strength of a mottled pattern (tortoiseshell, felt), 0 to 1, towards the second colour. */
  mottle?: number;
  secondColour?: Rgb;
  /** Strength and threads a centimetre of a weave that bends the normal. */
  weave?: number;
  threads?: number;
}

export function createMaterialPainter(material: Material): SurfacePainter {
  const { colour, mottle = 0, weave = 0, threads = 6 } = material;
  const second = material.secondColour ?? colour;
  return {
    paint(x: number, y: number, z: number, look: SurfaceLook): void {
      const spots =
        mottle === 0 ? 0 : mottle * Math.max(0, Math.min(1, 0.5 + 1.6 * noise3(x * 1.1, y * 1.1, z * 1.1)));
      const thread = weave === 0 ? 0 : weave * noise3(x * threads, y * threads, z * threads);
      const fold = weave === 0 ? 0 : weave * noise3(x * 0.6, y * 0.6, z * 0.6);
      const tone = 1 + 0.5 * thread;
      look.red = clamp((colour[0] + (second[0] - colour[0]) * spots) * tone);
      look.green = clamp((colour[1] + (second[1] - colour[1]) * spots) * tone);
      look.blue = clamp((colour[2] + (second[2] - colour[2]) * spots) * tone);
      look.roughness = material.roughness;
      look.specular = material.specular;
      look.wrap = weave > 0 ? 0.12 : 0;
      look.coat = material.coat ?? 0;
      look.segment = material.segment;
      look.openness = 1;
      look.bendX = 0.35 * thread + 0.4 * fold;
      look.bendY = 0.3 * thread - 0.2 * fold;
      look.bendZ = 0;
    },
  };
}

const clamp = (value: number): number => Math.min(0.92, Math.max(0.001, value));
