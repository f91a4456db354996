/** What `generate` shows of a dataset when it is made: its splits, and a contact sheet where one is wanted. */
import { join } from 'node:path';
import { datasetContactSheet } from '../../dataset/contact-sheet.js';
import { openDataset } from '../../dataset/store/store.js';
import { writeFileWhole } from '../../node/files.js';
import { markOf } from '../../node/refuse-overwriting.js';
import { markedPicture, refuseForeign } from '../command/own-files.js';

/** Sheets of `dataset sheet` are replaced too. */
const sheetMark = markOf('dataset sheet');

/** Before the work: refuses a contact sheet in the place of somebody's picture. */
export async function refuseForeignSheet(command: string, wanted: string | true | undefined): Promise<void> {
  if (typeof wanted === 'string') await refuseForeign(command, wanted, sheetMark, '--contact-sheet');
}

/** @param wanted – true: `contact-sheet.png` in the folder. */
export async function shownDataset(
  folder: string,
  wanted: string | true | undefined,
): Promise<{ splits: Record<string, number>; contactSheet: string | null }> {
  const dataset = await openDataset(folder);
  try {
    const splits = await dataset.splits();
    const sheet = wanted === true ? join(folder, 'contact-sheet.png') : (wanted ?? null);
    if (sheet !== null)
      await writeFileWhole(sheet, markedPicture(await datasetContactSheet(dataset), 'png', sheetMark));
    return { splits, contactSheet: sheet };
  } finally {
    dataset.close();
  }
}
