/**
 * Eyelashes as curved ribbons along the lids' edges: upper ones long, dense and swept up, lower ones short and sparse.
 * They start on this shape's lid curves and grow away from the eye's centre, so they close with the lids.
 */
import { Random } from '../../../core/random.js';
import type { Vector3 } from '../../../core/vector.js';
import type { Side } from '../../../landmarks/surface.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import type { LevelOfDetail } from '../../../mesh/level-of-detail.js';
import { pointAlong } from '../../../mesh/polyline.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { StripBuilder } from '../../../mesh/strip-builder.js';
import type { Eyeball } from '../../heads/head-model.js';
import type { BrowDescription, Rgb } from '../../person/description.js';
import { createStrandPainter } from '../strands/strand-painter.js';

/** One eye's lids on the shape at hand, outer to inner corner, head space. */
export interface LidEdges {
  ball: Eyeball;
  upper: readonly Vector3[];
  lower: readonly Vector3[];
}

const upperLashes = 52;
const lowerLashes = 22;

export function growLashes(
  eyes: Readonly<Record<Side, LidEdges>>,
  hairColour: Rgb,
  { seed, lashes }: BrowDescription,
  detail: LevelOfDetail,
): DressedPart {
  const every = detail === 'coarse' ? 2 : 1;
  const builder = new StripBuilder((upperLashes + lowerLashes) * 2 * 3);
  for (const side of ['right', 'left'] as const) {
    const random = new Random(seed, 'lashes', side);
    const outward = side === 'left' ? 1 : -1;
    growRow(builder, eyes[side].upper, eyes[side].ball, upperLashes, outward, 1, lashes, every, random);
    growRow(builder, eyes[side].lower, eyes[side].ball, lowerLashes, outward, -1, lashes, every, random);
  }
  // Lashes are darker than the hair.
  const colour: Rgb = [
    hairColour[0] * 0.45 + 0.004,
    hairColour[1] * 0.42 + 0.003,
    hairColour[2] * 0.4 + 0.003,
  ];
  const painter = createStrandPainter({
    colour,
    segment: segmentClasses.lashes,
    grooves: 0,
    variation: 0.2,
    roughness: 0.6,
    selfShade: 1,
    rootOpenness: 0.6,
    tipOpenness: 0.9,
  });
  return builder.part('lashes', painter, false, true);
}

/**
 * @param rise – +1 for the upper lid, −1 for the lower. @param length – against the mean.
 * @param every – 1 for all lashes, 2 for every second, twice as broad.
 */
function growRow(
  builder: StripBuilder,
  lid: readonly Vector3[],
  ball: Eyeball,
  count: number,
  outward: number,
  rise: 1 | -1,
  length: number,
  every: number,
  random: Random,
): void {
  if (lid.length < 2) return;
  for (let i = 0; i < count; i++) {
    // No lashes at the inner corner.
    const along = 0.03 + (0.85 * (i + random.uniform(-0.4, 0.4))) / count;
    const root = pointAlong(lid, along);
    const out = [root[0] - ball.centre[0], root[1] - ball.centre[1], root[2] - ball.centre[2]] as const;
    const scale = 1 / (Math.hypot(...out) || 1);
    const fan = (0.5 - along) * 0.9 * outward + random.uniform(-0.12, 0.12);
    const full = rise > 0 ? 0.62 - 0.25 * Math.abs(along - 0.35) : 0.28;
    const reach = length * full * random.uniform(0.75, 1.1);
    const half = (rise > 0 ? 0.02 : 0.011) * every;
    const tone = random.integer(0, 4095);
    if (i % every !== 0) continue;
    let [x, y, z] = root;
    builder.begin();
    for (let k = 0; k < 3; k++) {
      const breadth = k === 2 ? half * 0.2 : half;
      builder.section(x, y, z, breadth, 0, 0, out[0], out[1] + 0.4, out[2], k / 2, tone);
      const curl = rise > 0 ? 0.15 + 0.55 * k : -0.35 - 0.2 * k;
      const step = (reach / 2) * (1 / Math.hypot(1, curl, fan));
      x += (out[0] * scale + fan) * step;
      y += (out[1] * scale * 0.8 + curl) * step;
      z += out[2] * scale * step;
    }
  }
}
