/** The synthetic set of a study: how many points it has, and what stands for it in the keys of jobs. */
import { createHash } from 'node:crypto';
import { isSetFile, openLandmarkSet } from '../../face/landmark-set-file.js';
import { canonicalJson } from '../../jobs/job.js';

/** K of a set. @param name – of a built-in set, or a YAML file. */
export async function landmarkCount(name: string): Promise<number> {
  return (await openLandmarkSet(name)).points.length;
}

/** The name of a built-in set; of a file what it holds, so that a changed file is another set and a moved one the same. */
export async function landmarkSetKey(name: string): Promise<string> {
  if (!isSetFile(name)) return name;
  return createHash('sha256')
    .update(canonicalJson(await openLandmarkSet(name)))
    .digest('hex');
}
