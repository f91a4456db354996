/**
 * Opens a landmark set by its name, or out of the text of a user's YAML file (format: docs/landmarks.md). Browser-safe:
 * whoever calls says how a file is read and where the points of a head's mesh lie.
 */
import { UsageError } from '../../core/errors.js';
import type { LandmarkSet } from '../landmark-set.js';
import { type BuiltSet, buildSet } from './build-set.js';
import type { HeadPointReader } from './lay-entry.js';
import { hasLandmarkSet, landmarkSet, landmarkSetNames } from './registry.js';
import { type ParsedSetFile, parseSetFile, type SetMistake } from './set-file.js';

export interface SetSources {
  /** The text of a set's file. */
  read(file: string): Promise<string>;
  /** Of a head that a file names. */
  headPoints(head: string): Promise<HeadPointReader>;
}

/** Whether this names a file rather than a built-in set. */
export function isSetFile(nameOrFile: string): boolean {
  return /\.ya?ml$/i.test(nameOrFile);
}

/** @param nameOrFile – the name of a built-in set, or a YAML file. */
export async function openSet(nameOrFile: string, sources: SetSources): Promise<LandmarkSet> {
  if (!isSetFile(nameOrFile)) {
    if (hasLandmarkSet(nameOrFile)) return landmarkSet(nameOrFile);
    throw new UsageError(`landmarks: no set is called '${nameOrFile}'`, {
      hint: `the known sets are ${landmarkSetNames.join(', ')}; a set of your own is a .yaml file`,
    });
  }
  const { set, mistakes } = await checkSet(nameOrFile, sources);
  if (set !== undefined) return set;
  throw new UsageError(describeMistakes(mistakes), {
    file: nameOrFile,
    hint: `lineament landmarks check ${nameOrFile} explains each`,
  });
}

/** Reads a set's file and finds everything that is wrong with it. */
export async function checkSet(file: string, { read, headPoints }: SetSources): Promise<BuiltSet> {
  return readSet(await read(file), headPoints);
}

/** @param text – of a set's file. */
export async function readSet(text: string, headPoints: SetSources['headPoints']): Promise<BuiltSet> {
  const parsed = parseSetFile(text);
  const readers = new Map<string, HeadPointReader>();
  for (const name of headsOf(parsed)) readers.set(name, await headPoints(name));
  return buildSet(parsed, (head) => readers.get(head)!);
}

/** Heads whose meshes a file names. */
export function headsOf({ file }: ParsedSetFile): Set<string> {
  return new Set(
    file?.points.flatMap((entry) => {
      if (entry === undefined) return [];
      return 'head' in entry ? [entry.head] : 'drawn' in entry ? [entry.drawn] : [];
    }),
  );
}

function describeMistakes(mistakes: readonly SetMistake[]): string {
  return mistakes
    .map(({ line, where, rule }) => `${line === undefined ? '' : `line ${line}, `}${where}: ${rule}`)
    .join('; ');
}
