/**
 * What the finder's maps should say of a scene, and how much each number counts: which cells speak of which face (after
 * FCOS's centre sampling, Tian et al., ICCV 2019), which are nothing either way, and all others, which hold no face.
 *
 * B batch, H, W cells of a map.
 */
import type { SceneFace } from '../../dataset/scenes/compose-scene.js';
import { cellMiddle, finderChannels, finderStrides, unitOf } from '../../networks/finder/finder-map.js';

/** `[B, 7, H, W]` each, by the stride. */
export interface FinderTargets {
  /** Channel 0: 1 where the cell speaks of a face; 1 to 6: what it should say. */
  targets: Float32Array;
  /** Of each target. */
  weights: Float32Array;
}

export interface TargetSettings {
  /** Side of a scene, pixels. */
  size: number;
  /** Faces of a longer side below this count as nothing either way, pixels. */
  smallest: number;
}

/** A face that is seen to a smaller share counts as nothing either way, and below the second as none at all. */
const leastVisible = 0.5;
const nothingVisible = 0.15;
/** Cells within this distance of the centre speak of the face, those within the second are nothing either way; shares of its side. */
const core = 0.17;
const rim = 0.42;
/** A map's faces: longer sides as multiples of its stride. At the edges two maps speak of the same face. */
const leastMultiple = 2.2;
const mostMultiple = 5;

/** @param faces – of each of B scenes. @param index – of the stride in `finderStrides`. */
export function finderTargets(
  faces: readonly (readonly SceneFace[])[],
  index: number,
  { size, smallest }: TargetSettings,
): FinderTargets {
  const stride = finderStrides[index]!;
  const side = size / stride;
  const cells = side * side;
  const targets = new Float32Array(faces.length * finderChannels * cells);
  const weights = new Float32Array(targets.length);
  for (const [scene, own] of faces.entries()) {
    const at = (channel: number): number => (scene * finderChannels + channel) * cells;
    weights.fill(1, at(0), at(1));
    const nearest = new Float32Array(cells).fill(Number.POSITIVE_INFINITY);
    // First what is nothing either way, so that a face that is seen wins over it.
    for (const found of [false, true])
      for (const face of own) {
        if (face.visible < nothingVisible) continue;
        const counts = isFound(face, smallest) && isOf(index, face);
        if (counts !== found) continue;
        forEachCell(face, stride, side, (cell, distance, isCentre) => {
          if (!found || (distance > core && !isCentre)) {
            if (targets[at(0) + cell] === 0) weights[at(0) + cell] = 0;
            return;
          }
          if (distance >= nearest[cell]!) return;
          nearest[cell] = distance;
          say(targets, weights, at, cell, face, stride, side);
        });
      }
  }
  return { targets, weights };
}

function isFound({ box, visible }: SceneFace, smallest: number): boolean {
  return visible >= leastVisible && Math.max(box.width, box.height) >= smallest;
}

/** Whether the map of this stride speaks of a face of this size: the first of all smaller, the last of all larger. */
function isOf(index: number, { box }: SceneFace): boolean {
  const multiple = Math.max(box.width, box.height) / finderStrides[index]!;
  return (
    (index === 0 || multiple >= leastMultiple) &&
    (index === finderStrides.length - 1 || multiple <= mostMultiple)
  );
}

function forEachCell(
  { box }: SceneFace,
  stride: number,
  side: number,
  visit: (cell: number, distance: number, isCentre: boolean) => void,
): void {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const [reachX, reachY] = [Math.max(rim * box.width, stride), Math.max(rim * box.height, stride)];
  const cellOf = (place: number): number =>
    Math.min(side - 1, Math.max(0, Math.floor((place + 0.5) / stride)));
  const [centreColumn, centreRow] = [cellOf(x), cellOf(y)];
  for (let row = cellOf(y - reachY); row <= cellOf(y + reachY); row++)
    for (let column = cellOf(x - reachX); column <= cellOf(x + reachX); column++) {
      const across = (cellMiddle(column, stride) - x) / box.width;
      const down = (cellMiddle(row, stride) - y) / box.height;
      const distance = Math.hypot(across, down);
      const isCentre = column === centreColumn && row === centreRow;
      if (isCentre || distance <= rim) visit(row * side + column, distance, isCentre);
    }
}

function say(
  targets: Float32Array,
  weights: Float32Array,
  at: (channel: number) => number,
  cell: number,
  { box, roll }: SceneFace,
  stride: number,
  side: number,
): void {
  const unit = unitOf(stride);
  const angle = (roll * Math.PI) / 180;
  const values = [
    1,
    (box.x + box.width / 2 - cellMiddle(cell % side, stride)) / stride,
    (box.y + box.height / 2 - cellMiddle(Math.floor(cell / side), stride)) / stride,
    Math.log(box.width / unit),
    Math.log(box.height / unit),
    Math.sin(angle),
    Math.cos(angle),
  ];
  // Errors count as shares of the face: an error of the place by a tenth of its side as much as one of its size.
  const place = [stride / box.width, stride / box.height];
  const counts = [1, 2 * place[0]!, 2 * place[1]!, 1, 1, 0.3, 0.3];
  for (const [channel, value] of values.entries()) {
    targets[at(channel) + cell] = value;
    weights[at(channel) + cell] = counts[channel]!;
  }
}
