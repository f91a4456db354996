/** How well faces are found: average precision, the area under the curve of precision over recall (Everingham et al., IJCV 2010). */

import { overlapOf } from '../../landmarks/box-overlap.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { FoundFace } from '../../networks/finder/decode-maps.js';

export interface WantedFace {
  box: FaceBox;
  /** True where finding it or not is all the same: hardly seen, or too small. */
  optional: boolean;
}

export interface PictureOfFaces {
  found: readonly FoundFace[];
  wanted: readonly WantedFace[];
}

/** @param leastOverlap – intersection over union from which on a face is found. */
export function averagePrecision(pictures: readonly PictureOfFaces[], leastOverlap = 0.5): number {
  const hits: { score: number; right: boolean }[] = [];
  let wantedFaces = 0;
  for (const { found, wanted } of pictures) {
    wantedFaces += wanted.filter(({ optional }) => !optional).length;
    const left = new Set(wanted);
    for (const face of [...found].sort((a, b) => b.score - a.score)) {
      const best = bestOf(face.box, [...left], leastOverlap);
      if (best === undefined) {
        if (
          bestOf(
            face.box,
            wanted.filter(({ optional }) => optional),
            0.2,
          ) === undefined
        )
          hits.push({ score: face.score, right: false });
        continue;
      }
      left.delete(best);
      if (!best.optional) hits.push({ score: face.score, right: true });
    }
  }
  if (wantedFaces === 0) return 0;
  hits.sort((a, b) => b.score - a.score);
  return areaUnder(hits, wantedFaces);
}

/** Precision made to fall only, summed over the recalls at which a face was found. */
function areaUnder(hits: readonly { right: boolean }[], wanted: number): number {
  const precisions: number[] = [];
  let right = 0;
  for (const [index, hit] of hits.entries()) {
    if (!hit.right) continue;
    right++;
    precisions.push(right / (index + 1));
  }
  let highest = 0;
  let area = 0;
  for (const precision of precisions.reverse()) {
    highest = Math.max(highest, precision);
    area += highest / wanted;
  }
  return area;
}

function bestOf(box: FaceBox, wanted: readonly WantedFace[], leastOverlap: number): WantedFace | undefined {
  let best: WantedFace | undefined;
  let most = leastOverlap;
  for (const one of wanted) {
    const overlap = overlapOf(box, one.box);
    if (overlap < most) continue;
    most = overlap;
    best = one;
  }
  return best;
}
