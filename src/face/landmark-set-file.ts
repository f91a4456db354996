/**
 * Landmark sets by name or from a user's YAML file, as a program on Node opens them: the file from the disk, the heads
 * that it names from those that are installed. What a set means stands in `landmarks/sets/`.
 */
import { messageOf } from '../core/errors.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import type { HeadPointReader } from '../landmarks/sets/lay-entry.js';
import { checkSet, openSet, readSet, type SetSources } from '../landmarks/sets/open-set.js';
import type { SetMistake } from '../landmarks/sets/set-file.js';
import { readTextOr } from '../node/files.js';
import { headPointReader } from './heads/head-point-reader.js';
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

/** As {@link checkLandmarkSet}, of a file's text. */
export async function checkLandmarkText(
  text: string,
): Promise<{ set?: LandmarkSet; mistakes: SetMistake[] }> {
  return readSet(text, headReader);
}

async function headReader(name: string): Promise<HeadPointReader> {
  try {
    return headPointReader(await loadHead(name));
  } catch (error) {
    const refused = { rule: messageOf(error), hint: 'name a head that is there' };
    return { points: () => refused, curve: () => refused };
  }
}
