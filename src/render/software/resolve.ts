/** Stage 5: exposure and tone curve, then the background shows through where samples are not covered. */

import { byteOfLinear, linearOfByte, linearSteps, toneCurve } from '../camera/tone-curve.js';
import type { RenderedLayers, RenderScene } from '../scene/scene.js';
import type { ShadedPixels } from './shading.js';

/** @param samples – samples in a pixel. @param layers – `rgb` and `alpha` are written. */
export function resolvePixels(
  { light, covered }: ShadedPixels,
  { background, exposure }: RenderScene,
  samples: number,
  { rgb, alpha }: Pick<RenderedLayers, 'rgb' | 'alpha'>,
): void {
  for (let o = 0, i = 0; i < rgb.length; o++, i += 3) {
    const share = covered[o]! / samples;
    alpha[o] = (share * 255 + 0.5) | 0;
    if (share === 0) {
      rgb[i] = background[i]!;
      rgb[i + 1] = background[i + 1]!;
      rgb[i + 2] = background[i + 2]!;
      continue;
    }
    for (let c = i; c < i + 3; c++) {
      const display = toneCurve(light[c]! * exposure);
      const mixed = share === 1 ? display : display * share + linearOfByte[background[c]!]! * (1 - share);
      rgb[c] = byteOfLinear[(mixed * linearSteps + 0.5) | 0]!;
    }
  }
}
