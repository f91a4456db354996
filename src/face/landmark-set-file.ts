/**
 * Landmark sets by name or from a user's YAML file (format: docs/landmarks.md). Opens the file and the heads that it
 * names; a dataset keeps the definition itself, so that it can be read without the file.
 */
import { messageOf, UsageError } from '../core/errors.js';
import { anchoredPoints } from '../landmarks/anchored-point.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { buildSet, type HeadPointReader } from '../landmarks/sets/build-set.js';
import { landmarkSet, landmarkSetNames } from '../landmarks/sets/registry.js';
import { parseSetFile, type SetMistake } from '../landmarks/sets/set-file.js';
import { readFileOr } from '../node/files.js';
import { loadHead } from './heads/registry.js';

/** Whether this names a file rather than a built-in set. */
export function isSetFile(nameOrFile: string): boolean {
  return /\.ya?ml$/i.test(nameOrFile);
}

/** @param nameOrFile – the name of a built-in set, or a YAML file. */
export async function openLandmarkSet(nameOrFile: string): Promise<LandmarkSet> {
  if (!isSetFile(nameOrFile)) {
    if (landmarkSetNames.includes(nameOrFile)) return landmarkSet(nameOrFile);
    throw new UsageError(`landmarks: no set is called '${nameOrFile}'`, {
      hint: `the known sets are ${landmarkSetNames.join(', ')}; a set of your own is a .yaml file`,
    });
  }
  const { set, mistakes } = await checkLandmarkSet(nameOrFile);
  if (set !== undefined) return set;
  throw new UsageError(describeMistakes(mistakes), {
    file: nameOrFile,
    hint: `lineament landmarks check ${nameOrFile} explains each`,
  });
}

/** Reads a set file and finds everything that is wrong with it. */
export async function checkLandmarkSet(file: string): Promise<{ set?: LandmarkSet; mistakes: SetMistake[] }> {
  const parsed = parseSetFile((await readFileOr(file, 'the landmark set')).toString('utf8'));
  const heads = new Set(
    parsed.file?.points.flatMap((entry) => (entry !== undefined && 'head' in entry ? [entry.head] : [])),
  );
  const readers = new Map<string, HeadPointReader>();
  for (const name of heads) readers.set(name, await headReader(name));
  return buildSet(parsed, (entry) => readers.get(entry.head)!(entry));
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

function describeMistakes(mistakes: readonly SetMistake[]): string {
  return mistakes
    .map(({ line, where, rule }) => `${line === undefined ? '' : `line ${line}, `}${where}: ${rule}`)
    .join('; ');
}
