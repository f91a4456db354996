/** The points of a set that lie on the lids' margins, by their names: `lid.right.upper.500`, `eye.left.lower.1`, `lid.upper.left`. */
import type { Side } from '../../../landmarks/surface.js';
import type { HeadPoints } from '../head/head-points.js';

export interface LidPoint {
  index: number;
  /** Where it lies between the outer (0) and the inner corner (1) on the mean face. */
  along: number;
}

/** The lids of one eye, each from the outer to the inner corner; corners belong to both. */
export interface EyeLids {
  upper: readonly LidPoint[];
  lower: readonly LidPoint[];
}

const made = new WeakMap<HeadPoints, Readonly<Record<Side, EyeLids | undefined>>>();

/** @returns undefined for an eye whose lids have no points in this set. */
export function lidPoints(head: HeadPoints): Readonly<Record<Side, EyeLids | undefined>> {
  let lids = made.get(head);
  if (lids === undefined) {
    lids = { right: lidsOf(head, 'right'), left: lidsOf(head, 'left') };
    made.set(head, lids);
  }
  return lids;
}

/** Indices of the points of both lids of an eye. */
export function lidIndices(head: HeadPoints, side: Side): number[] {
  const lids = lidPoints(head)[side];
  if (lids === undefined) return [];
  return [...new Set([...lids.upper, ...lids.lower].map(({ index }) => index))];
}

function lidsOf(head: HeadPoints, side: Side): EyeLids | undefined {
  const found = (lid: 'upper' | 'lower'): number[] => {
    const pattern = new RegExp(`^((lid|eye)\\.${side}\\.${lid}\\.\\d+|lid\\.${lid}\\.${side})$`);
    return head.names.flatMap((name, k) => (pattern.test(name) && head.parts[k] === 0 ? [k] : []));
  };
  const upper = found('upper');
  const lower = found('lower');
  if (upper.length === 0 || lower.length === 0) return undefined;
  const corners = head.names.flatMap((name, k) =>
    name === `eye.outer.${side}` || name === `eye.inner.${side}` ? [k] : [],
  );
  // Outwards is away from the middle of the face.
  const outwards = (k: number): number => Math.abs(head.mean[3 * k]!);
  const all = [...new Set([...upper, ...corners])];
  const outer = Math.max(...all.map(outwards));
  const inner = Math.min(...all.map(outwards));
  const placed = (indices: readonly number[]): LidPoint[] =>
    indices
      .map((index) => ({ index, along: (outer - outwards(index)) / (outer - inner) }))
      .sort((a, b) => a.along - b.along);
  const ends = placed(all);
  const both = ends.length > 1 ? [ends[0]!.index, ends.at(-1)!.index] : [];
  return { upper: placed(all), lower: placed([...new Set([...lower, ...both])]) };
}
