/**
 * Where photographs of people have their brows and the corners of their eyes, against the mean of the published scans and of the
 * embedded head: what the detector found on 142 portraits of faces at rest, and labels of 522 photographs taken in the wild
 * (docs/variety.md). Head space, centimetres; both heads have these features in the same places.
 */
import type { Vector3 } from '../../core/vector.js';

/** How much lower brows lie, by the distance from the middle of the face. */
const drops: readonly (readonly [x: number, upper: number, lower: number])[] = [
  [1.2, 0.55, 0.42],
  [2, 0.52, 0.41],
  [2.85, 0.49, 0.39],
  [3.85, 0.47, 0.38],
  [4.8, 0.46, 0.39],
  [5.8, 0.4, 0.36],
];

export type BrowEdge = 'upper' | 'lower';

/** @returns a place on a brow's edge, as far below the given one as photographs have it; to be brought to the skin. */
export function loweredBrow([x, y, z]: Vector3, edge: BrowEdge): Vector3 {
  return [x, y - browDrop(x, edge), z];
}

/** @param x – of a place on the brow. @returns how far it was lowered. */
export function browDrop(x: number, edge: BrowEdge): number {
  const aside = Math.abs(x);
  let i = 0;
  while (i + 2 < drops.length && drops[i + 1]![0] < aside) i++;
  const [from, to] = [drops[i]!, drops[i + 1]!];
  const share = Math.min(1, Math.max(0, (aside - from[0]) / (to[0] - from[0])));
  const k = edge === 'upper' ? 1 : 2;
  return from[k] + (to[k] - from[k]) * share;
}

/** Corners of the eyes on the left, and where they belong. */
const corners = [
  { at: [1.84, -0.35], reach: [0.5, 0.42], move: [-0.2, -0.07] },
  { at: [4.46, -0.17], reach: [0.55, 0.42], move: [0, -0.08] },
] as const;

const bell = (value: number, width: number): number => Math.exp(-((value / width) ** 2));

/** @returns how far the skin at a place of the mean head has to move, with lids and lashes but without the eyeballs. */
export function movedEyeCorner(x: number, y: number, z: number): Vector3 {
  let [aside, up] = [0, 0];
  if (z < -1) return [0, 0, 0];
  for (const { at, reach, move } of corners) {
    const share = bell(Math.abs(x) - at[0], reach[0]) * bell(y - at[1], reach[1]);
    aside += Math.sign(x) * share * move[0];
    up += share * move[1];
  }
  return [aside, up, 0];
}
