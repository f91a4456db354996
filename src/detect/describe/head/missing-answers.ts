/** What the points of a set do not tell, before any face is described: the rest is told all the same. */
import { lidPoints } from '../eyes/lid-points.js';
import { hasInnerLips } from '../eyes/mouth-opening.js';
import type { HeadPoints } from './head-points.js';

/** @returns each answer with the points that it needs; none for `dense1001`. */
export function missingAnswers(head: HeadPoints): string[] {
  const lids = lidPoints(head);
  const hasLids = lids.right !== undefined && lids.left !== undefined;
  return [
    ...(head.parts.some((part) => part > 0) ? [] : ['gaze (points on irises and pupils)']),
    ...(hasLids
      ? hasInnerLips(head)
        ? []
        : ['mouth (points called lip.inner.upper.… and lip.inner.lower.…)']
      : [
          'lids, mouth, blinks and yawns (points of both eyes’ lids, called lid.right.upper.1, lid.right.lower.1 and so on)',
        ]),
  ];
}
