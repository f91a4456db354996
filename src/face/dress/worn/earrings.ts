/** Earrings under the lobes: studs, hoops and drops. */
import { add, type Vector3 } from '../../../core/vector.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import { createMaterialPainter } from '../../../mesh/material-painter.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { SolidBuilder } from '../../../mesh/solid-builder.js';
import type { EarringDescription } from '../../person/appearance/worn-description.js';

/** @param lobes – lowest place of each ear, right and left. */
export function buildEarrings(
  { style, colour, size }: EarringDescription,
  lobes: readonly [Vector3, Vector3],
): DressedPart {
  const builder = new SolidBuilder();
  lobes.forEach((lobe, i) => {
    const side = i === 0 ? -1 : 1;
    const pierced = add(lobe, [side * 0.12, 0.45, 0.15]);
    const ball = (at: Vector3, r: number, tall: number): void =>
      builder.ball(
        at,
        [
          [r, 0, 0],
          [0, r * tall, 0],
          [0, 0, r],
        ],
        8,
        6,
      );
    if (style === 'stud') ball(pierced, size / 2, 1);
    else if (style === 'hoop') {
      const middle = add(pierced, [0, -size / 2, 0]);
      const sections = Array.from({ length: 20 }, (_, k) => {
        const angle = (k / 20) * 2 * Math.PI;
        const at = add(middle, [
          0.15 * side * Math.sin(angle),
          (Math.cos(angle) * size) / 2,
          (Math.sin(angle) * size) / 2,
        ]);
        return { at, half: [0.09, 0.09] as const };
      });
      builder.bar(sections, [1, 0, 0], 5, true);
    } else {
      ball(pierced, 0.18, 1);
      builder.bar(
        [
          { at: pierced, half: [0.05, 0.05] },
          { at: add(pierced, [0, -size * 0.7, 0]), half: [0.05, 0.05] },
        ],
        [0, 0, 1],
      );
      ball(add(pierced, [0, -size * 0.8, 0]), 0.2 + 0.06 * size, 1.7);
    }
  });
  return builder.part(
    'worn.earrings',
    createMaterialPainter({
      colour,
      segment: segmentClasses.occluder,
      roughness: 0.2,
      specular: 0.4,
      coat: 0.5,
    }),
  );
}
