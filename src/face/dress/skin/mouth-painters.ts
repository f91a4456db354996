/**
 * Inside of the mouth. Teeth, gums and tongue darken with depth behind the lips: little light gets in. Placed by the
 * rest face's lips, so they suit any head.
 */

import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { SurfaceLook, SurfacePainter } from '../../../mesh/dressed-part.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { RestFeatures } from './rest-features.js';

interface MouthTissue {
  /** Linear RGB. */
  colour: readonly [number, number, number];
  roughness: number;
  coat: number;
  segment: number;
  /** Amplitude of the colour's variation. */
  variation: number;
}

export function createTeethPainter(features: RestFeatures): SurfacePainter {
  const colour = [0.66, 0.6, 0.49] as const;
  return tissue(
    { colour, roughness: 0.3, coat: 0.5, segment: segmentClasses.teeth, variation: 0.06 },
    features,
  );
}

export function createGumsPainter(features: RestFeatures): SurfacePainter {
  const colour = [0.38, 0.12, 0.11] as const;
  return tissue(
    { colour, roughness: 0.35, coat: 0.4, segment: segmentClasses.innerMouth, variation: 0.15 },
    features,
  );
}

export function createTonguePainter(features: RestFeatures): SurfacePainter {
  const colour = [0.42, 0.16, 0.14] as const;
  return tissue(
    { colour, roughness: 0.45, coat: 0.3, segment: segmentClasses.tongue, variation: 0.2 },
    features,
  );
}

function tissue(kind: MouthTissue, features: RestFeatures): SurfacePainter {
  const front = features.mouth[2];
  const half = Math.abs(features.lipInnerUpper[0]![0] - features.mouth[0]);
  return {
    paint(x: number, y: number, z: number, look: SurfaceLook): void {
      const tone = 1 + kind.variation * noise3(x * 4, y * 4, z * 4);
      // Front teeth stand about a centimetre behind the lips' surface and see the most light.
      const deep = smoothStep(0.6, 4.5, front - z);
      const aside = smoothStep(half * 0.5, half * 1.2, Math.abs(x));
      const light = (1 - 0.8 * deep) * (1 - 0.45 * aside);
      look.red = kind.colour[0] * tone * light;
      look.green = kind.colour[1] * tone * light;
      look.blue = kind.colour[2] * tone * light;
      look.roughness = kind.roughness;
      look.specular = 0.04;
      look.wrap = 0.25;
      look.coat = kind.coat * light;
      look.segment = kind.segment;
      look.openness = 0.08 + 0.5 * light * light;
      look.bendX = 0;
      look.bendY = 0;
      look.bendZ = 0;
    },
  };
}
