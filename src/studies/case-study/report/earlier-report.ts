/** Studies that share an output folder share what both need; the last report of each is kept, and what no study wrote stays as it is. */
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJsonOrNone } from '../../../core/settings/parse-json-as.js';
import { folderName } from '../../../core/settings/value-kinds.js';
import { errorCode } from '../../../node/files.js';
import { refuseThere } from '../../../node/refuse-overwriting.js';

const reportOf = z.object({ study: z.object({ name: folderName }) });

/**
 * What `folder` holds of another study moves to `<folder>-<that study>` beside it, over an earlier one there, and what was kept there of this
 * study goes: its new report takes the place of both. A report of the same study, and one that does not say whose it is, stays and is written over.
 * @param study – the name of the study that is about to write there.
 */
export async function keepEarlierReport(folder: string, study: string): Promise<void> {
  const earlier = await studyOf(folder);
  if (earlier !== undefined && earlier !== study) {
    await rm(keptAs(folder, earlier), { recursive: true, force: true });
    await rename(folder, keptAs(folder, earlier));
  }
  await rm(keptAs(folder, study), { recursive: true, force: true });
}

/**
 * Before the work. @param folder, study – as above.
 * @throws UsageError where one of the folders that a report takes, or that go for it, holds what no study wrote.
 */
export async function refuseForeignReport(folder: string, study: string): Promise<void> {
  const earlier = await studyOf(folder);
  const kept = [study, ...(earlier === undefined ? [] : [earlier])].map((name) => keptAs(folder, name));
  // The report's figures are written first.
  for (const place of [folder, ...kept])
    if ((await studyOf(place)) === undefined && !(await isEmpty(place))) await refuseThere('study', [place]);
}

/** The study whose report a folder holds. */
async function studyOf(folder: string): Promise<string | undefined> {
  return parseJsonOrNone(reportOf, await textIn(join(folder, 'report.json')))?.study.name;
}

function keptAs(folder: string, study: string): string {
  return `${folder}-${study}`;
}

async function isEmpty(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => undefined))?.length === 0;
}

async function textIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(cause) ?? '')) return '';
    throw cause;
  }
}
