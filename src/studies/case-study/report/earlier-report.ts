/** Studies that share an output folder share what both need; the report of each is kept. */
import { readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * What `folder` holds of another study moves to `<folder>-<that study>` beside it, over an earlier one there; that of the same study stays
 * and is written over.
 * @param study – the name of the study that is about to write there.
 * @returns where the other study's report lies now; undefined where nothing had to move.
 */
export async function keepEarlierReport(folder: string, study: string): Promise<string | undefined> {
  const earlier = await studyOf(join(folder, 'report.json'));
  if (earlier === undefined || earlier === study) return undefined;
  const kept = join(dirname(folder), `report-${earlier}`);
  await rm(kept, { recursive: true, force: true });
  await rename(folder, kept);
  return kept;
}

/** @returns the study that a report.json is of; undefined where there is none, and for a name that is no plain one. */
async function studyOf(file: string): Promise<string | undefined> {
  try {
    const { study } = JSON.parse(await readFile(file, 'utf8')) as { study?: { name?: unknown } };
    return typeof study?.name === 'string' && /^[\w.-]*\w$/.test(study.name) ? study.name : undefined;
  } catch {
    return undefined;
  }
}
