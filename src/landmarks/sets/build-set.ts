/** Makes a landmark set of what a user's file says (`set-file.ts`): lays rows, takes parts of sets, finds mirror pairs. */

import { counted } from '../../core/text/counted.js';
import type { LandmarkDefinition, LandmarkSet } from '../landmark-set.js';
import { type Complain, checkCurve, checkSetName, type HeadReaders, layEntry } from './lay-entry.js';
import { completeMirror, type PointFault, repeatedPoints, unpairedPoints } from './point-faults.js';
import { landmarkSetNames } from './registry.js';
import type { ParsedSetFile, SetMistake } from './set-file.js';
import { mostPoints } from './set-schema.js';

export interface BuiltSet {
  /** Where nothing is wrong. */
  set?: LandmarkSet;
  mistakes: SetMistake[];
  /** What the entries lay, wrong or not: for each entry of the file its points. */
  laid: (readonly LandmarkDefinition[])[];
}

/** @param readHead – reads points given on a head. */
export function buildSet({ file, mistakes: found, lineOf }: ParsedSetFile, readHead: HeadReaders): BuiltSet {
  const mistakes = [...found];
  if (file === undefined) return { mistakes, laid: [] };
  const laid: (readonly LandmarkDefinition[])[] = file.points.map(() => []);
  const entryOf: number[] = [];
  const points: LandmarkDefinition[] = [];
  if (landmarkSetNames.includes(file.name))
    mistakes.push({
      line: lineOf(['name']),
      where: 'name',
      rule: `'${file.name}' is a built-in set`,
      hint: 'give it a name of its own',
    });
  const complainOf =
    (i: number): Complain =>
    (key, rule, hint) => {
      mistakes.push({ line: lineOf(['points', i, key]), where: `points[${i}].${key}`, rule, hint });
      return [];
    };
  for (const { entry, key, names } of file.named)
    for (const name of names)
      if (key === 'set') checkSetName(name, complainOf(entry));
      else checkCurve(name, key, complainOf(entry));
  // Ends with the entry that makes too many.
  file.points.some((entry, i) => {
    if (entry === undefined) return false;
    const complain = complainOf(i);
    const added = layEntry(entry, readHead, complain);
    laid[i] = added;
    for (const point of added) {
      entryOf.push(i);
      points.push(point);
    }
    if (points.length > mostPoints)
      complain('count', `makes ${counted(points.length, 'point')} in all`, `a set has at most ${mostPoints}`);
    return points.length > mostPoints;
  });
  if (points.length > mostPoints) return { mistakes: inOrder(mistakes), laid };
  const tell = ({ point, rule, hint }: PointFault): void => {
    mistakes.push({ line: lineOf(['points', entryOf[point]!]), where: points[point]!.name, rule, hint });
  };
  repeatedPoints(points).forEach(tell);
  if (mistakes.length > 0) return { mistakes: inOrder(mistakes), laid };
  const mirror = completeMirror(points);
  unpairedPoints(points, mirror).forEach(tell);
  return { ...(mistakes.length === 0 && { set: { name: file.name, points, mirror } }), mistakes, laid };
}

function inOrder(mistakes: readonly SetMistake[]): SetMistake[] {
  return [...mistakes].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
