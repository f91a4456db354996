/**
 * Landmark sets by name or from a user's YAML file, as a program on Node opens them: the file from the disk, the heads
 * that it names from those that are installed. What a set means stands in `landmarks/sets/`.
 */
import { messageOf } from '../core/errors.js';
import { anchoredPoints } from '../landmarks/anchored-point.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import type { HeadPointReader } from '../landmarks/sets/build-set.js';
import { checkSet, openSet, type SetSources } from '../landmarks/sets/open-set.js';
import type { SetMistake } from '../landmarks/sets/set-file.js';
import { readTextOr } from '../node/files.js';
import { loadHead } from './heads/registry.js';

export { isSetFile } from '../landmarks/sets/open-set.js';

const sources: SetSources = {
  read: (file) => readTextOr(file, 'the landmark set'),
  headPoints: headReader,
};

/** @param nameOrFile – the name of a built-in set, or a YAML file. */
export function openLandmarkSet(nameOrFile: string): Promise<LandmarkSet> {
  return openSet(nameOrFile, sources);
}

/** Reads a set file and finds everything that is wrong with it. */
export function checkLandmarkSet(file: string): Promise<{ set?: LandmarkSet; mistakes: SetMistake[] }> {
  return checkSet(file, sources);
}

async function headReader(name: string): Promise<HeadPointReader> {
  try {
    const head = await loadHead(name);
    const anchor = anchoredPoints(head);
    const count = head.topology.triangles.length / 3;
    return ({ points }) => {
      const beyond = points.find(({ triangle }) => triangle >= count);
      if (beyond !== undefined || anchor === undefined)
        return {
          rule: `point '${beyond?.name}' is on triangle ${beyond?.triangle}`,
          hint: `${name} has the triangles 0 to ${count - 1}`,
        };
      return points.map(({ name: point, region = 'skin', triangle, weights }) =>
        anchor({ name: point, region, triangle, weights: weights as [number, number, number] }),
      );
    };
  } catch (error) {
    return () => ({ rule: messageOf(error), hint: 'name a head that is there' });
  }
}
