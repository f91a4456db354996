/** Lays one lock of hair as a ribbon: along a great circle over the hair's body, then, if it hangs, down the wall. */
import { cross, normalise, subtract, type Vector3 } from '../../core/vector.js';
import type { HairGround, HangingWall } from './hair-ground.js';
import type { StripBuilder } from './strip-builder.js';

export interface Lock {
  /** Unit direction where it starts, and the unit tangent in which it sets out. */
  from: Vector3;
  towards: Vector3;
  /** Over the head, centimetres. */
  length: number;
  breadth: number;
  /** Height over the hair's body at root and tip. */
  lift: readonly [number, number];
  sections: number;
  /** Where the head turns under it leaves it and falls to this height, this far out from the wall. */
  hang?: { wall: HangingWall; to: number; further: number };
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

export function layLock(builder: StripBuilder, ground: HairGround, lock: Lock): void {
  const { grid, placed, heights } = ground;
  const { from, towards, hang, sections } = lock;
  // The arc over the head takes part of a hanging lock's sections, the fall the rest.
  const arc = hang === undefined ? lock.length / radius : 1.7;
  const overHead = hang === undefined ? sections : Math.ceil(sections * 0.45);
  let last: Vector3 | null = null;
  let fallFrom: Vector3 | null = null;
  let fallIndex = 0;
  let column = 0;
  let lastOut = from;
  builder.begin();
  for (let k = 0; k < sections; k++) {
    const along = k / (sections - 1);
    let point: Vector3;
    if (fallFrom === null && k < overHead) {
      const angle = (arc * k) / (overHead - 1);
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const out: Vector3 = [
        from[0] * c + towards[0] * s,
        from[1] * c + towards[1] * s,
        from[2] * c + towards[2] * s,
      ];
      const body = Math.max(0, grid.sample(placed, out[0], out[1], out[2], place, heights));
      const height = Math.max(body, 0.12) + lock.lift[0] + (lock.lift[1] - lock.lift[0]) * along;
      point = [place[0]! + out[0] * height, place[1]! + out[1] * height, place[2]! + out[2] * height];
      lastOut = out;
    } else point = last!;
    if (hang !== undefined) {
      if (fallFrom === null && (lastOut[1] < leaves || k >= overHead - 1)) {
        fallFrom = point;
        fallIndex = k;
        column = hang.wall.columnOf(point[0], point[2]);
      } else if (fallFrom !== null) {
        const share = (k - fallIndex) / (sections - 1 - fallIndex);
        point = hang.wall.fall(column, share, fallFrom, Math.min(fallFrom[1] - 1, hang.to), hang.further);
        const { centre } = grid;
        lastOut = normalise([point[0] - centre[0], 0, point[2] - centre[2]]);
      }
    }
    const ahead: Vector3 = last === null ? towards : normalise(subtract(point, last));
    const aside = normalise(cross(ahead, lastOut));
    const wave = lock.wave * Math.sin(lock.phase + along * sections * 1.1) * along;
    const rope = lock.knots === undefined ? 1 : 0.75 + 0.25 * Math.cos(k * Math.PI);
    const taper = (k === 0 ? 0.5 : 1) * (1 - (lock.knots === undefined ? 0.85 : 0.4) * along ** 4);
    const half = (lock.breadth / 2) * taper * rope;
    builder.section(
      point[0] + aside[0] * wave,
      point[1] + aside[1] * wave,
      point[2] + aside[2] * wave,
      aside[0] * half,
      aside[1] * half,
      aside[2] * half,
      ...lastOut,
      along,
      lock.tone,
    );
    last = point;
  }
}
