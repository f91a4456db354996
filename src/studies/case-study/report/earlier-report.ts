/** Studies that share an output folder share what both need; the last report of each is kept. */
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJsonOrNone } from '../../../core/settings/parse-json-as.js';
import { folderName } from '../../../core/settings/value-kinds.js';
import { errorCode } from '../../../node/files.js';

const reportOf = z.object({ study: z.object({ name: folderName }) });

/**
 * What `folder` holds of another study moves to `<folder>-<that study>` beside it, over an earlier one there, and what was kept there of this
 * study goes: its new report takes the place of both. A report of the same study, and one that does not say whose it is, stays and is written over.
 * @param study – the name of the study that is about to write there.
 */
export async function keepEarlierReport(folder: string, study: string): Promise<void> {
  const keptAs = (name: string): string => `${folder}-${name}`;
  const earlier = parseJsonOrNone(reportOf, await textIn(join(folder, 'report.json')))?.study.name;
  if (earlier !== undefined && earlier !== study) {
    await rm(keptAs(earlier), { recursive: true, force: true });
    await rename(folder, keptAs(earlier));
  }
  await rm(keptAs(study), { recursive: true, force: true });
}

async function textIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return '';
    throw cause;
  }
}
