/** All of a head's hair: its body, what hangs, what is tied, and the locks laid on them. */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import type { LevelOfDetail } from '../../../mesh/level-of-detail.js';
import type { HeadShape } from '../../heads/head-model.js';
import type { FaceDescription } from '../../person/description.js';
import { regionWeight } from '../beard/beard-style.js';
import { skinAlbedo } from '../skin/melanin.js';
import type { RestFeatures } from '../skin/rest-features.js';
import type { DirectionGrid } from '../strands/direction-grid.js';
import { type HairGround, HangingWall } from './hair-ground.js';
import { tieKnot } from './hair-knot.js';
import { growLocks } from './hair-locks.js';
import { growShell, shellHeights } from './hair-shell.js';
import { hairFigures } from './hair-style.js';
import { hangWall } from './hair-wall.js';
import type { Hairline } from './hairline.js';

export function createHairGrower(
  grid: DirectionGrid,
  features: RestFeatures,
): (shape: HeadShape, face: FaceDescription, hairline: Hairline, detail: LevelOfDetail) => DressedPart[] {
  return (shape, { hair, skin, beard }, hairline, detail) => {
    const figures = hairFigures[hair.style];
    // The shortest hair is only painted.
    if (figures.top[1] === 0) return [];
    const placed = grid.place(shape.positions);
    const heights = shellHeights(grid, hairline, hair);
    const ground: HairGround = { grid, placed, heights, hairline, features };
    const wall = figures.hangs === 'not' ? null : new HangingWall(ground, hair);
    // Into stubble a sideburn fades half.
    const bearded = regionWeight(beard, 'sideburn') * (0.5 + 0.5 * smoothStep(0.2, 0.9, beard.length));
    const locks = growLocks(ground, wall, hair, detail);
    return [
      growShell(ground, hair, skinAlbedo(skin.melanin), bearded),
      ...(wall === null ? [] : [hangWall(wall, hair)]),
      ...(figures.knot === 'none' ? [] : [tieKnot(ground, hair)]),
      ...(locks === null ? [] : [locks]),
    ];
  };
}
