/** What `generate` shows of a dataset when it is made: its splits, and a contact sheet where one is wanted. */
import { join } from 'node:path';
import { datasetContactSheet } from '../../dataset/contact-sheet.js';
import { openDataset } from '../../dataset/store/store.js';
import { writeFileWhole } from '../../node/files.js';

/** @param wanted – true: `contact-sheet.png` in the folder. */
export async function shownDataset(
  folder: string,
  wanted: string | true | undefined,
): Promise<{ splits: Record<string, number>; contactSheet: string | null }> {
  const dataset = await openDataset(folder);
  try {
    const splits = await dataset.splits();
    const sheet = wanted === true ? join(folder, 'contact-sheet.png') : (wanted ?? null);
    if (sheet !== null) await writeFileWhole(sheet, await datasetContactSheet(dataset));
    return { splits, contactSheet: sheet };
  } finally {
    dataset.close();
  }
}
