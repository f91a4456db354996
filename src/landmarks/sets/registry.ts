/** The landmark sets that are built in, by name. */
import { UsageError } from '../../core/errors.js';
import type { LandmarkSet } from '../landmark-set.js';
import { cofw29, wflw98 } from './annotated-sets.js';
import { dense243, dense460, dense490, dense1001 } from './dense-sets.js';
import { eye151 } from './eye-set.js';
import { ibug68 } from './ibug68.js';

const sets: ReadonlyMap<string, LandmarkSet> = new Map(
  [ibug68, dense243, dense460, dense490, dense1001, wflw98, cofw29].map((set) => [set.name, set]),
);

/** Of a part of a face: networks that look at it alone have them. */
const partSets: ReadonlyMap<string, LandmarkSet> = new Map([[eye151.name, eye151]]);

/** Names of the built-in sets of faces. */
export const landmarkSetNames: readonly string[] = [...sets.keys()];

/** What is meant where no set is named: what most labelled photographs have. */
export const defaultLandmarkSet: string = ibug68.name;

/** Whether a set of this name is built in, of a face or of a part of it. */
export function hasLandmarkSet(name: string): boolean {
  return sets.has(name) || partSets.has(name);
}

/** The built-in set of this name. */
export function landmarkSet(name: string): LandmarkSet {
  const set = sets.get(name) ?? partSets.get(name);
  if (set === undefined) {
    throw new UsageError(`landmarks: no set is called '${name}'`, {
      hint: `the known sets are ${landmarkSetNames.join(', ')}`,
    });
  }
  return set;
}
