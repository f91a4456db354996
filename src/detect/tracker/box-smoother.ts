/** Smooths the box of a face as its points are smoothed: the crop of a still face stays the same, pixel by pixel. */
import { shortestTurn } from '../../core/numbers/shortest-turn.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { defaultNoise } from './face-smoother.js';
import { createMotionFilter } from './motion-filter.js';

export interface BoxSmoother {
  /** @param uncertainty – `[K]` of the points that the box is tight around, pixels. @param seconds – since the last one. */
  smooth(box: FaceBox, uncertainty: Float32Array, seconds: number): FaceBox;
  reset(): void;
}

export function createBoxSmoother(): BoxSmoother {
  const centre = createMotionFilter(1, 2);
  const sides = createMotionFilter(2, 1);
  const turn = createMotionFilter(1, 1);
  return {
    reset() {
      for (const filter of [centre, sides, turn]) filter.reset();
    },
    smooth({ x, y, width, height, roll = 0 }, uncertainty, seconds) {
      const sigma = Math.sqrt(uncertainty.reduce((sum, value) => sum + value ** 2, 0) / uncertainty.length);
      // Edges hang on single points.
      const noise = defaultNoise.point * sigma;
      centre.update([x + width / 2, y + height / 2], [noise], seconds);
      sides.update([width, height], [noise, noise], seconds);
      // The turn goes on where it was, past half a turn too.
      const before = turn.places[0]!;
      const angle = Number.isNaN(before) ? roll : before + shortestTurn(roll - before);
      turn.update([angle], [((noise / width) * 180) / Math.PI], seconds);
      const [w, h, degrees] = [sides.places[0]!, sides.places[1]!, turn.places[0]!];
      return {
        x: centre.places[0]! - w / 2,
        y: centre.places[1]! - h / 2,
        width: w,
        height: h,
        ...(degrees !== 0 && { roll: degrees }),
      };
    },
  };
}
