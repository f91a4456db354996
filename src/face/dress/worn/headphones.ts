/** Headphones: two cups with cushions over the ears and a band over the crown of the head. About 800 triangles. */
import { add, mix, normalise, scale, subtract, type Vector3 } from '../../../core/vector.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import { createMaterialPainter } from '../../../mesh/material-painter.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { type BarSection, SolidBuilder } from '../../../mesh/solid-builder.js';
import type { HeadwearDescription } from '../../person/appearance/worn-description.js';

/** Where the cups sit and how the band runs between them. */
export interface HeadphonesFit {
  /** Outermost place of each ear: right, left. */
  ears: readonly [Vector3, Vector3];
  /** Taut surface over the scalp from the right ear over the top to the left, half-circle. */
  arch: readonly Vector3[];
}

export function buildHeadphones(worn: HeadwearDescription, { ears, arch }: HeadphonesFit): DressedPart[] {
  const { colour, secondColour, volume } = worn;
  const shell = new SolidBuilder();
  const cushion = new SolidBuilder();
  const radius = 3.5 + 0.9 * volume;
  ears.forEach((ear, i) => {
    const side = i === 0 ? -1 : 1;
    // Cups lean with the side of the head.
    const out = normalise([side, 0.12, 0.1]);
    const up = normalise(subtract([0, 1, -0.1], scale(out, 0.12)));
    const across: Vector3 = [0, -side * 0.1, side];
    const ring = (at: number, size: number): Vector3[] =>
      Array.from({ length: 20 }, (_, k) => {
        const angle = (k / 20) * 2 * Math.PI;
        const middle = add(ear, scale(out, at));
        return add(
          middle,
          add(scale(across, -Math.sin(angle) * size * 0.88), scale(up, Math.cos(angle) * size)),
        );
      });
    // From the head outwards: the skin is soft, so the cushion sinks in a little.
    cushion.sheet(
      [
        ring(-1.5, radius * 0.7),
        ring(-1.5, radius * 0.95),
        ring(-0.6, radius * 1.05),
        ring(0.2, radius * 0.95),
      ].toReversed(),
      true,
    );
    shell.sheet(
      [
        ring(0.1, radius * 0.93),
        ring(0.4, radius * 0.98),
        ring(1.1, radius * 0.92),
        ring(1.6, radius * 0.7),
        ring(1.7, 0.01),
      ].toReversed(),
      true,
    );
  });
  const over = 0.9;
  const path: Vector3[] = arch.map((point, i) => {
    const t = (i / (arch.length - 1)) * 2 - 1;
    const ear = t < 0 ? ears[0] : ears[1];
    const low = Math.max(0, (Math.abs(t) - 0.72) / 0.28);
    const lifted = add(point, scale(normalise(subtract(point, [0, 2, point[2]])), over));
    return mix(lifted, [ear[0] + Math.sign(ear[0]) * 0.75, lifted[1], ear[2]], low * 0.8);
  });
  const sections: BarSection[] = [
    { at: add(ears[0], [-0.9, 2, 0]), half: [0.25, 0.9] },
    ...path.map((at): BarSection => ({ at, half: [0.3, 1.25] })),
    { at: add(ears[1], [0.9, 2, 0]), half: [0.25, 0.9] },
  ];
  const middle: Vector3 = [0, 2, ears[0][2]];
  shell.bar(
    sections,
    sections.map(({ at }) => normalise(subtract(at, middle))),
    6,
  );
  const base = { segment: segmentClasses.hat, specular: 0.045 } as const;
  return [
    shell.part('worn.headphones', createMaterialPainter({ ...base, colour, roughness: 0.4, coat: 0.3 }), {
      twoSided: true,
    }),
    cushion.part(
      'worn.cushions',
      createMaterialPainter({
        ...base,
        colour: scale(secondColour, 0.3),
        roughness: 0.6,
        weave: 0.2,
      }),
      { twoSided: true },
    ),
  ];
}
