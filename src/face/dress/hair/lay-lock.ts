/** Lays one lock of hair as a ribbon: along a great circle over the hair's body, then, if it hangs, down the wall. */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { Vector3 } from '../../../core/vector.js';
import type { StripBuilder } from '../../../mesh/strip-builder.js';
import type { HairGround, HangingWall } from './hair-ground.js';

export interface Lock {
  /** Unit direction where it starts, and the unit tangent in which it sets out. */
  from: Vector3;
  towards: Vector3;
  /** Over the head, centimetres. */
  length: number;
  breadth: number;
  /** Height over the hair's body at root and tip. */
  lift: readonly [number, number];
  /** Cross-sections of a lock drawn finely; its wave is counted in them. */
  sections: number;
  /** Where the head turns under it leaves it and falls to this height, this far out from the wall and before its edges. */
  hang?: { wall: HangingWall; to: number; further: number; ahead: number };
  /** Size of its waves, centimetres, and where in a wave it starts. */
  wave: number;
  phase: number;
  /** Narrow places of a rope; 0 for loose hair. */
  knots?: number;
  tone: number;
}

/** Radius of the head, for lengths along it, centimetres. */
const radius = 10;
/** Locks leave the head below this height of their direction. */
const leaves = 0.45;
const place = new Float32Array(3);

/** @param sections – cross-sections to lay. */
export function layLock(builder: StripBuilder, ground: HairGround, lock: Lock, sections: number): void {
  const { grid, placed, heights } = ground;
  const { from, towards, hang } = lock;
  // The arc over the head takes part of a hanging lock's sections, the fall the rest.
  const arc = hang === undefined ? lock.length / radius : 1.7;
  const overHead = hang === undefined ? sections : Math.ceil(sections * 0.45);
  let fallFrom: Vector3 | null = null;
  let fallIndex = 0;
  let column = 0;
  // Plain numbers: this runs for thousands of sections a face. The place before, the one at hand, and the way out.
  let [lastX, lastY, lastZ] = from;
  let [x, y, z] = from;
  let [outX, outY, outZ] = from;
  // Ribbons that all lay flat would be seen edge-on, as dots, along the outline.
  const rolled = 0.55 * Math.sin(lock.phase);
  builder.begin();
  for (let k = 0; k < sections; k++) {
    const along = k / (sections - 1);
    if (fallFrom === null && k < overHead) {
      const angle = (arc * k) / (overHead - 1);
      const c = Math.cos(angle);
      const s = Math.sin(angle);
      outX = from[0] * c + towards[0] * s;
      outY = from[1] * c + towards[1] * s;
      outZ = from[2] * c + towards[2] * s;
      const body = Math.max(0, grid.sample(placed, outX, outY, outZ, place, heights));
      const height = Math.max(body, 0.12) + lock.lift[0] + (lock.lift[1] - lock.lift[0]) * along;
      x = place[0]! + outX * height;
      y = place[1]! + outY * height;
      z = place[2]! + outZ * height;
    }
    if (hang !== undefined) {
      if (fallFrom === null && (outY < leaves || k >= overHead - 1)) {
        fallFrom = [x, y, z];
        fallIndex = k;
        column = hang.wall.columnOf(x, z, hang.ahead);
      } else if (fallFrom !== null) {
        // Shorter at first, where the head is round.
        const share = ((k - fallIndex) / (sections - 1 - fallIndex)) ** 1.4;
        [x, y, z] = hang.wall.fall(column, share, fallFrom, Math.min(fallFrom[1] - 1, hang.to), hang.further);
        const { centre } = grid;
        const away = 1 / (Math.hypot(x - centre[0], z - centre[2]) || 1);
        outX = (x - centre[0]) * away;
        outY = 0;
        outZ = (z - centre[2]) * away;
      }
    }
    // The ribbon lies across its course and the way out; where it sets out its course is not known yet.
    const aheadX = k === 0 ? towards[0] : x - lastX;
    const aheadY = k === 0 ? towards[1] : y - lastY;
    const aheadZ = k === 0 ? towards[2] : z - lastZ;
    let asideX = aheadY * outZ - aheadZ * outY;
    let asideY = aheadZ * outX - aheadX * outZ;
    let asideZ = aheadX * outY - aheadY * outX;
    const unit = 1 / (Math.sqrt(asideX * asideX + asideY * asideY + asideZ * asideZ) || 1);
    asideX *= unit;
    asideY *= unit;
    asideZ *= unit;
    // A rope is broad: where it starts its edge would stand out of the hair's body as a bar.
    const roll = lock.knots === undefined ? rolled : rolled * smoothStep(0.2, 0.5, along);
    const level = Math.sqrt(1 - roll * roll);
    const flatX = asideX;
    const flatY = asideY;
    const flatZ = asideZ;
    asideX = flatX * level + outX * roll;
    asideY = flatY * level + outY * roll;
    asideZ = flatZ * level + outZ * roll;
    const wave = lock.wave * Math.sin(lock.phase + along * lock.sections * 1.1) * along;
    const rope = lock.knots === undefined ? 1 : 0.75 + 0.25 * Math.cos(k * Math.PI);
    const taper = (k === 0 ? 0.5 : 1) * (1 - (lock.knots === undefined ? 0.85 : 0.4) * along ** 4);
    const half = (lock.breadth / 2) * taper * rope;
    builder.section(
      x + flatX * wave,
      y + flatY * wave,
      z + flatZ * wave,
      asideX * half,
      asideY * half,
      asideZ * half,
      outX,
      outY,
      outZ,
      along,
      lock.tone,
    );
    lastX = x;
    lastY = y;
    lastZ = z;
  }
}
