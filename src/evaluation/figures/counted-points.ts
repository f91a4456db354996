/** Which points of a face count: by how they were labelled, by what is seen of them, by where they lie. */
import { type LandmarkSet, type Region, visibility } from '../../landmarks/landmark-set.js';
import type { FaceLabels } from '../predict/labels.js';

/** By how a label was made (`direct`, `derived`, `weak`), or by whether the point is seen. */
export const pointSubsets = ['all', 'direct', 'derived', 'weak', 'visible', 'hidden'] as const;
export type PointSubset = (typeof pointSubsets)[number];

/** The indices that count. */
export type Counted = (face: { labels: FaceLabels }) => number[];

/** The labelled points of a face that belong to a subset and, if given, for which `place` holds. */
export function countedPoints(subset: PointSubset, place: (k: number) => boolean = () => true): Counted {
  const belongs = membership[subset];
  return ({ labels }) =>
    Array.from({ length: labels.points.length / 2 }, (_, k) => k).filter(
      (k) =>
        !Number.isNaN(labels.points[2 * k]! + labels.points[2 * k + 1]!) && belongs(labels, k) && place(k),
    );
}

/** For `countedPoints`. */
export function inRegion(set: LandmarkSet, region: Region): (k: number) => boolean {
  return (k) => set.points[k]?.region === region;
}

const membership: Record<PointSubset, (labels: FaceLabels, k: number) => boolean> = {
  all: () => true,
  direct: ({ quality }, k) => quality?.[k] === 0,
  derived: ({ quality }, k) => quality?.[k] === 1,
  weak: ({ quality }, k) => quality?.[k] === 2,
  visible: ({ visibility: seen }, k) => seen?.[k] === visibility.visible,
  hidden: ({ visibility: seen }, k) =>
    seen?.[k] === visibility.hiddenBySelf || seen?.[k] === visibility.hiddenByOther,
};
