/**
 * A scarf that covers hair, ears and neck and leaves the face free: a hood around an oval opening, which moves with the
 * head, and folds over neck and shoulders, which stay with the body. About 2000 triangles; the hair is not drawn.
 */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { Vector3 } from '../../../core/vector.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import { SolidBuilder } from '../../../mesh/solid-builder.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { HeadwearDescription } from '../../person/appearance/worn-description.js';
import type { BodySurface } from '../clothing/body-surface.js';
import type { RestFeatures } from '../skin/rest-features.js';
import type { SkinCast } from '../skin/skin-cast.js';
import { SkinPatch } from '../skin/skin-patch.js';
import { createHatPainter } from './hat-painter.js';

const columns = 36;
const rows = 9;

/** Directions about the line of sight: azimuth 0 up, rows from the opening's edge back to the nape. */
export function createHoodPatch(cast: SkinCast, features: RestFeatures, low: number): SkinPatch {
  const origin: Vector3 = [0, -2.2, features.earFoot[2] - 1];
  const front = features.foreheadFoot + 3.6 - 2.2 * low;
  const chin = features.chin[1] - 0.7;
  const directions = Array.from({ length: rows + 1 }, (_, r) =>
    Array.from({ length: columns }, (_, c): Vector3 => {
      const azimuth = -(c / columns) * 2 * Math.PI;
      const up = Math.cos(azimuth);
      // The opening: over the forehead, before the ears, under the chin.
      const edge: Vector3 = [
        6.6 * Math.sin(azimuth),
        up > 0 ? (front - origin[1]) * up : (origin[1] - chin) * up,
        1.9 - origin[2] - (up < 0 ? 2.6 * up * up : 0.4 * up) - 2.1 * Math.sin(azimuth) ** 2,
      ];
      const opening = Math.atan2(Math.hypot(edge[0], edge[1]), edge[2]);
      const turn = Math.atan2(edge[0], edge[1]);
      // Below, the hood ends at the neck; behind, at the nape.
      const last = 2.75 - 0.75 * smoothStep(0.1, -0.7, up);
      const angle = opening + ((last - opening) * r) / rows;
      return [Math.sin(angle) * Math.sin(turn), Math.sin(angle) * Math.cos(turn), Math.cos(angle)];
    }),
  );
  return new SkinPatch(cast, origin, directions);
}

export function buildHeadscarf(
  worn: HeadwearDescription,
  patch: SkinPatch,
  positions: Float32Array,
  body: BodySurface,
): DressedPart[] {
  const shift = worn.seed % 43;
  const full = 0.7 + 1.3 * worn.volume;
  const painter = createHatPainter('cloth', [worn.colour, worn.secondColour], worn.seed);
  const hood = patch.lay(positions, 5, true, (r, c) => {
    const azimuth = (c / columns) * 2 * Math.PI;
    const fold = noise3(r * 0.55 + shift, Math.sin(azimuth) * 3, Math.cos(azimuth) * 3);
    const hem = r === 0 ? 0.12 : 0.45 + full * smoothStep(0, rows * 0.6, r);
    return hem + 0.4 * fold * Math.min(1, r / 2);
  });
  const head = new SolidBuilder();
  head.sheet(
    hood,
    true,
    hood.map((row, r) => row.map((_, c): Vector3 => [c, r, 0])),
  );
  const drape = new SolidBuilder();
  const place = new Float32Array(3);
  const turns = 32;
  const downs = [1, 1.8, 2.6, 3.2, 3.8, 4.4, 5, 5.6, 6.1];
  const drawn = downs.map((down, r) =>
    Array.from({ length: turns }, (_, c): Vector3 => {
      const around = ((c / turns) * 2 - 1) * Math.PI;
      const fold = noise3(down * 2.2 + 0.6 * Math.sin(around + shift), shift, Math.cos(around) * 2);
      const edge = r === downs.length - 1 ? 0.5 : 1.3 + 0.5 * full;
      body.place(
        around,
        down + 0.5 * Math.max(0, Math.cos(around)) * (down / 6),
        edge + 0.7 * fold,
        place,
        0,
      );
      return [place[0]!, place[1]!, place[2]!];
    }),
  );
  drape.sheet(
    drawn,
    true,
    drawn.map((row, r) => row.map((_, c): Vector3 => [c * 1.4, r * 2, 0])),
  );
  return [
    head.part('worn.hood', painter, { twoSided: true }),
    drape.part('worn.drape', painter, { twoSided: true, follows: 'body' }),
  ];
}
